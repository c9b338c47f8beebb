"""From draft to meeting: gaps filled from the group's habits, each assumption named, one question at most (pure)."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from chatbot.errors import N_, Notice, notice
from chatbot.meetings.meeting import Draft, Fuel, Meeting, MeetingForm, Mode, Question, Replaces, Traveller

USUAL_MINUTES = 60
PARTLY_PERCENT = 50  # what "delvis" means where the group has not said


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known of the group and its earlier meetings, None where nothing is.

    Places are canonical names; `municipality` is where the group's people usually set out from.
    """

    today: dt.date
    municipality: str | None = None
    members: int | None = None
    usual_place: str | None = None
    usual_participants: int | None = None
    usual_replaces: Replaces | None = None
    usual_mode: Mode | None = None
    usual_minutes: int | None = None
    usual_fuel: Fuel = "snitt"
    partly_percent: int = PARTLY_PERCENT
    likely_places: tuple[str, ...] = ()  # for the buttons of a question, likeliest first
    at_place: int = 0  # of the participants, how many have their known home at the meeting place


@dataclass(frozen=True, slots=True)
class _Trip:
    """Where to, who from where, and what had to be assumed to know it."""

    place: str | None
    travellers: tuple[Traveller, ...]
    assumed: tuple[Notice, ...]


def complete(draft: Draft, habits: Habits) -> Meeting | Question:
    """The whole meeting, or the one question that must be answered first (destination before origin)."""
    participants, guess = _participants(draft, habits)
    replaces, reason = _replaces(draft, habits)
    trip = _Trip(draft.place, (), ()) if replaces == "nej" else _trip(draft, habits, participants)
    if isinstance(trip, Question):
        return trip
    mode = draft.mode or habits.usual_mode or "bil"
    return Meeting(
        date=draft.date or habits.today,
        start=draft.start,
        duration_min=draft.duration_min or habits.usual_minutes or USUAL_MINUTES,
        participants=participants,
        form=_form(draft),
        platform=draft.platform,
        place=trip.place,
        travellers=trip.travellers,
        mode=mode,
        cars=draft.cars,
        replaces=replaces,
        replaced_percent={"ja": 100, "nej": 0, "delvis": habits.partly_percent}[replaces],
        recurring=draft.recurring,
        fuel=habits.usual_fuel,
        assumptions=(*_plain_gaps(draft, habits, replaces, mode), *guess, *reason, *trip.assumed),
    )


def _form(draft: Draft) -> MeetingForm:
    return draft.form or "webb"


def _participants(draft: Draft, habits: Habits) -> tuple[int, tuple[Notice, ...]]:
    """Said, else usual, else the members, else one more than would have travelled."""
    if draft.participants is not None:
        return draft.participants, ()
    travelling = sum(who.count for who in draft.travellers)
    number = max(habits.usual_participants or habits.members or 2, travelling + 1)
    return number, (notice(N_("Jag antog att ni var {count} deltagare."), count=number),)


def _replaces(draft: Draft, habits: Habits) -> tuple[Replaces, tuple[Notice, ...]]:
    if draft.replaces:
        return draft.replaces, ()
    match habits.usual_replaces:
        case "nej":
            return "nej", (notice(N_("Jag antog att mötet hade varit digitalt ändå, som det brukar.")),)
        case "delvis":
            return "delvis", (notice(N_("Jag antog att mötet delvis ersatte en resa, som det brukar.")),)
        case _:  # that a trip was replaced is told by naming the place
            return "ja", ()


def _trip(draft: Draft, habits: Habits, participants: int) -> _Trip | Question:
    place = draft.place or habits.usual_place
    if place is None:
        text = notice(N_("Var hade ni annars träffats?"))
        return Question("destination", text, _choices(habits, ""))
    assumed = () if draft.place else (notice(N_("Jag antog att ni annars hade träffats i {place}."), place=place),)
    said = tuple(who for who in draft.travellers if who.origin != place)
    if draft.travellers and not said:
        return _Trip(place, (), assumed)
    travellers = said or (Traveller(None, _would_travel(habits, participants)),)
    if any(who.origin is None for who in travellers) and habits.municipality in {None, place}:
        return Question("origin", notice(N_("Varifrån hade ni åkt?")), _choices(habits, place))
    fixed = tuple(Traveller(who.origin or habits.municipality, who.count) for who in travellers)
    return _Trip(place, fixed, (*assumed, *_trip_notices(travellers, fixed, bool(draft.travellers))))


def _would_travel(habits: Habits, participants: int) -> int:
    """Participants less those who are at home where the meeting would have been; at least one stays."""
    return max(participants - max(habits.at_place, 1), 1)


def _choices(habits: Habits, place: str) -> tuple[str, ...]:
    names = (*habits.likely_places, *((habits.municipality,) if habits.municipality else ()))
    return tuple(name for name in dict.fromkeys(names) if name != place)[:3]


def _trip_notices(travellers: tuple[Traveller, ...], fixed: tuple[Traveller, ...], counted: bool) -> Iterator[Notice]:
    for who, whole in zip(travellers, fixed, strict=True):
        if not counted:
            one = N_("Jag antog att {count} person hade åkt från {origin}.")
            several = N_("Jag antog att {count} personer hade åkt från {origin}.")
            yield notice(one if who.count == 1 else several, count=who.count, origin=whole.origin or "")
        elif who.origin is None:
            yield notice(N_("Jag antog att resan hade börjat i {origin}."), origin=whole.origin or "")


def _plain_gaps(draft: Draft, habits: Habits, replaces: Replaces, mode: Mode) -> Iterator[Notice]:
    if draft.date is None:
        yield notice(N_("Jag antog att mötet var i dag."))
    if draft.duration_min is None:
        minutes = habits.usual_minutes or USUAL_MINUTES
        yield notice(N_("Jag antog att mötet varade i {count} minuter."), count=minutes)
    if draft.form is None:
        yield notice(N_("Jag antog att mötet hölls på webben."))
    if replaces == "delvis":
        yield notice(N_("Jag räknade {percent} procent av resan."), percent=habits.partly_percent)
    if replaces != "nej" and draft.mode is None:
        yield _mode_notice(mode)
    if replaces != "nej" and draft.cars is None and mode in {"bil", "elbil"}:
        yield notice(N_("Jag räknade med 1,25 personer i varje bil."))


def _mode_notice(mode: Mode) -> Notice:
    sentences: dict[Mode, str] = {
        "bil": N_("Jag antog att ni hade åkt bil."),
        "elbil": N_("Jag antog att ni hade åkt elbil."),
        "samåkning": N_("Jag antog att ni hade samåkt."),
        "tåg": N_("Jag antog att ni hade åkt tåg."),
        "buss": N_("Jag antog att ni hade åkt buss."),
    }
    return notice(sentences.get(mode, N_("Jag antog att ni hade rest som ni brukar.")))
