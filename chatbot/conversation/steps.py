"""A tip one step at a time: each step asks whether it went well, and can be gone back from or broken off.

Where the person is stands in the buttons themselves, so it survives a restart and needs no state of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatbot.conversation.context import Context, Handler
from chatbot.conversation.tip import guide_post
from chatbot.i18n import Translator
from chatbot.messages import Action, Actions, Heading, Post, say, text
from chatbot.packs import Guide, Step

MOST_NEAR = 3  # other guides offered when a step does not go well


@dataclass(frozen=True, slots=True)
class Place:
    """Which step of which guide, for which tool; steps are counted from 1."""

    guide: Guide
    tool: str | None
    number: int

    @property
    def steps(self) -> Sequence[Step]:
        """The tool's steps, or the common ones."""
        return self.guide.steps_for(self.tool)

    def action(self, label: str, name: str, number: int) -> Action:
        """A button that leads to a step of the same guide."""
        return Action(label, name, f"{self.guide.id}|{self.tool or ''}|{number}")


def show_step(context: Context, value: str) -> None:
    """Show a step: "id|tool|number"; past the last one the person is asked whether the tip helped."""
    place = _place(context, value)
    if place is None:
        context.reply(say(context.t._("Det tipset finns inte längre. Ställ gärna frågan igen med egna ord.")))
    elif place.number > len(place.steps):
        context.reply(_done(place, context.t))
    else:
        context.reply(_step(place, context.t))


def failed(context: Context, value: str) -> None:
    """A step did not go well: what it may be instead, or whom to ask."""
    place = _place(context, value)
    if place is None:
        return show_step(context, value)
    t, library = context.t, context.library
    clarify = place.guide.clarify
    if clarify:
        offered = [(said, id) for said, id in clarify.answers.items() if id != place.guide.id]
    else:
        offered = [(library.guides[id].title, id) for id in place.guide.confused_with if id in library.guides]
    choices = [Action(label, "guide", id) for label, id in offered[:MOST_NEAR] if id in library.guides]
    asked = clarify.question if clarify and choices else t._("Kan det vara något av det här i stället?")
    again = place.action(t._("Försök igen"), "step", place.number)
    stop = Action(t._("Inget av dessa"), "none-of-these")
    said = t._("Det gör inget, det händer alla.")
    context.reply(
        Post((text(said), text(asked if choices else t._("Vill du försöka igen?")), Actions((*choices, again, stop))))
    )
    return None


def stop(context: Context, value: str) -> None:
    """Broken off."""
    context.reply(say(context.t._("Okej, vi slutar där. Skriv när du vill fråga något mer.")))


def _place(context: Context, value: str) -> Place | None:
    id, tool, number = [*value.split("|"), "", ""][:3]
    guide = context.library.guide(id)
    if guide is None or not number.isdigit() or not 1 <= int(number) <= 1000:
        return None
    return Place(guide, tool or None, int(number))


def _step(place: Place, t: Translator) -> Post:
    step = place.steps[place.number - 1]
    heading = Heading(t._("Steg {number} av {count}", number=place.number, count=len(place.steps)))
    forward = t._("Ja, nästa steg") if step.check else t._("Nästa")
    actions = [place.action(forward, "step", place.number + 1), place.action(t._("Nej"), "step-failed", place.number)]
    if place.number > 1:
        actions.append(place.action(t._("Tillbaka"), "step", place.number - 1))
    actions.append(Action(t._("Alla steg"), "guide", f"{place.guide.id}|{place.tool or ''}"))
    actions.append(Action(t._("Avbryt"), "step-stop"))
    asked = step.check or t._("Gick det?")
    return Post((heading, text(step.text), text(asked), Actions(tuple(actions))))


def _done(place: Place, t: Translator) -> Post:
    """The end of the tip, with its own question whether it helped."""
    whole = guide_post(place.guide, place.tool, t)
    return Post((text(t._("Det var sista steget. Bra jobbat!")), *whole.blocks[-2:]))


ACTIONS: Mapping[str, Handler] = {"step": show_step, "step-failed": failed, "step-stop": stop}
