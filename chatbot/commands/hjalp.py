"""`/hjälp`: what the bot can do, from the command registry."""

from chatbot.conversation.context import Context
from chatbot.errors import N_
from chatbot.messages import Action, Actions, Heading, Post, Table, text
from chatbot.ports import CommandSpec

SPEC = CommandSpec("hjälp", N_("Visa vad jag kan hjälpa till med"), spellings=("help", "start"))


def run(context: Context, said: str) -> None:
    """Show the commands this person may use."""
    t = context.t
    mine = [spec for spec in context.world.commands if context.has_role(*spec.roles)]
    rows = tuple((f"/{spec.name}", t._(spec.help)) for spec in mine)
    context.reply(
        Post(
            (
                Heading(t._("Det här kan jag")),
                text(t._("Ställ en fråga med egna ord, till exempel: Hur delar jag skärmen i Teams?")),
                Table((t._("Skriv"), t._("Så här används det")), rows),
                text(
                    t._("Logga ett möte så här: /logga-möte i tisdags på Teams, 6 personer, slapp åka till Bengtsfors")
                ),
                Actions(
                    (
                        Action(t._("Bläddra bland tipsen"), "run", "guider"),
                        Action(t._("Visa topplistan"), "run", "topplista"),
                    )
                ),
            )
        )
    )
