"""Telegram as the core sees it: long polling whose offset moves only when an event is stored, and sending."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel

from chatbot import fallback
from chatbot.errors import N_, ResfriError, UsageError, notice
from chatbot.i18n import Translator, translator
from chatbot.messages import Delete, Edit, Item, MessageRef, Place, Post, React, Upload
from chatbot.ports import (
    ASGI,
    Brand,
    Capabilities,
    Check,
    CommandSpec,
    Feed,
    Outgoing,
    RateLimited,
    Receipt,
    Refused,
    SendFailed,
    Settled,
    Sink,
)
from chatbot_adapters.telegram.settings import TelegramSettings

if TYPE_CHECKING:
    import click
    from telegram import Bot, Update

    from chatbot_adapters.telegram.incoming import Me
    from chatbot_adapters.telegram.render import Piece

log = logging.getLogger(__name__)
CAPABILITIES = Capabilities(
    buttons=True,
    max_buttons=24,
    ephemeral="dm",
    edit=True,
    delete=True,
    reactions=True,
    threads=True,
    images=True,
    files=True,
    max_text=4096,
    unit="utf16",
)
LISTENED_TO = ("message", "callback_query", "my_chat_member")
POLL_S = 25  # seconds a poll waits for news
AGAIN_S = 1.0  # before a poll that failed is tried again
TAKEN_S = 5.0  # likewise while another process polls with the same token
MENU_NAME = str.maketrans({"å": "a", "ä": "a", "ö": "o", "-": "_"})
MAX_DESCRIPTION = 256
WRONG_TOKEN = N_("Telegram känner inte igen botens token. Hämta en ny hos BotFather och sätt RESFRI_TELEGRAM__TOKEN.")


class TelegramAdapter:
    """Polls and sends with python-telegram-bot's `Bot`; its application, queues and conversations are not used."""

    name = "telegram"
    pull = False
    address = ""
    asgi: "tuple[ASGI, str] | None" = None
    cli: "click.Group | None" = None

    def __init__(
        self,
        settings: TelegramSettings | None = None,
        clock: Callable[[], float] = time.monotonic,
        poll_s: int = POLL_S,
    ) -> None:
        self._settings = settings or TelegramSettings()
        self._clock = clock
        self._poll_s = poll_s
        self._commands: Sequence[CommandSpec] = ()
        self._t: Translator = translator()
        self._bot: Bot | None = None
        self._sink: Sink | None = None
        self._pace: object = None

    @property
    def settings_model(self) -> "type[BaseModel]":
        """`TelegramSettings`."""
        return TelegramSettings

    def configure(self, settings: BaseModel, commands: Sequence[CommandSpec], brand: Brand) -> None:
        """Take the settings."""
        if not isinstance(settings, TelegramSettings):
            raise TypeError("Telegram needs TelegramSettings")
        self._settings, self._commands, self._t = settings, commands, translator(brand.language)

    def configured(self) -> bool:
        """Once it has a token."""
        return bool(self._settings.token.get_secret_value())

    def capabilities(self, place: Place) -> Capabilities:
        """The same in all chats."""
        return CAPABILITIES

    async def run(self, sink: Sink, feed: Feed) -> None:
        """Ask for updates until cancelled. The next question confirms the ones before: they are stored by then."""
        self._sink = sink
        bot = self._made_bot()
        try:
            await self._begin(bot)
            await self._set_menu(bot)
            offset = 0
            while True:
                offset = await self._poll(bot, offset, sink)
        finally:
            await bot.shutdown()

    async def _begin(self, bot: "Bot") -> None:
        """Ask who the bot is, until Telegram answers. Raises `UsageError` for a token that it does not know."""
        from telegram.error import InvalidToken, TelegramError

        while True:
            try:
                await bot.initialize()
            except InvalidToken:
                raise UsageError(WRONG_TOKEN) from None
            except TelegramError as error:
                log.warning("Telegram cannot be reached: %s", type(error).__name__)
                await asyncio.sleep(AGAIN_S)
            else:
                return

    async def _poll(self, bot: "Bot", offset: int, sink: Sink) -> int:
        from telegram.error import Conflict, RetryAfter, TelegramError

        try:
            updates = await bot.get_updates(
                offset=offset, timeout=self._poll_s, allowed_updates=LISTENED_TO, read_timeout=self._poll_s + 10
            )
            for update in updates:
                await self._take(bot, update, sink)
                offset = update.update_id + 1
        except ResfriError:
            await asyncio.sleep(AGAIN_S)  # the database is away; Telegram keeps what is not confirmed
        except Conflict:
            log.error("another process polls Telegram with the same token")
            await asyncio.sleep(TAKEN_S)
        except RetryAfter as limit:
            await asyncio.sleep(_seconds(limit))
        except TelegramError as error:
            log.warning("Telegram cannot be reached: %s", type(error).__name__)
            await asyncio.sleep(AGAIN_S)
        return offset

    async def _take(self, bot: "Bot", update: "Update", sink: Sink) -> None:
        from telegram.error import TelegramError

        from chatbot_adapters.telegram.incoming import event_of

        event = event_of(update, self._me(bot))
        if event is None:
            return
        taken = await sink.accept(event)
        try:
            if update.callback_query is not None:
                await update.callback_query.answer()
            if isinstance(taken, Refused):
                await bot.send_message(event.place.channel, self._t.tell(taken.reason))
        except TelegramError:
            log.info("a press could not be confirmed")  # it is stored all the same, and answered by a message

    def _me(self, bot: "Bot") -> "Me":
        from chatbot_adapters.telegram.incoming import Me

        return Me(bot.id, bot.username)

    async def _set_menu(self, bot: "Bot") -> None:
        """The commands under "/": names without å ä ö and hyphens, which Telegram does not take."""
        from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
        from telegram.error import TelegramError

        own = [spec for spec in self._commands if "participant" in spec.roles]
        menu = [BotCommand(spec.name.translate(MENU_NAME), self._t._(spec.help)[:MAX_DESCRIPTION]) for spec in own]
        try:
            for scope in (BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()):
                if menu:
                    await bot.set_my_commands(menu, scope=scope)
        except TelegramError as error:
            log.warning("Telegram did not take the menu: %s", type(error).__name__)

    async def send(self, item: Outgoing) -> Receipt:
        """Show an item; a private answer in a group goes to the person's own chat."""
        from telegram.error import Forbidden

        private = item.place.kind == "group" and _audience(item.item) == "actor"
        chat = item.actor_id if private else item.place.channel
        thread = "" if private else item.place.thread
        self._hold_pace(chat, group=not private and item.place.kind == "group")
        try:
            return await self._sent(item, chat, thread)
        except Forbidden:
            if not private:
                raise SendFailed("Telegram: not allowed in that chat", final=True) from None
        return await self._asked_to_start(item)

    async def _sent(self, item: Outgoing, chat: str, thread: str) -> Receipt:
        import httpx
        from telegram.error import (
            BadRequest,
            ChatMigrated,
            Forbidden,
            NetworkError,
            RetryAfter,
            TelegramError,
            TimedOut,
        )

        try:
            return await self._do(item.item, item.place, chat, thread)
        except Forbidden:
            raise
        except RetryAfter as limit:
            raise RateLimited(_seconds(limit)) from None
        except ChatMigrated as moved:
            await self._tell_moved(item, str(moved.new_chat_id))
            raise RateLimited(AGAIN_S) from None
        except BadRequest as error:
            if "not modified" in str(error):
                return Receipt(None)
            raise SendFailed(f"Telegram refused it: {str(error)[:100]}", final=True) from None
        except TimedOut as error:
            before = isinstance(error.__cause__, httpx.ConnectTimeout | httpx.PoolTimeout)
            raise SendFailed("Telegram did not answer", lost=not before) from None
        except NetworkError as error:
            raise SendFailed("no way to Telegram", lost=not isinstance(error.__cause__, httpx.ConnectError)) from None
        except TelegramError as error:
            raise SendFailed(f"Telegram: {type(error).__name__}", final=True) from None

    async def _do(self, what: Item, place: Place, chat: str, thread: str) -> Receipt:
        from chatbot_adapters.telegram.render import pieces

        bot = self._made_bot()
        match what:
            case Post(blocks=blocks):
                last = ""
                for piece in pieces(blocks):
                    last = await self._piece(piece, chat, thread)
                where = place if chat == place.channel else Place(place.platform, place.tenant, chat)
                return Receipt(MessageRef(where, last) if last else None)
            case Upload(data=data, filename=filename, alt=alt):
                sent = await bot.send_document(
                    chat, bytes(data), filename=filename, caption=alt[:1024], message_thread_id=_number(thread)
                )
                return Receipt(MessageRef(place, str(sent.message_id)))
            case Edit(ref=ref, post=post):
                whole = pieces(post.blocks)
                await bot.edit_message_text(
                    whole[0].text,
                    ref.place.channel,
                    int(ref.id),
                    entities=whole[0].entities,
                    reply_markup=whole[-1].keyboard,
                )
                return Receipt(ref)
            case Delete(ref=ref):
                await bot.delete_message(ref.place.channel, int(ref.id))
                return Receipt(ref)
            case React(ref=ref, emoji=emoji):
                await bot.set_message_reaction(ref.place.channel, int(ref.id), emoji)
                return Receipt(ref)
            case _:
                raise SendFailed(f"Telegram has no {what.type}", final=True)

    async def _piece(self, piece: "Piece", chat: str, thread: str) -> str:
        from telegram import LinkPreviewOptions

        bot = self._made_bot()
        if piece.picture is not None:
            sent = await bot.send_photo(
                chat, piece.picture, piece.text, reply_markup=piece.keyboard, message_thread_id=_number(thread)
            )
        else:
            sent = await bot.send_message(
                chat,
                piece.text,
                entities=piece.entities,
                reply_markup=piece.keyboard,
                message_thread_id=_number(thread),
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )
        return str(sent.message_id)

    async def _asked_to_start(self, item: Outgoing) -> Receipt:
        """A bot may not write first: the person is shown the way to their own chat, where others read nothing."""
        from telegram import InlineKeyboardButton, InlineKeyboardMarkup
        from telegram.error import TelegramError

        bot = self._made_bot()
        me = await bot.get_me()
        link = InlineKeyboardButton(self._t._("Öppna chatten"), url=f"https://t.me/{me.username}?start=hej")
        told = self._t._("Svaret är bara till dig. Tryck på knappen och sedan på Start, och fråga igen där.")
        try:
            sent = await bot.send_message(
                item.place.channel,
                told,
                reply_markup=InlineKeyboardMarkup([[link]]),
                message_thread_id=_number(item.place.thread),
            )
        except TelegramError as error:
            raise SendFailed(f"Telegram: {type(error).__name__}", final=True) from None
        return Receipt(MessageRef(item.place, str(sent.message_id)), ("dm→link",))

    async def _tell_moved(self, item: Outgoing, new: str) -> None:
        """A group has become a supergroup: the core is told, so that its places follow."""
        from datetime import UTC, datetime

        from chatbot.messages import Actor, Event

        if self._sink is not None:
            actor = Actor("telegram", item.place.tenant, item.actor_id)
            key = f"moved:{item.place.tenant}:{item.place.channel}"
            event = Event(key, "lifecycle", actor, item.place, datetime.now(UTC), name="moved", value=new)
            await self._sink.accept(event)

    def _hold_pace(self, chat: str, *, group: bool) -> None:
        from chatbot_adapters.telegram.pace import Pace

        if not isinstance(self._pace, Pace):
            self._pace = Pace(self._clock)
        wait = self._pace.wait(chat, group=group)
        if wait > 0:
            raise RateLimited(wait)

    async def settle(self, item: Outgoing) -> Settled:
        """Telegram lets a bot read nothing it has sent."""
        return "unknown"

    async def typing(self, place: Place) -> None:
        """Shown until the answer comes, at most five seconds."""
        from telegram.error import TelegramError

        try:
            await self._made_bot().send_chat_action(place.channel, "typing", message_thread_id=_number(place.thread))
        except TelegramError:
            log.info("the sign of writing could not be shown")

    def preview(self, post: Post) -> str:
        """The post about as it will look: its texts and captions, and the buttons in brackets."""
        _telegram()
        from chatbot_adapters.telegram.render import pieces

        adapted = fallback.adapt(post, CAPABILITIES, self._t).items
        shown = [piece for item in adapted if isinstance(item, Post) for piece in pieces(item.blocks)]
        lines: list[str] = []
        for piece in shown:
            lines.append(piece.text)
            rows = piece.keyboard.inline_keyboard if piece.keyboard else ()
            lines += ["  ".join(f"[{button.text}]" for button in row) for row in rows]
        return "\n".join(lines)

    def checks(self) -> Sequence[Check]:
        """Whether the token is right, and what the bot may read in groups."""
        return asyncio.run(self._checked())

    async def _checked(self) -> Sequence[Check]:
        from telegram.error import InvalidToken, TelegramError

        bot = self._new_bot()
        try:
            async with bot:
                me = bot.bot
        except InvalidToken:
            return [Check("telegram", False, notice(WRONG_TOKEN))]
        except TelegramError:
            hint = notice(N_("Kontrollera nätet och RESFRI_TELEGRAM__BASE_URL."))
            return [Check("telegram", False, notice(N_("Telegram går inte att nå")), hint)]
        told = notice(N_("Telegram svarar som @{name}"), name=me.username or "")
        hears = notice(N_("I grupper hör boten bara det som börjar med / eller nämner den. Det räcker för Resfri."))
        return [Check("telegram", True, told, None if me.can_read_all_group_messages else hears)]

    def _made_bot(self) -> "Bot":
        if self._bot is None:
            self._bot = self._new_bot()
        return self._bot

    def _new_bot(self) -> "Bot":
        _telegram()
        from telegram import Bot
        from telegram.request import HTTPXRequest

        base = self._settings.base_url.rstrip("/")
        return Bot(
            self._settings.token.get_secret_value(),
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=HTTPXRequest(httpx_kwargs={"trust_env": False}),
            get_updates_request=HTTPXRequest(connection_pool_size=1, httpx_kwargs={"trust_env": False}),
        )


def _telegram() -> None:
    """Raise `UsageError` when the extra is not installed."""
    import os

    os.environ.setdefault("PTB_TIMEDELTA", "1")  # else the library warns of what it gives as numbers
    try:
        import telegram  # noqa: F401  only whether it is there
    except ImportError:
        raise UsageError(
            N_("Telegram är inte installerat. Installera det med: pip install 'resfri[telegram]'")
        ) from None


def _audience(item: Item) -> str:
    return item.audience if isinstance(item, Post | Upload) else "all"


def _number(thread: str) -> int | None:
    return int(thread) if thread.isdigit() else None


def _seconds(limit: object) -> float:
    wait = getattr(limit, "retry_after", 1)
    return float(wait.total_seconds() if hasattr(wait, "total_seconds") else wait)
