"""How far a line has been read: the draft so far, what was found wrong, and the line with the read parts masked."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from chatbot.errors import Notice
from chatbot.meetings.line import Line
from chatbot.meetings.meeting import Code, Draft
from chatbot.packs.places import Places

NOTHING = Draft()


@dataclass(frozen=True, slots=True)
class Wrong:
    """A reason to refuse, how to mend it, and the field it concerns."""

    code: Code
    notice: Notice
    field: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Each reader takes one and gives one; nothing is changed in place."""

    line: Line
    places: Places
    now: dt.datetime
    window_days: int
    draft: Draft = NOTHING
    wrongs: tuple[Wrong, ...] = ()
    earliest: dt.date | None = None  # where days may lie ahead: one without a year is the first not before this

    @property
    def today(self) -> dt.date:
        """The day it is typed, in Sweden."""
        return self.now.date()

    @property
    def coming(self) -> dt.date | None:
        """Where days may lie ahead: the first that a weekday alone can be."""
        return max(self.earliest, self.today) if self.earliest else None

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match in what is left of the line."""
        return pattern.search(self.line.work)

    def found(self, match: re.Match[str], /, **fields: object) -> "Reading":
        """The fields set, their words kept, and the match masked."""
        return self.kept(match.start(), match.end(), **fields).taken(match)

    def kept(self, start: int, end: int, /, **fields: object) -> "Reading":
        """The fields set and their words kept; the line stays readable."""
        words = dict(self.draft.words) | dict.fromkeys(fields, self.line.words(start, end))
        return replace(self, draft=replace(self.draft, words=words, **fields))  # type: ignore[arg-type]  # by name

    def taken(self, match: re.Match[str]) -> "Reading":
        """The match masked."""
        return replace(self, line=self.line.take(match.start(), match.end()))

    def wrong(self, code: Code, notice: Notice, field: str, choices: tuple[str, ...] = ()) -> "Reading":
        """One reason more to refuse."""
        return replace(self, wrongs=(*self.wrongs, Wrong(code, notice, field, choices)))

    def note(self, notice: Notice) -> "Reading":
        """A reading worth saying aloud."""
        return replace(self, draft=replace(self.draft, notes=(*self.draft.notes, notice)))
