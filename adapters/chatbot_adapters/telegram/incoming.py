"""Telegram's updates as events (pure). Commands are read from the text, never from Telegram's own marking of it:
that ends `/logga-möte` after `/logga`."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram import (
    CallbackQuery,
    Chat,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
    Update,
    User,
)

from chatbot.messages import Actor, Event, MessageRef, Place
from chatbot_adapters.telegram.buttons import read_button

IN_CHAT = frozenset({"member", "administrator", "creator"})


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself: its id and user name, and whether it hears what is not said to it."""

    id: int
    username: str
    hears_all: bool = False


def event_of(update: Update, me: Me) -> Event | None:
    """The event; None for what the core has no use for."""
    key = f"{me.id}:{update.update_id}"
    if update.callback_query is not None:
        return _pressed(update.callback_query, key, me)
    if update.my_chat_member is not None:
        return _membership(update.my_chat_member, key, me)
    message = update.message
    actor = _author(message, me) if message is not None else None
    if message is None or actor is None:
        return None
    if message.migrate_to_chat_id is not None:
        place, new = _place(message.chat, message, me), str(message.migrate_to_chat_id)
        return Event(key, "lifecycle", actor, place, message.date, name="moved", value=new)
    said = message.text or message.caption or ""
    if not said.strip():
        return None
    return _said(message, actor, unicodedata.normalize("NFC", said), key, me)


def _author(message: Message, me: Me) -> Actor | None:
    """Who wrote it: a person; the group, for one who manages it anonymously; or a channel that somebody writes as.

    None for other bots, and for what a linked channel posts: Telegram copies that into the group by itself.
    """
    if message.sender_chat is not None:
        chat = str(message.sender_chat.id)
        return None if message.is_automatic_forward else Actor("telegram", str(me.id), chat)
    user = message.from_user
    return _actor(user, me) if user is not None and not user.is_bot else None


def faceless(event: Event) -> bool:
    """Written as a group or a channel: Telegram does not tell who it was. Chats have negative ids."""
    return event.actor.user_id.startswith("-")


def _said(message: Message, actor: Actor, said: str, key: str, me: Me) -> Event:
    place = _place(message.chat, message, me)
    text, mentioned = _without_mention(said, me)
    replied = message.reply_to_message
    to_me = replied is not None and replied.from_user is not None and replied.from_user.id == me.id
    addressed = place.kind == "direct" or mentioned or to_me or _is_command(said)
    manages = place.kind == "group" and actor.user_id == place.channel  # only who manages it may write as the group
    return Event(key, "message", actor, place, message.date, text, addressed=addressed, manages=manages)


def _pressed(query: CallbackQuery, key: str, me: Me) -> Event | None:
    """A message that is too old comes without anything but where it is: it can be answered, but not changed."""
    message = query.message
    if message is None or query.data is None:
        return None
    whole = message if isinstance(message, Message) and message.is_accessible else None
    place = _place(message.chat, whole, me)
    source = MessageRef(place, str(message.message_id)) if whole else None
    name, value = read_button(query.data)
    return Event(key, "action", _actor(query.from_user, me), place, datetime.now(UTC), "", name, value, source=source)


def _membership(change: ChatMemberUpdated, key: str, me: Me) -> Event | None:
    """The bot came, or may no longer write: it was shown out, blocked or silenced. In a channel nobody talks to it."""
    name = _change(change.old_chat_member, change.new_chat_member)
    if not name or change.chat.type == Chat.CHANNEL:
        return None
    place, actor = _place(change.chat, None, me), _actor(change.from_user, me)
    hears = "" if me.hears_all or place.kind == "direct" else f"@{me.username}"
    told = {"joined": hears, "left": change.chat.title or ""}.get(name, "")
    return Event(key, "member", actor, place, change.date, name=name, value=told)


def _change(was: ChatMember, now: ChatMember) -> str:
    """What became of the bot; a new administrator may write where members may not, of which no update tells."""
    could, can = _may_write(was), _may_write(now)
    if could != can:
        return "joined" if can else "left"
    return "allowed" if now.status == ChatMember.ADMINISTRATOR != was.status else ""


def _may_write(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member and member.can_send_messages
    return member.status in IN_CHAT


def _place(chat: Chat, message: Message | None, me: Me) -> Place:
    topic = message is not None and message.is_topic_message and message.message_thread_id
    thread = str(message.message_thread_id) if message is not None and topic else ""
    kind = "direct" if chat.type == chat.PRIVATE else "group"
    return Place("telegram", str(me.id), str(chat.id), thread, "direct" if kind == "direct" else "group")


def _actor(user: User, me: Me) -> Actor:
    language = (user.language_code or "").split("-")[0]
    return Actor("telegram", str(me.id), str(user.id), user.full_name, language if language in {"sv", "en"} else "")


def _is_command(said: str) -> bool:
    """A command to nobody in particular, or to us: one to another bot carries that bot's name."""
    first = said.split(maxsplit=1)[0]
    return first.startswith("/") and "@" not in first


def _without_mention(said: str, me: Me) -> tuple[str, bool]:
    """The text without the bot's own name before, after or in a command; whether it was there."""
    name = f"@{me.username}".casefold()
    words = said.split(" ")
    kept = [word for word in words if word.strip(",.:!?").casefold() != name]
    mentioned = len(kept) < len(words)
    first = kept[0] if kept else ""
    if first.startswith("/") and first.casefold().endswith(name):
        kept[0], mentioned = first[: -len(name)], True
    return (" ".join(kept).strip() if mentioned else said), mentioned
