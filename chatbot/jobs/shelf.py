"""The knowledge in force: read once, looked after while running, swapped whole; a broken save leaves the last good."""

import asyncio
import gc
import logging
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from chatbot.conversation.context import Knowledge
from chatbot.errors import N_, Notice, notice
from chatbot.packs import Problem

log = logging.getLogger(__name__)
LOOK_EVERY_S = 5
GIVE_WAY_S = 0.0005


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
        self._errors: Sequence[Problem] | None = None

    def open(self, reading: Executor) -> None:
        """Begin the first reading; what is whole in the packs is taken, errors or not."""
        self._first = reading.submit(self._open)

    def _open(self) -> Edition:
        edition = self._read_calmly()
        self._tell(edition)
        return edition

    def _read_calmly(self) -> Edition:
        """Read so that nobody who asks meanwhile waits for it (bench/packs.py).

        The collector of cycles would stop all threads for 0.1 s at a time: a library is large, has no cycles, and
        stays. And this thread gives way ten times as often as usual, since an answer needs its turn many times.
        """
        gc.disable()
        usual = sys.getswitchinterval()
        sys.setswitchinterval(GIVE_WAY_S)
        try:
            return self._read()
        finally:
            sys.setswitchinterval(usual)
            gc.enable()
            gc.freeze()

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
        before = self._edition
        seen = self._fingerprint()
        if before is None or seen == self._refused:
            return False
        if seen == before.fingerprint:
            self._refused, self._errors = "", _errors(before)  # a broken save was taken back
            return False
        edition = self._read_calmly()
        self._tell(edition)
        if self._errors:
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
