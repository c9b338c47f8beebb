"""Sending to Telegram: items as messages, and what its refusals mean for the outbox."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, EndPointNotFound, Forbidden

from chatbot.i18n import Translator
from chatbot.messages import Delete, Edit, Item, MessageRef, Place, Post, React, Upload
from chatbot.ports import Outgoing, RateLimited, Receipt, SendFailed
from chatbot_adapters.telegram.pace import Pace
from chatbot_adapters.telegram.refusals import no_pictures, not_begun, refusals, topic_gone
from chatbot_adapters.telegram.render import MAX_CAPTION, Piece, pieces

log = logging.getLogger(__name__)


class Sender:
    """Sends with python-telegram-bot's `Bot`, at Telegram's pace.

    A post of several messages that was stopped half way goes on from there when it is tried again.
    """

    def __init__(self, bot: Bot, pace: Pace, t: Translator) -> None:
        self._bot = bot
        self._pace = pace
        self._t = t
        self._rich = True
        self._begun: dict[int, list[str]] = {}  # outbox id -> the messages of it that Telegram has taken

    async def send(self, item: Outgoing) -> Receipt:
        """Show an item; a private answer in a group goes to the person's own chat.

        Raises `RateLimited`, `SendFailed`, or `ChatMigrated` where the group has moved.
        """
        private = item.place.kind == "group" and _audience(item.item) == "actor"
        place = Place(item.place.platform, item.place.tenant, item.actor_id) if private else item.place
        with refusals():
            try:
                return await _in_topic(place, lambda where: self._do(item, where))
            except (Forbidden, BadRequest) as error:
                if not (private and not_begun(error)):
                    raise
            return await _in_topic(item.place, self._asked_to_start)

    def _let_through(self, place: Place) -> None:
        wait = self._pace.wait(place.channel, group=place.kind == "group")
        if wait > 0:
            raise RateLimited(wait)

    async def _do(self, item: Outgoing, place: Place) -> Receipt:
        if isinstance(item.item, Post):
            return await self._post(item.id, pieces(item.item.blocks), place)
        self._let_through(place)
        return await self._other(item.item, place)

    async def _post(self, id: int, parts: Sequence[Piece], place: Place) -> Receipt:
        sent = self._begun.setdefault(id, [])
        try:
            for piece in parts[len(sent) :]:
                self._let_through(place)
                sent.append(await self._piece(piece, place.channel, thread_id(place.thread)))
        except (Forbidden, BadRequest):
            del self._begun[id]  # it will not be tried again there
            raise
        del self._begun[id]
        return Receipt(MessageRef(place, sent[-1]) if sent else None)

    async def _other(self, what: Item, place: Place) -> Receipt:
        match what:
            case Upload(data=data, filename=filename, alt=alt):
                thread, caption = thread_id(place.thread), alt[:MAX_CAPTION]
                sent = await self._bot.send_document(
                    place.channel, bytes(data), filename=filename, caption=caption, message_thread_id=thread
                )
                return Receipt(MessageRef(place, str(sent.message_id)))
            case Edit(ref=ref, post=post):
                return await self._edit(ref, post)
            case Delete(ref=ref):
                await self._bot.delete_message(ref.place.channel, int(ref.id))
                return Receipt(ref)
            case React(ref=ref, emoji=emoji):
                await self._bot.set_message_reaction(ref.place.channel, int(ref.id), emoji)
                return Receipt(ref)
            case _:
                raise SendFailed(f"Telegram has no {what.type}", final=True)

    async def _piece(self, piece: Piece, chat: str, thread: int | None) -> str:
        if piece.rich and self._rich and (id := await self._rich_message(piece, chat, thread)):
            return id
        if piece.picture is not None:
            try:
                sent = await self._bot.send_photo(
                    chat, piece.picture, piece.text, reply_markup=piece.keyboard, message_thread_id=thread
                )
            except BadRequest as error:
                if not no_pictures(error):
                    raise
                return await self._piece(replace(piece, picture=None), chat, thread)  # its words say the same
        else:
            sent = await self._bot.send_message(
                chat,
                piece.text,
                entities=piece.entities,
                reply_markup=piece.keyboard,
                message_thread_id=thread,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        return str(sent.message_id)

    async def _rich_message(self, piece: Piece, chat: str, thread: int | None) -> str:
        """A table that screen readers read as one; "" where this Bot API has none, or refuses what is in it."""
        message = {"html": piece.rich, "skip_entity_detection": True}
        call = {"chat_id": chat, "rich_message": message, "message_thread_id": thread, "reply_markup": piece.keyboard}
        given = {name: value for name, value in call.items() if value is not None}
        try:
            sent = await self._bot.do_api_request("sendRichMessage", given)
        except EndPointNotFound:
            self._rich = False  # a server of before Bot API 10.1
            return ""
        except ChatMigrated:
            raise
        except BadRequest as error:
            if not_begun(error) or topic_gone(error):
                raise
            log.warning("Telegram did not take a rich message: it is sent as plain text")
            return ""
        return str(sent["message_id"])

    async def _edit(self, ref: MessageRef, post: Post) -> Receipt:
        whole = pieces(post.blocks)
        try:
            await self._bot.edit_message_text(
                whole[0].text,
                ref.place.channel,
                int(ref.id),
                entities=whole[0].entities,
                reply_markup=whole[-1].keyboard,
            )
        except BadRequest as error:
            if "not modified" not in str(error):
                raise
        return Receipt(ref)

    async def _asked_to_start(self, place: Place) -> Receipt:
        """A bot may not write first: the person is shown the way to their own chat, where others read nothing."""
        me = await self._bot.get_me()
        link = InlineKeyboardButton(self._t._("Öppna chatten"), url=f"https://t.me/{me.username}?start=hej")
        self._let_through(place)
        told = self._t._("Svaret är bara till dig. Tryck på knappen och sedan på Start, och fråga igen där.")
        last = await self._piece(
            Piece(told, keyboard=InlineKeyboardMarkup([[link]])), place.channel, thread_id(place.thread)
        )
        return Receipt(MessageRef(place, last), ("dm→link",))


async def _in_topic(place: Place, show: Callable[[Place], Awaitable[Receipt]]) -> Receipt:
    """Show it in the place; where that is a topic that is closed or deleted, in the group itself."""
    try:
        return await show(place)
    except BadRequest as error:
        if not (place.thread and topic_gone(error)):
            raise
    receipt = await show(replace(place, thread=""))
    return replace(receipt, degraded=(*receipt.degraded, "topic→group"))


def thread_id(thread: str) -> int | None:
    """A place's thread as Telegram numbers it."""
    return int(thread) if thread.isdigit() else None


def _audience(item: Item) -> str:
    return item.audience if isinstance(item, Post | Upload) else "all"
