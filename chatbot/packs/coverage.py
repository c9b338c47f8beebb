"""Which topics of the catalogue have a guide, and for which meeting tools."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from chatbot.packs.catalogue import Topic
from chatbot.packs.guide import Guide
from chatbot.packs.library import Library

TOOLS = ("teams", "zoom", "meet", "webex", "jitsi", "rumssystem", "telefon")
Held = Literal["own", "common", "missing"]  # steps of the tool's own, the same steps for all, none


@dataclass(frozen=True, slots=True)
class Covered:
    """A topic and its guide, if there is one; `tools` tells of each tool that the topic lists what there is for it."""

    topic: Topic
    guide: Guide | None
    tools: Mapping[str, Held]

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return self.guide is not None and "missing" not in self.tools.values()


def coverage(library: Library) -> tuple[Covered, ...]:
    """Every topic, in the catalogue's order."""
    return tuple(_covered(topic, library.guide(topic.id)) for topic in library.catalogue.values())


def _covered(topic: Topic, guide: Guide | None) -> Covered:
    return Covered(topic, guide, {tool: _held(guide, tool) for tool in topic.platforms})


def _held(guide: Guide | None, tool: str) -> Held:
    if guide is None:
        return "missing"
    if tool in guide.variants:
        return "own"
    return "missing" if guide.variants else "common"
