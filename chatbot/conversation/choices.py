"""Choices that were offered: picked by number, by words, or by pressing."""

from chatbot import fallback
from chatbot.conversation.context import Context
from chatbot.messages import Action


def picked(context: Context, text: str) -> Action | None:
    """The offered choice that the text means ("2", "den andra", its label), None if it means none."""
    offered = tuple(Action(label, name, value) for label, name, value in context.state.get("choices", []))
    return fallback.pick(text, offered) if offered else None
