"""What the web chat's parts share while it runs, and how they read a conversation."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from chatbot.clock import Clock, system_clock
from chatbot.messages import Place
from chatbot.ports import Feed, Outgoing, Sink
from chatbot_adapters.web.render import Renderer
from chatbot_adapters.web.settings import WebSettings

ANSWER_WAIT_S = 6.0  # how long a browser without JavaScript is kept waiting: the first answer comes once all is read
PULSE_S = 15.0  # how often a silent stream shows that it lives; proxies cut silent ones after 30 to 60 s


@dataclass(frozen=True, slots=True)
class Chat:
    """The running chat. `closing` is set when it is to end, so that open streams let go."""

    settings: WebSettings
    render: Renderer
    sink: Sink
    feed: Feed
    clock: Clock = system_clock
    answer_wait: float = ANSWER_WAIT_S
    pulse: float = PULSE_S
    closing: asyncio.Event = field(default_factory=asyncio.Event)


async def whole(feed: Feed, place: Place) -> Sequence[Outgoing]:
    """All items of a conversation that are still kept, oldest first; the feed gives them in portions."""
    found: list[Outgoing] = []
    while more := await feed.after(place, found[-1].id if found else 0):
        found += more
    return found


async def item_of(feed: Feed, place: Place, id: int) -> Outgoing | None:
    """One item of this conversation; None if it has none of that id."""
    if id <= 0:
        return None
    found = await feed.after(place, id - 1)
    return found[0] if found and found[0].id == id else None


async def answered(feed: Feed, place: Place, last: int, seconds: float) -> None:
    """Wait until nothing in the conversation waits for its answer, at most so many seconds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not await feed.idle(place) and (left := end - loop.time()) > 0:
        for item in await feed.after(place, last, left):
            last = item.id
