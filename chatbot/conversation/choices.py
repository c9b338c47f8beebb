"""Choices that were offered: picked by number, by words, or by a press that tells only which one it was."""

from datetime import datetime
from typing import Any

from chatbot import fallback
from chatbot.messages import Action, Post
from chatbot.store import Tx
from chatbot.store.conversations import hold, load_state, save_state


def offer(tx: Tx, id: int, post: Post, now: datetime, *, shared: bool) -> None:
    """Let the choices of a post that comes by itself be picked in this conversation as those of an answer are.

    `shared`: the person has one dialogue on the platform, wherever it was begun.
    """
    hold(tx, id)
    state = load_state(tx, id, now, shared=shared)
    remember(state, post)
    save_state(tx, id, state, now, shared=shared)


def remember(state: dict[str, Any], post: Post, *, beside: bool = False) -> None:
    """Let the choices of a post be picked; `beside`: those offered just before it are still there to be read.

    The newest question's come first; "numbered" tells how many they are, since its numbers are those that count.
    """
    new = [[one.label, one.name, one.value] for one in fallback.choices_of(post)]
    if new:
        state["choices"] = [*new, *(state.get("choices", []) if beside else [])]
        state["numbered"] = len(new)


def picked(state: dict[str, Any], text: str) -> Action | None:
    """The offered choice that the text means ("2", "den andra", its label), None if it means none."""
    offered = [Action(label, name, value) for label, name, value in state.get("choices", [])]
    numbered = state.get("numbered", len(offered))
    return fallback.pick(text, offered[:numbered], offered[numbered:]) if offered else None


def marked(state: dict[str, Any], mark: str) -> Action | None:
    """What a button does that carries only its mark; None where that is no longer remembered."""
    found = state.get("marked", {}).get(mark)
    return Action(*found) if found else None
