"""The deliver loop: hands outbox items to the adapter, and notes what became of them."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from chatbot import fallback
from chatbot.clock import Clock
from chatbot.conversation.absence import shut_out
from chatbot.errors import raised_at
from chatbot.i18n import translator
from chatbot.ports import Adapter, Outgoing, RateLimited, Receipt, SendFailed
from chatbot.store import Store, StoreError, Tx, outbox
from chatbot.store.outbox import Leased

log = logging.getLogger(__name__)
AT_ONCE = 8
POLL_S = 0.25
SEND_TIMEOUT_S = 8.0  # inside the lease, so that nobody else takes an item that is still on its way
STALE = timedelta(minutes=10)  # an answer older than this helps nobody if it may have arrived already


class Deliverer:
    """Sends one platform's outbox. There is one for each adapter that does not fetch its posts itself."""

    def __init__(
        self,
        store: Store,
        adapter: Adapter,
        owner: str,
        clock: Clock,
        language: str = "sv",
        pulls: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`pulls`: which platforms fetch their posts, for what is told elsewhere when a chat has shut the bot out."""
        self._store = store
        self._adapter = adapter
        self._owner = owner
        self._clock = clock
        self._t = translator(language)
        self._pulls = pulls

    async def run(self) -> None:
        """Deliver until cancelled."""
        while True:
            try:
                busy = await self.deliver_due()
            except StoreError:
                log.error("the outbox cannot be reached")
                busy = False
            if not busy:
                await asyncio.sleep(POLL_S)

    async def deliver_due(self) -> bool:
        """Send what is due now; True if there was anything."""
        now = self._clock()
        leased = await self._store.run(lambda tx: outbox.lease(tx, self._adapter.name, self._owner, now, AT_ONCE))
        await asyncio.gather(*(self._deliver(item) for item in leased))
        return bool(leased)

    async def _deliver(self, leased: Leased) -> None:
        """Send an item, whatever its adapter does. A fault of the adapter's own costs the item a try, and nothing else.

        What an error says stays out of the log, since it may quote the post.
        """
        try:
            await self._try(leased)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001  one item must not end the loop that all wait for
            reason = f"{type(error).__name__} at {raised_at(error)}"
            log.error("sending outbox item %d by %s broke off: %s", leased.outgoing.id, self._adapter.name, reason)
            await self._failed(leased.outgoing, SendFailed(reason, lost=True))

    async def _try(self, leased: Leased) -> None:
        id = leased.outgoing.id
        if await self._too_late(id):
            return
        if leased.uncertain and not await self._may_send_again(leased):
            return
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                receipt = await self._send(leased.outgoing)
        except RateLimited as limit:
            until = self._clock() + timedelta(seconds=limit.retry_after)
            await self._note(lambda tx: outbox.wait(tx, id, until))
        except TimeoutError:
            return  # it may have arrived: uncertain when the lease runs out
        except SendFailed as failure:
            if not failure.lost:  # a lost one stays leased: it becomes uncertain when the lease runs out
                await self._failed(leased.outgoing, failure)
        else:
            await self._note(lambda tx: outbox.sent(tx, id, receipt, self._clock()))

    async def _too_late(self, id: int) -> bool:
        now = self._clock()
        late = await self._store.run(lambda tx: outbox.late_item(tx, id, now))
        if late is not None:
            await self._note(lambda tx: outbox.replace(tx, id, late))
        return late is not None

    async def _may_send_again(self, leased: Leased) -> bool:
        match await self._adapter.settle(leased.outgoing):
            case "sent":
                await self._note(lambda tx: outbox.sent(tx, leased.outgoing.id, Receipt(None), self._clock()))
                return False
            case "not_sent":
                return True
            case "unknown":
                return await self._by_policy(leased)

    async def _by_policy(self, leased: Leased) -> bool:
        """Nobody knows whether it arrived. An old answer is dropped; a board or a fresh answer is worth a double."""
        created = leased.outgoing.created_at
        if leased.kind != "board" and created is not None and self._clock() - created > STALE:
            await self._note(lambda tx: outbox.drop(tx, leased.outgoing.id, "uncertain and old"))
            return False
        return True

    async def _send(self, outgoing: Outgoing) -> Receipt:
        group = outgoing.place.kind == "group"
        adapted = fallback.adapt(outgoing.item, self._adapter.capabilities(outgoing.place), self._t, group=group)
        receipt, degraded = Receipt(None), adapted.degraded
        for item in adapted.items:
            receipt = await self._adapter.send(replace(outgoing, item=item))
            degraded += receipt.degraded
        return replace(receipt, degraded=tuple(dict.fromkeys(degraded)))

    async def _failed(self, outgoing: Outgoing, failure: SendFailed) -> None:
        now, id, reason = self._clock(), outgoing.id, str(failure)
        if failure.gone:
            log.warning("outbox item %d for %s is dropped: %s", id, self._adapter.name, reason)
            await self._note(lambda tx: self._shut_out(tx, outgoing, reason, now))
        elif await self._store.run(
            lambda tx: outbox.failed(tx, id, reason, now, final=failure.final, lost=failure.lost)
        ):
            log.error("outbox item %d for %s is dead: %s", id, self._adapter.name, reason)

    def _shut_out(self, tx: Tx, outgoing: Outgoing, reason: str, now: datetime) -> None:
        outbox.drop(tx, outgoing.id, reason)
        shut_out(tx, outgoing.place, now, self._pulls)

    async def _note(self, work: Callable[[Tx], None]) -> None:
        await self._store.run(work)
