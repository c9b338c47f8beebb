"""An update taken in: stored first, and only then confirmed to the person."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from telegram import Bot, Update
from telegram.error import TelegramError

from chatbot.errors import N_, notice
from chatbot.i18n import Translator
from chatbot.messages import Event
from chatbot.ports import CommandSpec, Refused, Sink
from chatbot_adapters.telegram.admins import Admins
from chatbot_adapters.telegram.incoming import Me, event_of, faceless
from chatbot_adapters.telegram.opening import COMPARED
from chatbot_adapters.telegram.send import thread_id

log = logging.getLogger(__name__)
FACELESS = N_(
    "Jag ser inte vem du är när du skriver anonymt eller som en kanal. "
    "Skriv som dig själv, eller till mig i vår egen chatt."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """An update that is stored, or refused for good."""

    update: Update
    event: Event
    refused: Refused | None


class Intake:
    """Where polling and webhook come together. The bot must be initialised: it tells who it is."""

    def __init__(
        self, bot: Bot, sink: Sink, t: Translator, admins: Admins, commands: Sequence[CommandSpec] = ()
    ) -> None:
        self._bot = bot
        self._sink = sink
        self._t = t
        self._admins = admins
        self._managed = frozenset(spec.name.translate(COMPARED) for spec in commands if spec.managers)
        self._me = Me(bot.id, bot.username, hears_all=bool(bot.bot.can_read_all_group_messages))

    async def read(self, update: Update) -> Event | None:
        """What it says, None for what the core has no use for."""
        event = event_of(update, self._me)
        if event is None or faceless(event) or not self._for_managers(event):
            return event
        return replace(event, manages=await self._admins.manages(event.place.channel, event.actor.user_id))

    async def store(self, update: Update, event: Event) -> Taken:
        """Hand it to the core. Raises `ResfriError` while nothing can be stored.

        What is written to the bot without a face is answered at once: only what manages the group needs none.
        """
        if faceless(event) and event.addressed and not (event.manages and self._for_managers(event)):
            return Taken(update, event, Refused(notice(FACELESS)))
        outcome = await self._sink.accept(event)
        return Taken(update, event, outcome if isinstance(outcome, Refused) else None)

    def _for_managers(self, event: Event) -> bool:
        """A command that those who manage a group may use there: only then is it worth a question to Telegram."""
        if event.place.kind != "group" or event.kind != "message" or not event.addressed:
            return False
        first = event.text.lstrip("/!").split(maxsplit=1)[:1]
        return bool(first) and first[0].casefold().translate(COMPARED) in self._managed

    async def confirm(self, taken: Taken) -> None:
        """A button stops turning; what was refused is told why."""
        try:
            if taken.refused is not None:
                told, thread = self._told(taken.refused), thread_id(taken.event.place.thread)
                await self._bot.send_message(taken.event.place.channel, told, message_thread_id=thread)
            elif taken.update.callback_query is not None:
                await self._bot.answer_callback_query(taken.update.callback_query.id)
        except TelegramError:
            log.info("a press could not be confirmed")  # it is stored all the same, and answered by a message

    def confirmation(self, taken: Taken) -> Mapping[str, object] | None:
        """The same as the call that Telegram takes in the answer to a webhook's request."""
        if taken.refused is not None:
            thread = thread_id(taken.event.place.thread)
            call = {"method": "sendMessage", "chat_id": taken.event.place.channel, "text": self._told(taken.refused)}
            return {**call, "message_thread_id": thread} if thread else call
        if taken.update.callback_query is not None:
            return {"method": "answerCallbackQuery", "callback_query_id": taken.update.callback_query.id}
        return None

    def _told(self, refused: Refused) -> str:
        return self._t.tell(refused.reason)
