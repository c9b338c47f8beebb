"""How a logged meeting is told: what was understood, what it saved, what was assumed, and how it was reckoned."""

from collections.abc import Sequence

from chatbot.errors import Notice
from chatbot.i18n import Translator
from chatbot.ledger import Stored
from chatbot.meetings import Meeting, Saving, calculation, summary
from chatbot.messages import Action, Actions, Block, Heading, Post, Text, strong, text
from chatbot.store.meetings import Logged


def saved_post(stored: Stored, t: Translator, *, corrected: bool, notes: Sequence[Notice] = ()) -> Post:
    """The reply to a meeting that was logged or corrected."""
    title = t._("Mötet är ändrat") if corrected else t._("Mötet är sparat")
    blocks: list[Block] = [
        Heading(title),
        text(_sentence(summary(stored.meeting, t))),
        saving_text(stored.meeting, stored.saving, t),
    ]
    blocks += [text(t.tell(what)) for what in (*notes, *stored.meeting.assumptions)]
    if stored.meeting.recurring and not corrected and stored.meeting.date.weekday() < 5:
        blocks.append(text(t._("Kommer mötet tillbaka varje vecka? Då kan jag fråga dig efteråt.")))
        remind = Action(t._("Påminn mig"), "series-add", str(stored.meeting.date.weekday()))
        return Post((*blocks, Actions((*_choices(stored.id, t).actions, remind))))
    return Post((*blocks, _choices(stored.id, t)))


def _choices(id: int, t: Translator) -> Actions:
    return Actions(
        (
            Action(t._("Ändra"), "edit-meeting", str(id)),
            Action(t._("Ångra"), "undo", str(id)),
            Action(t._("Visa uträkningen"), "calculation", str(id)),
        )
    )


def saving_text(meeting: Meeting, saving: Saving, t: Translator) -> Text:
    """What was saved, in round numbers: the figures are estimates and should look like it."""
    if meeting.replaces == "nej":
        return text(t._("Mötet räknas, men det ersatte ingen resa. Därför är besparingen noll."))
    return sums_text(saving.vehicle_m, saving.person_minutes, saving.wh, saving.g, t)


def sums_text(metres: int, minutes: int, wh: int, g: int, t: Translator) -> Text:
    """What one or more meetings saved."""
    return text(
        strong(
            t._(
                "Ni sparade ungefär {km} km resa, {hours} timmar restid, {kwh} kWh energi och {kg} kg koldioxid.",
                km=t.number(honest(metres / 1000)),
                hours=t.number(honest(minutes / 60), 1),
                kwh=t.number(honest(wh / 1000)),
                kg=t.number(honest(g / 1000)),
            )
        )
    )


def _sentence(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]


def honest(value: float) -> float:
    """Two significant digits: more would be false precision for an estimate of ±20 to 40 % (DOMAIN §1.3)."""
    return float(f"{value:.2g}") if abs(value) < 100 else round(value, -1) if abs(value) < 1000 else round(value, -2)


def calculation_post(logged: Logged, t: Translator) -> Post:
    """[Visa uträkningen]."""
    return Post((text(_sentence(summary(logged.meeting, t))), *calculation(logged.saving, t)))
