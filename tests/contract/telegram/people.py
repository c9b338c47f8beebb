"""What people do on Telegram, as the updates tell it."""

import time
from collections.abc import Mapping
from typing import Any

PERSON_NAME = "Åsa"


def person(id: int) -> Mapping[str, Any]:
    """Somebody who speaks Swedish."""
    return {"id": id, "is_bot": False, "first_name": PERSON_NAME, "language_code": "sv"}


ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
AS_CHANNEL = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}


def anonymously(text: str, *, chat: int, topic: int = 0) -> Mapping[str, Any]:
    """What one who manages a group writes in its name."""
    told = message(7, text, chat=chat, topic=topic)
    return {**told, "from": ANONYMOUS, "sender_chat": told["chat"]}


def as_channel(text: str, *, chat: int, linked: bool = False) -> Mapping[str, Any]:
    """What somebody writes as their channel, or what Telegram copies from the channel that is linked to the group."""
    channel = {"id": -100900, "type": "channel", "title": "Nytt"}
    copied = {"from": TELEGRAM, "is_automatic_forward": True} if linked else {"from": AS_CHANNEL}
    return {**message(7, text, chat=chat), "sender_chat": channel, **copied}


def message(who: int, text: str, *, chat: int | None = None, topic: int = 0, id: int = 1) -> Mapping[str, Any]:
    """A message in the person's own chat with the bot, or in a group (negative), or in one of its topics."""
    where = who if chat is None else chat
    kind = {"type": "private", "first_name": PERSON_NAME} if where > 0 else {"type": "supergroup", "title": "Chefer"}
    forum = {"is_forum": True} if topic else {}
    told = {"message_id": id, "date": int(time.time()), "chat": {"id": where, **kind, **forum}, "from": person(who)}
    thread = {"message_thread_id": topic, "is_topic_message": True} if topic else {}
    return {**told, "text": text, **thread}
