"""Blocks as lines of text, about as Slack shows them: for previews (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chatbot.messages import Image
from chatbot_adapters.slack.render import Piece

Json = Mapping[str, Any]


def lines(pieces: Sequence[Piece]) -> Iterator[str]:
    """The pieces' lines, in the order in which they stand; a picture is its words."""
    for piece in pieces:
        if isinstance(piece, Image):
            yield f"[{piece.alt}]"
        else:
            yield from (line for block in piece[0] for line in _block(block))


def _block(block: Json) -> Iterator[str]:
    match block["type"]:
        case "header":
            yield block["text"]["text"]
        case "rich_text":
            yield from (line for element in block["elements"] for line in _element(element))
        case "actions":
            yield "  ".join(f"[{button['text']['text']}]" for button in block["elements"])
        case "table":
            yield from (" | ".join(cell["text"] for cell in row) for row in block["rows"])
        case "divider":
            yield "---"


def _element(element: Json) -> Iterator[str]:
    if element["type"] != "rich_text_list":
        yield _words(element)
        return
    for number, item in enumerate(element["elements"], 1):
        lead = f"{number}. "
        yield lead + _words(item).replace("\n", "\n" + " " * len(lead))


def _words(section: Json) -> str:
    return "".join(part["text"] for part in section["elements"])
