"""What Slack's two ways in have in common: a payload comes, is stored, and what to acknowledge with is given back."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from chatbot.i18n import Translator
from chatbot.messages import Event
from chatbot.ports import FormErrors, Refused, Sink
from chatbot_adapters.slack.incoming import Payload, events_of

log = logging.getLogger(__name__)
ASIDE_S = 1.0  # for a call that an acknowledgement waits for; Slack waits three seconds in all
TROUBLE = (SlackApiError, aiohttp.ClientError, TimeoutError)
Told = Mapping[str, Any]
NOTHING: Told = {}


class Door:
    """Takes payloads. `bot_user` is the app's own user, whose mention is no part of what is said.

    `gone` is set when the workspace has taken the app or its token away.
    """

    def __init__(self, sink: Sink, client: AsyncWebClient, bot_user: str, t: Translator) -> None:
        self.gone = asyncio.Event()
        self._chats: dict[str, str] = {}  # person -> their own chat with the app
        self._sink = sink
        self._client = client
        self._bot_user = bot_user
        self._t = t

    async def take(self, payload: Payload) -> Told:
        """What to acknowledge with, once it is stored. Whatever it raises, Slack must be left to send again."""
        told = NOTHING
        for event in events_of(payload, self._bot_user):
            told = await self._stored(await self._placed(event)) or told
        if payload.get("type") == "event_callback":
            await self._own(payload["event"])
        return told

    async def _placed(self, event: Event) -> Event:
        """A global shortcut is meant for the person's own chat, so that what they say there next belongs to it."""
        user, place = event.actor.user_id, event.place
        if place.channel != user:
            return event
        if user not in self._chats:
            try:
                async with asyncio.timeout(ASIDE_S):
                    opened = await self._client.conversations_open(users=[user])
            except TROUBLE:
                return event  # Slack shows there what is sent to the person, too
            self._chats[user] = str(opened["channel"]["id"])
        return replace(event, place=replace(place, channel=self._chats[user]))

    async def _own(self, event: Payload) -> None:
        """What is the adapter's own matter."""
        match event.get("type"):
            case "assistant_thread_started":
                await self._suggest(event["assistant_thread"])
            case "app_uninstalled":
                self.gone.set()
            case "tokens_revoked" if self._bot_user in event["tokens"].get("bot", ()):
                self.gone.set()

    async def _suggest(self, thread: Payload) -> None:
        """What may be asked, as buttons in the assistant's panel; it works without them."""
        t = self._t
        asked = {  # what is asked stays Swedish: that is what the core understands
            t._("Dela skärmen"): "Hur delar jag skärmen?",
            t._("Få ljudet att fungera"): "Ingen hör mig, vad gör jag?",
            t._("Logga ett möte"): "logga möte",
            t._("Se topplistan"): "topplista",
        }
        prompts = [{"title": title, "message": message} for title, message in asked.items()]
        try:
            async with asyncio.timeout(ASIDE_S):
                await self._client.assistant_threads_setSuggestedPrompts(
                    channel_id=thread["channel_id"], thread_ts=thread["thread_ts"], prompts=prompts
                )
        except TROUBLE:
            log.warning("the suggestions of the assistant's panel could not be shown")

    async def _stored(self, event: Event) -> Told:
        match await self._sink.accept(event):
            case FormErrors(errors=errors):
                return {"response_action": "errors", "errors": dict(errors)}
            case Refused(reason=reason) if event.kind == "command":
                return {"text": self._t.tell(reason)}
            case Refused(reason=reason):
                await self._client.chat_postMessage(
                    channel=event.place.channel, thread_ts=event.place.thread or None, text=self._t.tell(reason)
                )
        return NOTHING
