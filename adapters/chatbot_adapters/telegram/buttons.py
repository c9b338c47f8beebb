"""What a button carries: at most 64 bytes. An action that is longer is carried by its words (pure)."""

import hashlib

MAX_BYTES = 64
LONG = "#"


def button_data(name: str, value: str) -> str:
    """The data of a button; for what is too long a mark that no action has."""
    data = f"{name}:{value}"
    if len(data.encode()) <= MAX_BYTES:
        return data
    return LONG + hashlib.sha256(data.encode()).hexdigest()[:40]


def read_button(data: str) -> tuple[str, str]:
    """Name and value; ("", "") for one that is carried by its words."""
    name, found, value = data.partition(":")
    return (name, value) if found and not data.startswith(LONG) else ("", "")
