"""Finds what installed packages bring: adapters under the entry point group `chatbot.adapters`, packs of knowledge
under `chatbot.packs` (a function that gives the pack's folder)."""

from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from chatbot.errors import N_, UsageError
from chatbot.ports import Adapter

GROUP = "chatbot.adapters"
PACKS = "chatbot.packs"


def adapter_names() -> Sequence[str]:
    """The names of the installed adapters, without importing them."""
    return sorted({point.name for point in entry_points(group=GROUP)})


def load_adapter(name: str) -> Adapter:
    """A new instance of an installed adapter. Raises `UsageError` if there is none of that name."""
    found = [point for point in entry_points(group=GROUP) if point.name == name]
    if not found:
        raise UsageError(N_("Det finns ingen koppling som heter {name}."), name=name)
    return _make(found[0])


def _make(point: EntryPoint) -> Adapter:
    factory: Callable[[], Adapter] = point.load()
    return factory()


def installed_packs() -> tuple[Path, ...]:
    """The folders of the packs that installed packages bring, by the entry points' names."""
    points = sorted(entry_points(group=PACKS), key=lambda point: point.name)
    return tuple(Path(point.load()()) for point in points)
