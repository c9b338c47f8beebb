"""Greetings and thanks: answered kindly and briefly."""

from chatbot.conversation.context import Context
from chatbot.i18n import Translator
from chatbot.messages import say
from chatbot.text import small_talk


def answered(context: Context, said: str) -> bool:
    """Answer if it was only a greeting, thanks or the like; False if it was something else."""
    if not said.strip():
        context.reply(
            say(
                context.t._("Meddelandet var tomt. Skriv din fråga med några ord, till exempel: Hur delar jag skärmen?")
            )
        )
        return True
    kind = small_talk(said)
    if kind is None:
        return False
    context.reply(say(_reply(kind, context.t)))
    return True


def _reply(kind: str, t: Translator) -> str:
    match kind:
        case "greeting":
            return t._("Hej! Vad vill du ha hjälp med? Du kan fråga hur tekniken fungerar eller logga ett möte.")
        case "thanks":
            return t._("Varsågod! Hör av dig när det är något mer.")
        case "howareyou":
            return t._("Tack, bara bra. Vad kan jag hjälpa dig med?")
        case _:
            return t._("Hej då! Lycka till med mötet.")
