"""The knowledge in force: read once, looked after while running, swapped whole; a broken save leaves the last good."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from chatbot.conversation.context import Knowledge
from chatbot.errors import N_, Notice, notice
from chatbot.jobs.farewell import Farewell
from chatbot.jobs.reading import Failed, calm, giving_way
from chatbot.packs import Problem

log = logging.getLogger(__name__)
LOOK_EVERY_S = 5


@dataclass(frozen=True, slots=True)
class Edition:
    """What one reading gave: the knowledge, what is wrong in it, and the fingerprint of the files it was read from."""

    knowledge: Knowledge
    problems: Sequence[Problem]
    fingerprint: str


class Shelf:
    """Hands out the knowledge in force and changes it when the files have changed for the better."""

    def __init__(
        self,
        read: Callable[[], Edition],
        fingerprint: Callable[[], str],
        problem: Callable[[Problem], None],
        changed: Callable[[Notice], None],
        apart: Callable[[], Edition] | None = None,
        stop: Callable[[], None] = lambda: None,
    ) -> None:
        """`problem` is told of each error once for each save, `changed` what a new edition brought.

        `read` reads in this process; `apart`, if there is one, in another, and is used once people ask. Where it
        raises `Failed`, `read` does it. `stop` ends a reading apart that goes on.
        """
        self._read, self._fingerprint, self._problem, self._changed = read, fingerprint, problem, changed
        self._apart, self._stop = apart, stop
        self._closed = False
        self._leaving: list[Farewell] = []
        self._first: Future[Edition] | None = None
        self._edition: Edition | None = None
        self._refused = ""  # fingerprint of the last broken save
        self._errors: Sequence[Problem] | None = None

    def open(self, reading: Executor) -> None:
        """Begin the first reading; what is whole in the packs is taken, errors or not."""
        self._first = reading.submit(self._open)

    def _open(self) -> Edition:
        with calm():
            edition = self._read()
        self._tell(edition)
        return edition

    def _read_again(self) -> Edition | None:
        """None where the program ended meanwhile."""
        if self._apart is not None:
            try:
                return self._apart()
            except Failed:
                if self._closed:
                    return None
                log.warning("the packs could not be read in a process of their own; they are read in this one")
        with calm():
            return self._read()

    def close(self) -> None:
        """The program is ending: no reading is begun any more, and one apart that goes on is ended."""
        self._closed = True
        self._stop()

    def now(self) -> Knowledge:
        """The knowledge in force; waits for the first reading."""
        if self._edition is None:
            if self._first is None:
                raise RuntimeError("the shelf is not open")
            self._edition = self._first.result()
        return self._edition.knowledge

    @property
    def errors(self) -> Sequence[Problem] | None:
        """What is wrong in the files as they were last read; None before the first reading."""
        return self._errors

    def look(self) -> bool:
        """Read again if a file has changed; True if the new edition is in force. Blocks, never raises for content."""
        self.now()
        with giving_way():
            self._leaving = [one for one in self._leaving if not one.gone()]
        before = self._edition
        seen = self._fingerprint()
        if before is None or self._closed or seen == self._refused:
            return False
        if seen == before.fingerprint:
            self._refused, self._errors = "", _errors(before)  # a broken save was taken back
            return False
        edition = self._read_again()
        if edition is None:
            return False
        self._tell(edition)
        if self._errors:
            self._bid_farewell(edition)
            self._refused = edition.fingerprint
            return False
        self._changed(difference(before.knowledge, edition.knowledge))
        self._bid_farewell(before)
        self._edition, self._first, self._refused = edition, None, ""
        return True

    def _bid_farewell(self, edition: Edition) -> None:
        with giving_way():
            self._leaving.append(Farewell(edition.knowledge))

    async def watch(self) -> None:
        """Look regularly, off the event loop, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await asyncio.to_thread(self.look)
            except OSError:  # a file that an editor is just replacing: the next look reads it
                log.warning("the packs could not be read just now; the last ones stay in force")

    def _tell(self, edition: Edition) -> None:
        self._errors = _errors(edition)
        for one in self._errors:
            self._problem(one)


def _errors(edition: Edition) -> Sequence[Problem]:
    return [one for one in edition.problems if one.level == "error"]


def difference(before: Knowledge, after: Knowledge) -> Notice:
    """How many guides came, went and changed, as a sentence."""
    old, new = before.library.guides, after.library.guides
    return notice(
        N_("Kunskapspaketen är lästa på nytt: {added} nya tips, {gone} borttagna, {changed} ändrade."),
        added=len(new.keys() - old.keys()),
        gone=len(old.keys() - new.keys()),
        changed=sum(old[id] != new[id] for id in old.keys() & new.keys()),
    )
