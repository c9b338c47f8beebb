"""The chat commands: one file each. A file that lies here is found; there is no list to keep.

A command's module has `SPEC` (what adapters and help show), `run(context, text)`, and if it needs them `ACTIONS`
(by action name), `FORMS` (by form name) and `LISTENERS` (for free text after a question of its own).
"""

import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from functools import cache
from types import ModuleType

from chatbot.conversation import groups, logbook, question, reminder, steps, templates, uploads, why
from chatbot.conversation.context import Handler, Listener
from chatbot.conversation.forms import FormHandler
from chatbot.ports import CommandSpec


@cache
def _modules() -> Sequence[ModuleType]:
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    return tuple(importlib.import_module(f"{__name__}.{name}") for name in names)


def specs() -> Sequence[CommandSpec]:
    """All commands, by name."""
    return tuple(module.SPEC for module in _modules())


def handlers() -> Mapping[str, tuple[CommandSpec, Handler]]:
    """What each command runs."""
    return {module.SPEC.name: (module.SPEC, module.run) for module in _modules()}


def actions() -> Mapping[str, Handler]:
    """What each button does, of the commands and of the conversation itself."""
    found: dict[str, Handler] = {
        **groups.ACTIONS,
        **question.ACTIONS,
        **steps.ACTIONS,
        **logbook.ACTIONS,
        **reminder.ACTIONS,
        **templates.ACTIONS,
        **uploads.ACTIONS,
        **why.ACTIONS,
    }
    for module in _modules():
        found.update(getattr(module, "ACTIONS", {}))
    return found


def forms() -> Mapping[str, FormHandler]:
    """What each form does."""
    found: dict[str, FormHandler] = dict(groups.FORMS)
    for module in _modules():
        found.update(getattr(module, "FORMS", {}))
    return found


def listeners() -> Mapping[str, Listener]:
    """What takes free text after a question, by the name under which it listens."""
    found: dict[str, Listener] = {**logbook.LISTENERS, **uploads.LISTENERS}
    for module in _modules():
        found.update(getattr(module, "LISTENERS", {}))
    return found


def warm() -> None:
    """Import what commands need only when they run, so that nobody waits for it; called once the bot listens."""
    for module in _modules():
        getattr(module, "warm", _nothing)()
    importlib.import_module("chatbot.meetings.importing")  # a file may come as the first


def _nothing() -> None:
    return None
