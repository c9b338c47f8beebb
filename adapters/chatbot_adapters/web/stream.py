"""Server-sent events: each outbox item of a session as a fragment of the page, from any id on."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence

from chatbot.errors import ResfriError
from chatbot.messages import Place
from chatbot.ports import Outgoing
from chatbot_adapters.web.chat import Chat
from chatbot_adapters.web.conversation import Gone, entry_of
from chatbot_adapters.web.render import Renderer

# The only line ends of the event stream format (HTML Living Standard §9.2.6); str.splitlines knows more.
LINE_END = re.compile(r"\r\n|\r|\n")
RETRY_MS = 2000
HEADERS = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}


def sse(id: int, event: str, data: str) -> str:
    """One event as it goes over the wire."""
    lines = "".join(f"data: {line}\n" for line in LINE_END.split(data))
    return f"id: {id}\nevent: {event}\n{lines}\n"


def event_of(outgoing: Outgoing, render: Renderer) -> str:
    """What an item changes on the page: `show` a fragment (in place of the one with its id), or take one `away`."""
    match entry_of(outgoing):
        case Gone(ref):
            return sse(outgoing.id, "away", f"m-{ref}")
        case None:
            return sse(outgoing.id, "nothing", "-")
        case entry:
            return sse(outgoing.id, "show", render.entry(entry))


async def events(chat: Chat, place: Place, last: int) -> AsyncIterator[str]:
    """The items after `last` as they come, and a pulse while nothing does, until the chat ends or the store is away."""
    yield f"retry: {RETRY_MS}\n\n"
    while not chat.closing.is_set():
        try:
            items = await _until_closing(chat, place, last)
            idle = not items and await chat.feed.idle(place)
        except ResfriError:
            return  # the browser comes back by itself, with the id it has come to
        for outgoing in items:
            last = outgoing.id
            yield event_of(outgoing, chat.render)
        if not items:
            yield "event: idle\ndata: -\n\n" if idle else ": pulse\n\n"


async def _until_closing(chat: Chat, place: Place, last: int) -> Sequence[Outgoing]:
    fetching = asyncio.ensure_future(chat.feed.after(place, last, chat.pulse))
    closing = asyncio.ensure_future(chat.closing.wait())
    try:
        await asyncio.wait((fetching, closing), return_when=asyncio.FIRST_COMPLETED)
        return fetching.result() if fetching.done() else ()
    finally:
        for task in (fetching, closing):
            task.cancel()
        await asyncio.gather(fetching, closing, return_exceptions=True)
