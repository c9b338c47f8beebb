"""The sign that a slow answer is on its way, by what Slack has for it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from functools import partial

from slack_sdk.web.async_client import AsyncWebClient

from chatbot.i18n import Translator
from chatbot.messages import Event, Place
from chatbot_adapters.slack.door import ASIDE_S, TROUBLE

log = logging.getLogger(__name__)


async def shown(client: AsyncWebClient, event: Event, t: Translator) -> None:
    """Until cancelled in the assistant's panel; for a command a line for its person, which Slack keeps nowhere.

    Slack has no way to take such a line back, so it says what holds afterwards too.
    """
    with contextlib.suppress(*TROUBLE):
        if event.place.kind == "direct" and event.place.thread:
            async with _status(client, event.place, t._("arbetar på ditt svar …")):
                await asyncio.Event().wait()
        elif event.kind == "command":
            said = t._("Det här tar lite längre än vanligt. Svaret kommer så snart det är klart.")
            await client.chat_postEphemeral(channel=event.place.channel, user=event.actor.user_id, text=said)


@contextlib.asynccontextmanager
async def _status(client: AsyncWebClient, place: Place, words: str) -> AsyncIterator[None]:
    """Slack shows it after the app's name, and takes it away by itself after two minutes."""
    told = partial(client.assistant_threads_setStatus, channel_id=place.channel, thread_ts=place.thread)
    try:
        await told(status=words)
        yield
    finally:
        async with asyncio.timeout(ASIDE_S):
            await told(status="")
