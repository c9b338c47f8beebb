"""A person's own meetings as blocks, each with what can be done with it."""

from collections.abc import Iterator, Sequence

from chatbot.i18n import Translator
from chatbot.meetings import summary
from chatbot.messages import Action, Actions, Block, text
from chatbot.store.meetings import Logged


def listed(mine: Sequence[Logged], t: Translator) -> Iterator[Block]:
    """What each was, and buttons to change and remove it."""
    for logged in mine:
        day = t.short_day(logged.meeting.date)
        yield text(summary(logged.meeting, t))
        change = Action(t._("Ändra {day}", day=day), "edit-meeting", str(logged.id))
        remove = Action(t._("Ta bort {day}", day=day), "undo", str(logged.id))
        yield Actions((change, remove))
