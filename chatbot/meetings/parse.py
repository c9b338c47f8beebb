"""One line of Swedish becomes a draft of a meeting, or a refusal that says how to mend it (pure).

The readers run in an order that matters: each masks what it has read, so that "20 i fyra" is a time before "20" can be
people, and travellers are taken before participants are counted.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace

from chatbot.errors import N_, notice
from chatbot.meetings.aside import skip_asides
from chatbot.meetings.clocks import read_clock
from chatbot.meetings.corrected import leave_corrected
from chatbot.meetings.dates import read_date
from chatbot.meetings.durations import read_duration
from chatbot.meetings.how import read_form, read_mode, read_recurring, read_replaces
from chatbot.meetings.lexicon import is_word
from chatbot.meetings.line import read_line
from chatbot.meetings.meeting import FEWEST_BY_PHONE, WINDOW_DAYS, Draft, Refusal
from chatbot.meetings.people import read_people
from chatbot.meetings.reading import Reading
from chatbot.meetings.travel import read_travel
from chatbot.meetings.where import read_place
from chatbot.packs.places import Places

READERS: tuple[Callable[[Reading], Reading], ...] = (
    leave_corrected,
    read_recurring,
    read_date,
    skip_asides,
    read_form,
    read_clock,
    read_duration,
    read_replaces,
    read_mode,
    read_travel,
    read_place,
    read_people,
)


def parse(text: str, now: dt.datetime, places: Places, window_days: int = WINDOW_DAYS) -> Draft | Refusal:
    """What the line says; `now` is the wall clock in Sweden, `window_days` how far back a date without year may lie."""
    reading = Reading(read_line(text, places), places, now, window_days)
    for read in READERS:
        reading = read(reading)
    reading = _checked(_finished(reading))
    if reading.wrongs:
        first = min(reading.wrongs, key=lambda wrong: ORDER.index(wrong.code))
        return Refusal(first.code, first.notice, reading.draft, first.field, first.choices)
    return reading.draft


ORDER = (
    "bad_date",
    "future_date",
    "impossible_number",
    "contradiction",
    "unknown_place",
    "phone_under_three",
    "no_info",
)


def _finished(reading: Reading) -> Reading:
    """What follows from the fields together: replaces, the host's own people, the date's refusal."""
    draft = reading.draft
    if draft.replaces is None and (draft.place or draft.travellers or draft.mode):
        draft = replace(draft, replaces="ja")
    travelling = sum(who.count for who in draft.travellers)
    if draft.participants is not None and travelling > draft.participants:
        text = notice(
            N_("Du skrev {travelling} resenärer men bara {participants} deltagare. Rätta det tal som är fel."),
            travelling=travelling,
            participants=draft.participants,
        )
        reading = reading.wrong("contradiction", text, "travellers")
    stay = tuple(who for who in draft.travellers if who.origin is None or who.origin != draft.place)
    return replace(reading, draft=replace(draft, travellers=stay))


MEETING = re.compile(
    r"mote|traff|avst|namnd|styrelse|samtal|konferens|samman|digital|distans|rad\b|presidi|utskott|grupp"
)
PROSE = 2


def _only_a_day(reading: Reading) -> bool:
    """ "tack för hjälpen igår, trevlig helg": a day, and several words that are none of a meeting's."""
    if replace(reading.draft, words={}, notes=(), date=None) != Draft() or MEETING.search(reading.line.work):
        return False
    return sum(len(word) > 3 and not is_word(word) for word in re.findall("[a-z]+", reading.line.work)) >= PROSE


def _checked(reading: Reading) -> Reading:
    draft = reading.draft
    if draft.form == "telefon" and draft.participants is not None and draft.participants < FEWEST_BY_PHONE:
        text = notice(N_("Ett telefonmöte räknas som resfritt möte först när minst tre är med."))
        return reading.wrong("phone_under_three", text, "participants")
    if not reading.wrongs and (replace(draft, words={}, notes=()) == Draft() or _only_a_day(reading)):
        text = notice(N_("Skriv när, hur många ni var, hur ni möttes och var ni annars hade träffats."))
        return reading.wrong("no_info", text, "")
    return reading
