"""`/grupp`: choose or make the group that meetings are logged for."""

from chatbot.conversation import groups
from chatbot.conversation.context import Context
from chatbot.errors import N_
from chatbot.ports import CommandSpec

SPEC = CommandSpec("grupp", N_("Välj vilken grupp du är med i, eller skapa en ny"), spellings=("välj-grupp",))


def run(context: Context, said: str) -> None:
    """Offer the groups; a name after the command chooses at once."""
    if said and groups.join_by_name(context, said):
        return
    mine = context.person.group
    if mine is None:
        groups.offer(context, context.t._("Vilken grupp är du med i?"))
    else:
        groups.offer(context, context.t._("Du är med i {group}. Vill du byta?", group=mine.name))
