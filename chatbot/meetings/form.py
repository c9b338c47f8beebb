"""The form for a meeting: its fields, and a draft or what is wrong by field (pure)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from chatbot.errors import N_, Notice, notice
from chatbot.i18n import Translator
from chatbot.meetings.meeting import (
    FEWEST_BY_PHONE,
    WINDOW_DAYS,
    Draft,
    Meeting,
    MeetingForm,
    Platform,
    Replaces,
)
from chatbot.meetings.telling import PLATFORM_NAMES
from chatbot.messages import Choice, Field, Form
from chatbot.packs.places import Places

Wrong = dict[str, Notice]
MOST_PARTICIPANTS, MOST_MINUTES = 1000, 24 * 60
FORMS: dict[MeetingForm, str] = {
    "webb": N_("Annat webbmöte"),
    "video": N_("Videomöte i rum"),
    "telefon": N_("Telefon"),
    "hybrid": N_("Hybridmöte"),
}


def log_form(t: Translator, initial: Mapping[str, str], today: dt.date) -> Form:
    """The form, with what is known filled in; today is suggested where no date is."""
    how = [Choice(platform, name) for platform, name in PLATFORM_NAMES.items()]
    how += [Choice(form, t._(name)) for form, name in FORMS.items()]
    given = {"datum": today.isoformat(), **initial}
    fields = (
        Field("datum", t._("Vilken dag var mötet?"), "date", required=True),
        Field("antal", t._("Hur många deltog?"), "int", hint=t._("Med siffror, till exempel 6"), required=True),
        Field(
            "plats",
            t._("Var hade ni annars träffats?"),
            hint=t._("Kommun eller tätort. Lämna tomt om ingen hade rest."),
        ),
        Field("form", t._("Hur möttes ni?"), "choice", required=True, choices=tuple(how)),
        Field("längd", t._("Hur länge höll ni på?"), hint=t._("Minuter, eller till exempel 1,5 timme")),
    )
    filled = tuple(replace(field, initial=given.get(field.name, "")) for field in fields)
    return Form("logga-möte", t._("Logga ett möte"), filled, t._("Spara mötet"))


def form_values(meeting: Meeting) -> Mapping[str, str]:
    """A meeting as the form's values."""
    return {
        "datum": meeting.date.isoformat(),
        "antal": str(meeting.participants),
        "plats": meeting.place or "",
        "form": meeting.platform if meeting.platform and meeting.form == "webb" else meeting.form,
        "längd": str(meeting.duration_min),
    }


def draft_from_form(values: Mapping[str, str], now: dt.datetime, places: Places) -> Draft | Mapping[str, Notice]:
    """The draft, or what to mend by field name."""
    wrong: Wrong = {}
    day = _day(values.get("datum", "").strip(), now.date(), wrong)
    count = _count(values.get("antal", "").strip(), wrong)
    place = _place(values.get("plats", "").strip(), places, wrong)
    form, platform = _how(values.get("form", "").strip())
    minutes = _minutes(values.get("längd", "").strip(), wrong)
    if form == "telefon" and count is not None and count < FEWEST_BY_PHONE:
        wrong["antal"] = notice(N_("Ett telefonmöte räknas först när tre eller fler är med."))
    if wrong:
        return wrong
    replaces: Replaces = "ja" if place else "nej"
    return Draft(day, None, minutes, count, form, platform, place, replaces=replaces)


def draft_of(meeting: Meeting) -> Draft:
    """A stored meeting as if it had just been said, for correcting or repeating it."""
    return Draft(
        meeting.date,
        meeting.start,
        meeting.duration_min,
        meeting.participants,
        meeting.form,
        meeting.platform,
        meeting.place,
        meeting.travellers,
        meeting.mode,
        meeting.cars,
        meeting.replaces,
        meeting.recurring,
    )


def with_origin(draft: Draft, place: str) -> Draft:
    """The draft with those who came from nowhere known coming from `place`."""
    told = tuple(replace(who, origin=who.origin or place) for who in draft.travellers)
    return replace(draft, travellers=told, origin=place)


def _day(said: str, today: dt.date, wrong: Wrong) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(said)
    except ValueError:
        wrong["datum"] = notice(
            N_("Skriv datumet som år, månad och dag, till exempel {example}."), example=today.isoformat()
        )
        return None
    if day > today:
        wrong["datum"] = notice(N_("Mötet har inte varit än. Logga det när det är klart."))
    elif day < today - dt.timedelta(days=WINDOW_DAYS):
        wrong["datum"] = notice(
            N_("Mötet är för gammalt. Du kan logga möten från de senaste {days} dagarna."), days=WINDOW_DAYS
        )
    return day


def _count(said: str, wrong: Wrong) -> int | None:
    if said.isdecimal() and 2 <= int(said) <= MOST_PARTICIPANTS:
        return int(said)
    wrong["antal"] = notice(N_("Skriv antalet med siffror, från 2 till {most}."), most=MOST_PARTICIPANTS)
    return None


def _place(said: str, places: Places, wrong: Wrong) -> str | None:
    if not said:
        return None
    found = places.find(said)
    if found is not None:
        return found.name
    near = places.suggest(said)
    if near:
        wrong["plats"] = notice(N_("Jag känner inte till platsen. Menade du {near}?"), near=near[0])
    else:
        wrong["plats"] = notice(N_("Jag känner inte till platsen. Skriv namnet på en kommun eller tätort."))
    return None


def _how(said: str) -> tuple[MeetingForm, Platform | None]:
    platform = next((name for name in PLATFORM_NAMES if name == said), None)
    form = next((name for name in FORMS if name == said), None)
    return form or "webb", platform


def _minutes(said: str, wrong: Wrong) -> int | None:
    """ "90", "90 min", "1,5 timme", "2 h"; a bare number is minutes."""
    if not said:
        return None
    number = said.casefold().replace(",", ".").rstrip(".")
    hours = number.rstrip("abcdefghijklmnopqrstuvwxyz .")
    unit = number[len(hours) :].strip()
    try:
        minutes = round(float(hours) * (60 if unit.startswith(("h", "t")) else 1))
    except ValueError:
        minutes = 0
    if 0 < minutes <= MOST_MINUTES:
        return minutes
    wrong["längd"] = notice(N_("Skriv längden i minuter, till exempel 90, eller i timmar, till exempel 1,5 timme."))
    return None
