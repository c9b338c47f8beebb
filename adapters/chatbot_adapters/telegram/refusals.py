"""Telegram's errors as what they mean for the outbox."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta

import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from chatbot.ports import RateLimited, SendFailed

NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)  # the message never left this machine
AWAY_S = 3.0  # before it is tried again while Telegram cannot be reached
TOPIC_GONE = ("thread not found", "topic closed", "topic deleted")
UNKNOWN = ("chat not found", "peer id invalid", "user not found")
SHUT = (*UNKNOWN, *TOPIC_GONE, "deactivated", "chat restricted", "chat write forbidden", "rights to send")


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Raises `RateLimited` or `SendFailed` for what Telegram answers; that a group has moved is left as it is."""
    try:
        yield
    except RetryAfter as limit:
        raise RateLimited(seconds_of(limit)) from None
    except ChatMigrated:
        raise
    except Forbidden:
        raise SendFailed("Telegram: not allowed in that chat", gone=True) from None
    except BadRequest as error:
        raise SendFailed(f"Telegram refused it: {str(error)[:100]}", final=True, gone=_says(error, SHUT)) from None
    except NetworkError as error:  # also TimedOut
        if isinstance(error.__cause__, NOT_SENT):
            raise RateLimited(AWAY_S) from None  # however long it lasts: nothing is given up while nobody is there
        raise SendFailed("Telegram did not answer", lost=True) from None
    except TelegramError as error:
        raise SendFailed(f"Telegram: {type(error).__name__}", final=True) from None


def topic_gone(error: TelegramError) -> bool:
    """The topic is deleted or closed: what was for it is shown in the group itself."""
    return _says(error, TOPIC_GONE)


def not_begun(error: TelegramError) -> bool:
    """The person has never written to the bot, has blocked it, or is no more: a bot may not write to them."""
    return isinstance(error, Forbidden) or _says(error, UNKNOWN)


def no_pictures(error: TelegramError) -> bool:
    """The group lets its members write, but send no pictures."""
    return _says(error, ("rights to send photos",))


def _says(error: TelegramError, words: tuple[str, ...]) -> bool:
    said = str(error).casefold().replace("_", " ")
    return any(word in said for word in words)


def seconds_of(limit: RetryAfter) -> float:
    """How long Telegram says to wait."""
    wait = limit.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
