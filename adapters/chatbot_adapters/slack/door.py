"""What Slack's two ways in have in common: a payload comes, is stored, and what to acknowledge with is given back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chatbot.i18n import Translator
from chatbot.messages import Event
from chatbot.ports import FormErrors, Refused, Sink
from chatbot_adapters.slack.incoming import Payload, event_of

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

Told = Mapping[str, Any]
NOTHING: Told = {}


class Door:
    """Takes payloads. `bot_user` is the app's own user, whose mention is no part of what is said."""

    def __init__(self, sink: Sink, client: "AsyncWebClient", bot_user: str, t: Translator) -> None:
        self._sink = sink
        self._client = client
        self._bot_user = bot_user
        self._t = t

    async def take(self, payload: Payload) -> Told:
        """What to acknowledge with, once it is stored. Whatever it raises, Slack must be left to send again."""
        event = event_of(payload, self._bot_user)
        return NOTHING if event is None else await self._stored(event)

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
