"""Sending to Telegram: items as messages, and what its refusals mean for the outbox."""

import contextlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import httpx
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from chatbot.i18n import Translator
from chatbot.messages import Delete, Edit, Item, MessageRef, Place, Post, React, Upload
from chatbot.ports import Outgoing, RateLimited, Receipt, SendFailed
from chatbot_adapters.telegram.pace import Pace
from chatbot_adapters.telegram.render import MAX_CAPTION, Piece, pieces

log = logging.getLogger(__name__)
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)  # the message never left this machine
AWAY_S = 3.0  # before it is tried again while Telegram cannot be reached


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
                return await self._do(item, place)
            except Forbidden:
                if not private:
                    raise
            return await self._asked_to_start(item.place)

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
        except (Forbidden, BadRequest) as error:
            del self._begun[id]  # it will not be tried again there
            if place.thread and _topic_is_gone(error):
                receipt = await self._post(id, parts, replace(place, thread=""))
                return replace(receipt, degraded=("topic→group",))
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
            sent = await self._bot.send_photo(
                chat, piece.picture, piece.text, reply_markup=piece.keyboard, message_thread_id=thread
            )
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
            if "chat not found" in str(error).casefold() or _topic_is_gone(error):
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
        told = self._t._("Svaret är bara till dig. Tryck på knappen och sedan på Start, och fråga igen där.")
        last = await self._piece(
            Piece(told, keyboard=InlineKeyboardMarkup([[link]])), place.channel, thread_id(place.thread)
        )
        return Receipt(MessageRef(place, last), ("dm→link",))


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Telegram's errors as what they mean for the outbox; that a group has moved is left as it is."""
    try:
        yield
    except RetryAfter as limit:
        raise RateLimited(seconds_of(limit)) from None
    except ChatMigrated:
        raise
    except Forbidden:
        raise SendFailed("Telegram: not allowed in that chat", final=True) from None
    except BadRequest as error:
        raise SendFailed(f"Telegram refused it: {str(error)[:100]}", final=True) from None
    except NetworkError as error:  # also TimedOut
        if isinstance(error.__cause__, NOT_SENT):
            raise RateLimited(AWAY_S) from None  # however long it lasts: nothing is given up while nobody is there
        raise SendFailed("Telegram did not answer", lost=True) from None
    except TelegramError as error:
        raise SendFailed(f"Telegram: {type(error).__name__}", final=True) from None


def _topic_is_gone(error: TelegramError) -> bool:
    """The topic is deleted or closed: what was for it is shown in the group itself."""
    said = str(error).casefold().replace("_", " ")
    return "thread not found" in said or "topic closed" in said or "topic deleted" in said


def thread_id(thread: str) -> int | None:
    """A place's thread as Telegram numbers it."""
    return int(thread) if thread.isdigit() else None


def seconds_of(limit: RetryAfter) -> float:
    """How long Telegram says to wait."""
    wait = limit.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _audience(item: Item) -> str:
    return item.audience if isinstance(item, Post | Upload) else "all"
