"""The values of a meeting on its way: what the text said (`Draft`), and the whole meeting (`Meeting`).

All are plain frozen values, so that pydantic's `TypeAdapter` writes and reads them as JSON.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from chatbot.errors import Notice

WINDOW_DAYS = 92  # how long afterwards a meeting may be logged
FEWEST_BY_PHONE = 3  # REMM: a phone meeting counts from three participants

MeetingForm = Literal["webb", "video", "telefon", "hybrid"]
Platform = Literal["teams", "zoom", "meet", "webex", "jitsi", "skype"]
Mode = Literal["bil", "elbil", "tåg", "buss", "flyg", "samåkning", "taxi", "cykel", "gång"]
Replaces = Literal["ja", "nej", "delvis"]
Fuel = Literal["snitt", "bensin", "diesel", "hvo100", "e85", "biogas", "fordonsgas"]
Code = Literal[
    "future_date",
    "bad_date",
    "no_info",
    "phone_under_three",
    "unknown_place",
    "impossible_number",
    "contradiction",
]


@dataclass(frozen=True, slots=True)
class Traveller:
    """People who would have travelled from one place; `origin` None = nobody said from where."""

    origin: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Draft:
    """What a text says of a meeting, None where it says nothing. `words` = the words that gave each field."""

    date: dt.date | None = None
    start: dt.time | None = None
    duration_min: int | None = None
    participants: int | None = None
    form: MeetingForm | None = None
    platform: Platform | None = None
    place: str | None = None
    travellers: tuple[Traveller, ...] = ()
    mode: Mode | None = None
    cars: int | None = None
    replaces: Replaces | None = None
    recurring: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Notice, ...] = ()  # readings worth saying aloud, such as "18 december" read as last year's
    origin: str | None = None  # the answer to "from where?", for those of whom nothing else is known


@dataclass(frozen=True, slots=True)
class Refusal:
    """The text cannot be a meeting as it stands; `notice` says how to mend it, `draft` keeps what was right."""

    code: Code
    notice: Notice
    draft: Draft
    field: str = ""  # the field to ask for again
    choices: tuple[str, ...] = ()  # places that may be meant


@dataclass(frozen=True, slots=True)
class Row:
    """One meeting of a file: where it stands there, its key (the same each time the file is read), what it says."""

    label: Notice
    key: str
    draft: Draft | None = None
    why_not: Notice | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with everything fixed. `travellers` all have an origin; `place` is None only where nothing is saved."""

    date: dt.date
    start: dt.time | None
    duration_min: int
    participants: int
    form: MeetingForm
    platform: Platform | None
    place: str | None
    travellers: tuple[Traveller, ...]
    mode: Mode
    cars: int | None  # None: persons by the usual occupancy
    replaces: Replaces
    replaced_percent: int  # how much of the trip the meeting replaced: 100, 0, or what "delvis" means
    recurring: bool = False
    fuel: Fuel = "snitt"
    assumptions: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """The one thing that must be asked before the meeting can be counted, with likely answers."""

    field: Literal["origin", "destination"]
    notice: Notice
    choices: tuple[str, ...]


def without(draft: Draft, field: str) -> Draft:
    """The draft without what was said of one field."""
    words = {name: said for name, said in draft.words.items() if name != field}
    return replace(draft, words=words, **{field: getattr(Draft(), field)})


def draft_json(draft: Draft) -> dict[str, object]:
    """The draft as `resfri parse --json` prints it: ISO date, "HH:MM", null where nothing was said."""
    return {
        "date": draft.date.isoformat() if draft.date else None,
        "start": draft.start.strftime("%H:%M") if draft.start else None,
        "duration_min": draft.duration_min,
        "participants": draft.participants,
        "form": draft.form,
        "platform": draft.platform,
        "place": draft.place,
        "travellers": [{"from": t.origin, "count": t.count} for t in draft.travellers],
        "mode": draft.mode,
        "cars": draft.cars,
        "replaces": draft.replaces,
        "recurring": True if draft.recurring else None,
    }
