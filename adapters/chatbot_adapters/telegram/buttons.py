"""What a button carries: at most 64 bytes. An action that is longer is carried by its mark (pure)."""

from chatbot import fallback

MAX_BYTES = 64
LONG = "#"


def button_data(name: str, value: str) -> str:
    """The data of a button; for what is too long its mark, behind a sign that no action's name begins with."""
    return LONG + fallback.mark(name, value) if fallback.too_long(name, value, MAX_BYTES) else f"{name}:{value}"


def read_button(data: str) -> tuple[str, str]:
    """Name and value; no name, and the mark as value, where the button carries no more."""
    if data.startswith(LONG):
        return "", data.removeprefix(LONG)
    name, _, value = data.partition(":")
    return name, value
