"""Many callers, one transaction: what comes while the database is busy is written together by the next one."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from chatbot.store.engine import Store, StoreError, Tx

T = TypeVar("T")
R = TypeVar("R")
AT_ONCE = 128
LINGER_S = 0.005  # added to the wait of those who come in a crowd; one who comes alone never waits


class Gather(Generic[T, R]):
    """Hands items to `work`, several in a transaction, in the order they came. Lives in one event loop.

    An item that comes alone is written at once.
    """

    def __init__(self, store: Store, work: Callable[[Tx, Sequence[T]], Sequence[R]]) -> None:
        self._store = store
        self._work = work
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, item: T) -> R:
        """The result for this item, once it is committed. Raises `StoreError` when the database is gone."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        return await future

    async def _write_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            await self._write(batch)
            if len(batch) > 1:
                await asyncio.sleep(LINGER_S)  # under load: a transaction costs as much for one as for many

    async def _write(self, batch: Sequence[tuple[T, "asyncio.Future[R]"]]) -> None:
        try:
            results = await self._store.run(lambda tx: self._work(tx, [item for item, _ in batch]))
        except Exception as error:  # noqa: BLE001  whatever it was, those who wait must hear of it
            if len(batch) == 1 or isinstance(error, StoreError):
                self._fail(batch, error)
            else:
                for one in batch:  # one that cannot be written takes no other with it
                    await self._write([one])
            return
        for (_, future), result in zip(batch, results, strict=True):
            if not future.done():
                future.set_result(result)

    @staticmethod
    def _fail(batch: Sequence[tuple[T, "asyncio.Future[R]"]], error: Exception) -> None:
        for _, future in batch:
            if not future.done():
                future.set_exception(error)
