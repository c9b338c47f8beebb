"""The knowledge in force: read once, looked after while running, swapped whole; a broken save leaves the last good."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from chatbot.conversation.context import Knowledge
from chatbot.errors import N_, Notice, notice
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
    ) -> None:
        """`problem` is told of each error once for each save, `changed` what a new edition brought."""
        self._read, self._fingerprint, self._problem, self._changed = read, fingerprint, problem, changed
        self._first: Future[Edition] | None = None
        self._edition: Edition | None = None
        self._refused = ""  # fingerprint of the last broken save

    def open(self, reading: Executor) -> None:
        """Begin the first reading; what is whole in the packs is taken, errors or not."""
        self._first = reading.submit(self._open)

    def _open(self) -> Edition:
        edition = self._read()
        self._tell(edition)
        return edition

    def now(self) -> Knowledge:
        """The knowledge in force; waits for the first reading."""
        if self._edition is None:
            if self._first is None:
                raise RuntimeError("the shelf is not open")
            self._edition = self._first.result()
        return self._edition.knowledge

    def look(self) -> bool:
        """Read again if a file has changed; True if the new edition is in force. Blocks, never raises for content."""
        self.now()
        before = self._edition
        seen = self._fingerprint()
        if before is None or seen in (before.fingerprint, self._refused):
            return False
        edition = self._read()
        self._tell(edition)
        if any(one.level == "error" for one in edition.problems):
            self._refused = edition.fingerprint
            return False
        self._edition, self._refused = edition, ""
        self._changed(difference(before.knowledge, edition.knowledge))
        return True

    async def watch(self) -> None:
        """Look regularly, off the event loop, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await asyncio.to_thread(self.look)
            except OSError:  # a file that an editor is just replacing: the next look reads it
                log.warning("the packs could not be read just now; the last ones stay in force")

    def _tell(self, edition: Edition) -> None:
        for one in edition.problems:
            if one.level == "error":
                self._problem(one)


def difference(before: Knowledge, after: Knowledge) -> Notice:
    """How many guides came, went and changed, as a sentence."""
    old, new = before.library.guides, after.library.guides
    return notice(
        N_("Kunskapspaketen är lästa på nytt: {added} nya tips, {gone} borttagna, {changed} ändrade."),
        added=len(new.keys() - old.keys()),
        gone=len(old.keys() - new.keys()),
        changed=sum(old[id] != new[id] for id in old.keys() & new.keys()),
    )
