"""Errors that a person reads: a marked message with fields, translated where it is shown."""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(message: str) -> str:
    """Mark a message for the catalogue without translating it here."""
    return message


class ResfriError(Exception):
    """Something a person can mend. `message` is the Swedish msgid with named placeholders, `fields` fill it.

    The command line prints the translated sentence and exits with `exit_code`: 1 = it did not work, 2 = asked wrongly.
    """

    exit_code = 1

    def __init__(self, message: str, **fields: object) -> None:
        super().__init__(message.format(**fields) if fields else message)
        self.message = message
        self.fields: Mapping[str, object] = fields


class UsageError(ResfriError):
    """The command, flag or setting was wrong."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence to translate later: a marked message and what fills it. `count` picks the plural form."""

    message: str
    fields: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""
    count: int = 0


def notice(message: str, **fields: object) -> Notice:
    """A notice with its fields."""
    return Notice(message, fields)


def raised_at(error: Exception) -> str:
    """File and line where an error was raised; its own text stays out of logs, since it may quote what was written."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return f"{last[0].filename}:{last[0].lineno}" if last else "?"
