"""From draft to meeting: gaps filled from the group's habits, each assumption named, one question at most (pure)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from chatbot.errors import N_, Notice, notice
from chatbot.meetings.meeting import Draft, Fuel, Meeting, MeetingForm, Mode, Question, Replaces, Traveller

USUAL_MINUTES = 60
PARTLY_PERCENT = 50  # what "delvis" means where the group has not said


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known of the group and its earlier meetings, None where nothing is.

    Places are canonical names. `municipality` is where the group's people usually set out from, `home` where the one
    who tells of the meeting does, and `homes` where the others do who have said it: one each, always in the same order.
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
    home: str | None = None
    homes: tuple[str, ...] = ()


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
        assumptions=(*_plain_gaps(draft, habits, replaces, mode, trip), *guess, *reason, *trip.assumed),
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
    travellers = _from_where(said, habits, place) if said else _who_travels(draft, habits, participants, place)
    if travellers is None:
        return Question("origin", notice(N_("Varifrån hade ni åkt?")), _choices(habits, place))
    told = _origin_notices(said, travellers) if said else _assumed_notices(travellers)
    return _Trip(place, travellers, (*assumed, *told))


def _from_where(said: tuple[Traveller, ...], habits: Habits, place: str) -> tuple[Traveller, ...] | None:
    """Those who were told, each with an origin; None where that must be asked.

    One alone is the one who tells of it, who sets out from their own home; several from the group's municipality.
    """
    usual = (habits.municipality, habits.home)
    alone = [who.count for who in said] == [1]
    origin = next((name for name in (reversed(usual) if alone else usual) if name not in {None, place}), None)
    if origin is None and any(who.origin is None for who in said):
        return None
    return tuple(Traveller(who.origin or origin, who.count) for who in said)


def _who_travels(draft: Draft, habits: Habits, participants: int, place: str) -> tuple[Traveller, ...] | None:
    """Where nobody was told: all but those at home in the place, at least one of whom there is; None = ask from where.

    Whose home is known sets out from there, the others from the group's municipality; where that is the place itself
    and somebody else would have travelled, they are at home.
    """
    known = ((habits.home,) if habits.home else ()) + habits.homes
    known = known[:participants]
    away = [home for home in known if home != place]
    others = participants - len(known)
    if participants > 1 and len(away) == len(known):  # somebody is at home there, of whom nothing is known if possible
        others, away = (others - 1, away) if others else (0, away[:-1])
    origin = draft.origin or habits.municipality or habits.home
    if origin == place and (away or draft.origin):
        others = 0
    if others and origin in {None, place}:
        return None
    return tuple(Traveller(name, count) for name, count in Counter([*away, *[origin] * others]).items())


def _choices(habits: Habits, place: str) -> tuple[str, ...]:
    names = (*habits.likely_places, *((habits.municipality,) if habits.municipality else ()))
    return tuple(name for name in dict.fromkeys(names) if name != place)[:3]


def _origin_notices(said: tuple[Traveller, ...], whole: tuple[Traveller, ...]) -> Iterator[Notice]:
    """From where those set out of whom nobody said it."""
    for before, after in zip(said, whole, strict=True):
        if before.origin is None:
            yield notice(N_("Jag antog att resan hade börjat i {origin}."), origin=after.origin or "")


def _assumed_notices(travellers: tuple[Traveller, ...]) -> Iterator[Notice]:
    """How many from where; never who."""
    for who in travellers:
        one = N_("Jag antog att {count} person hade åkt från {origin}.")
        several = N_("Jag antog att {count} personer hade åkt från {origin}.")
        yield notice(one if who.count == 1 else several, count=who.count, origin=who.origin or "")
    if not travellers:
        yield notice(N_("Jag antog att ingen hade behövt åka."))


def _plain_gaps(draft: Draft, habits: Habits, replaces: Replaces, mode: Mode, trip: _Trip) -> Iterator[Notice]:
    if draft.date is None:
        yield notice(N_("Jag antog att mötet var i dag."))
    if draft.duration_min is None:
        minutes = habits.usual_minutes or USUAL_MINUTES
        yield notice(N_("Jag antog att mötet varade i {count} minuter."), count=minutes)
    if draft.form is None:
        yield notice(N_("Jag antog att mötet hölls på webben."))
    if trip.travellers and replaces == "delvis":
        yield notice(N_("Jag räknade {percent} procent av resan."), percent=habits.partly_percent)
    if trip.travellers and draft.mode is None:
        yield _mode_notice(mode)
    if trip.travellers and draft.cars is None and mode in {"bil", "elbil"}:
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
