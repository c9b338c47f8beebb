"""How the packs are, told in the places where coaches want to hear it: what is wrong, once, and when it is mended."""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Sequence

from chatbot.clock import Clock
from chatbot.i18n import Translator, translator
from chatbot.messages import Block, Heading, Post, text
from chatbot.packs import Problem
from chatbot.store import Store, StoreError, Tx, coach_places, outbox
from chatbot.store.outbox import Draft

log = logging.getLogger(__name__)
TICK_S = 5.0
MAX_TOLD = 5  # problems of one post
WELL = ""  # the state in which nothing is wrong


class PackNews:
    """Looks how the packs are, and puts it in the outbox where it is news."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        pulls: Callable[[str], bool],
        wrong: Callable[[], Sequence[Problem] | None],
        language: str = "sv",
    ) -> None:
        """`wrong`: what hinders the files as they lie now from being used, None while they have not been read yet."""
        self._store = store
        self._clock = clock
        self._pulls = pulls
        self._wrong = wrong
        self._t = translator(language)
        self._last: str | None = None

    async def run(self) -> None:
        """Look every five seconds until cancelled."""
        while True:
            try:
                await self.tell()
            except StoreError:
                log.error("how the packs are could not be told: the database is away")
            await asyncio.sleep(TICK_S)

    async def tell(self) -> int:
        """Tell where it is news; in how many places that was."""
        wrong = self._wrong()
        if wrong is None:
            return 0
        state, anew = state_of(wrong), state_of(wrong) != self._last
        posted = await self._store.run(lambda tx: self._post(tx, wrong, state, anew=anew))
        self._last = state
        return posted

    def _post(self, tx: Tx, wrong: Sequence[Problem], state: str, *, anew: bool) -> int:
        posted = 0
        for place, before in coach_places.tell(tx, state, anew=anew):
            if state == WELL and before is None:
                continue  # all is well where nobody has heard of anything else
            post = problems_post(wrong, self._t) if wrong else mended_post(self._t)
            outbox.add(tx, Draft(place, post, kind="packs"), self._clock(), pull=self._pulls(place.platform))
            posted += 1
        return posted


def state_of(wrong: Sequence[Problem]) -> str:
    """A name for what is wrong. A line that moves while somebody writes is no news."""
    if not wrong:
        return WELL
    told = "\n".join(sorted(f"{one.file}\0{one.rule}" for one in wrong))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def problems_post(wrong: Sequence[Problem], t: Translator) -> Post:
    """What is wrong, by file and line, and what to do."""
    blocks: list[Block] = [
        Heading(t._("Något är fel i tipsens filer")),
        text(t._("Tips som är hela gäller som förut. Rätta filen och spara, så läser jag den igen av mig själv.")),
        *(text(_line(one, t)) for one in wrong[:MAX_TOLD]),
    ]
    more = len(wrong) - MAX_TOLD
    if more > 0:
        how = t.n("Det finns {count} fel till.", "Det finns {count} fel till.", more)
        blocks.append(text(how, " ", t._("Alla visas av: resfri packs lint")))
    return Post(tuple(blocks))


def mended_post(t: Translator) -> Post:
    """Nothing is wrong any more."""
    return Post((text(t._("Tipsens filer är hela igen, och det som har sparats gäller nu.")),))


def _line(one: Problem, t: Translator) -> str:
    """The file by its pack's folder: where the packs lie on the server is nobody's business in a chat."""
    said = t.tell(one.text) + (f" {t.tell(one.hint)}" if one.hint else "")
    file = "/".join(one.file.parts[-3:])
    return t._("{file}, rad {line}: {said}", file=file, line=one.line, said=said) if one.line else f"{file}: {said}"
