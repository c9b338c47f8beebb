"""Choices that were offered: picked by number, by words, or by a press that tells only which one it was."""

from chatbot import fallback
from chatbot.conversation.context import Context
from chatbot.messages import Action


def picked(context: Context, text: str) -> Action | None:
    """The offered choice that the text means ("2", "den andra", its label), None if it means none."""
    offered = tuple(Action(label, name, value) for label, name, value in context.state.get("choices", []))
    return fallback.pick(text, offered) if offered else None


def marked(context: Context, mark: str) -> Action | None:
    """What a button does that carries only its mark; None where that is no longer remembered."""
    found = context.state.get("marked", {}).get(mark)
    return Action(*found) if found else None
