"""Finds adapters: installed packages offer them under the entry point group `chatbot.adapters`."""

from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoint, entry_points

from chatbot.errors import N_, UsageError
from chatbot.ports import Adapter

GROUP = "chatbot.adapters"


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
