"""What people do on Telegram, as the updates tell it."""

import time
from collections.abc import Mapping
from typing import Any

PERSON_NAME = "Åsa"


def person(id: int) -> Mapping[str, Any]:
    """Somebody who speaks Swedish."""
    return {"id": id, "is_bot": False, "first_name": PERSON_NAME, "language_code": "sv"}


def message(who: int, text: str, *, chat: int | None = None, topic: int = 0, id: int = 1) -> Mapping[str, Any]:
    """A message in the person's own chat with the bot, or in a group (negative), or in one of its topics."""
    where = who if chat is None else chat
    kind = {"type": "private", "first_name": PERSON_NAME} if where > 0 else {"type": "supergroup", "title": "Chefer"}
    forum = {"is_forum": True} if topic else {}
    told = {"message_id": id, "date": int(time.time()), "chat": {"id": where, **kind, **forum}, "from": person(who)}
    thread = {"message_thread_id": topic, "is_topic_message": True} if topic else {}
    return {**told, "text": text, **thread}
