"""Sending to Slack: items as messages, files and modals, what its refusals mean, and what became of a lost send."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from chatbot.i18n import Translator
from chatbot.messages import Delete, Edit, Home, Image, MessageRef, OpenForm, Place, Post, Text, Upload, text
from chatbot.pace import Pace
from chatbot.ports import Outgoing, RateLimited, Receipt, SendFailed, Settled
from chatbot_adapters.slack.limits import limits
from chatbot_adapters.slack.render import Piece, home, pieces, view

MARK = "resfri_outbox"
LOOKED_AT = 100  # messages of a channel in which one is searched
MAX_ALT = 1000
AWAY = frozenset({502, 503, 504})  # Slack as a whole is not there; to wait costs no attempt
AWAY_S = 5.0
NO_USE = """
    invalid_blocks invalid_arguments invalid_auth token_revoked user_not_in_channel message_not_found
    cant_update_message msg_too_long invalid_trigger_id cant_delete_message missing_scope
    """
GONE = frozenset({"channel_not_found", "is_archived", "not_in_channel", "account_inactive"})  # nothing can be written
ELSEWHERE = frozenset({"channel_not_found", "not_in_channel"})
HOPELESS = frozenset(NO_USE.split())  # to try again cannot help


class Sender:
    """Sends with slack_sdk's client, at Slack's pace."""

    def __init__(self, client: AsyncWebClient, pace: Pace, t: Translator) -> None:
        self._client = client
        self._pace = pace
        self._t = t
        self._begun: dict[int, int] = {}  # outbox id -> how many pieces of it are known to be there

    async def send(self, item: Outgoing) -> Receipt:
        """Show an item; a private answer in a channel is seen by that person alone.

        Raises `RateLimited` or `SendFailed`.
        """
        self._let_through(item)
        with refusals():
            return await self._do(item)

    def _let_through(self, item: Outgoing) -> None:
        """A post of several messages waits until there is room for all: stopped half way, a crash could double it."""
        asked = limits(item.item, item.place, private=_private(item))
        count = len(_parts(item.item, item)) - self._begun.get(item.id, 0) if isinstance(item.item, Post) else 1
        if asked and (wait := self._pace.wait(*asked, count=count)) > 0:
            raise RateLimited(wait)

    async def _do(self, item: Outgoing) -> Receipt:
        match item.item:
            case Post():
                return await self._post(item.item, item)
            case Upload():
                return await self._file(item.item, item)
            case Edit(ref=ref, post=post):
                first = next(one for one in pieces(without_pictures(post).blocks) if not isinstance(one, Image))
                await self._client.chat_update(channel=ref.place.channel, ts=ref.id, blocks=first[0], text=first[1])
                return Receipt(ref)
            case Delete(ref=ref):
                await self._client.chat_delete(channel=ref.place.channel, ts=ref.id)
                return Receipt(ref)
            case OpenForm():
                return await self._open(item.item, item.place)
            case Home(post=post):
                await self._client.views_publish(user_id=item.actor_id, view=home(post, item.place, self._t))
                return Receipt(None)
            case _:
                raise SendFailed(f"Slack has no {item.item.type}", final=True)

    async def _open(self, what: OpenForm, place: Place) -> Receipt:
        try:
            await self._client.views_open(trigger_id=what.trigger, view=view(what.form, place))
        except SlackApiError as error:
            if reason_of(error) != "exchanged_trigger_id":  # the ticket is used: the form is open
                raise
        return Receipt(None)

    async def _post(self, post: Post, item: Outgoing) -> Receipt:
        """All pieces in order; a try that was stopped half way is taken up where it was."""
        parts = _parts(post, item)
        receipt = Receipt(None)
        for number, piece in enumerate(parts):
            if number >= self._begun.get(item.id, 0):
                receipt = await self._shown(piece, item, number)
                self._begun[item.id] = number + 1
        self._begun.pop(item.id, None)
        return receipt

    async def _shown(self, piece: Piece, item: Outgoing, number: int) -> Receipt:
        """In its place; where the app is no member, in the person's own chat."""
        try:
            return await self._piece(piece, item, number)
        except SlackApiError as error:
            if reason_of(error) not in ELSEWHERE or not _answer(item):
                raise
        with says_nothing_of_the_place():
            receipt = await self._piece(piece, replace(item, place=await self._own_chat(item)), number)
        return replace(receipt, degraded=("ephemeral→dm",))

    async def _own_chat(self, item: Outgoing) -> Place:
        opened = await self._client.conversations_open(users=[item.actor_id])
        return Place(item.place.platform, item.place.tenant, str(opened["channel"]["id"]))

    async def _piece(self, piece: Piece, item: Outgoing, number: int) -> Receipt:
        place = item.place
        if isinstance(piece, Image):
            await self._upload(place, bytes(piece.data), "resfri.png", piece.alt)
            return Receipt(None)
        said: dict[str, Any] = {"blocks": piece[0], "text": piece[1], "thread_ts": place.thread or None}
        if _private(item):
            await self._client.chat_postEphemeral(channel=place.channel, user=item.actor_id, **said)
            return Receipt(None)
        mark = {"event_type": MARK, "event_payload": {"id": item.id, "piece": number}}
        sent = await self._client.chat_postMessage(channel=place.channel, metadata=mark, unfurl_links=False, **said)
        return Receipt(MessageRef(place, str(sent["ts"])))

    async def _file(self, file: Upload, item: Outgoing) -> Receipt:
        if not _private(item):
            await self._upload(item.place, bytes(file.data), file.filename, file.alt)
            return Receipt(None)
        with says_nothing_of_the_place():  # a file in a channel is seen by all
            await self._upload(await self._own_chat(item), bytes(file.data), file.filename, file.alt)
        return Receipt(None)

    async def _upload(self, place: Place, data: bytes, filename: str, alt: str) -> None:
        await self._client.files_upload_v2(
            channel=place.channel,
            thread_ts=place.thread or None,
            content=data,
            filename=filename,
            title=filename,
            alt_txt=alt[:MAX_ALT],
        )

    async def settle(self, item: Outgoing) -> Settled:
        """By the marks in the history; a private answer is not in it. Of a post half sent, the rest is sent."""
        if isinstance(item.item, Home):
            return "not_sent"  # to show the page again is harmless
        if not isinstance(item.item, Post) or _private(item):
            return "unknown"
        try:
            told = await self._history(item.place)
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            return "unknown"
        marks = [message.get("metadata", {}).get("event_payload", {}) for message in told]
        there = max((int(mark.get("piece", 0)) + 1 for mark in marks if mark.get("id") == item.id), default=0)
        if there and there >= len(_parts(item.item, item)):
            return "sent"
        self._begun[item.id] = there
        return "not_sent"

    async def _history(self, place: Place) -> Sequence[Mapping[str, Any]]:
        asked: dict[str, Any] = {"channel": place.channel, "limit": LOOKED_AT, "include_all_metadata": True}
        if place.thread:
            return list((await self._client.conversations_replies(ts=place.thread, **asked))["messages"])
        return list((await self._client.conversations_history(**asked))["messages"])


def _answer(item: Outgoing) -> bool:
    """True for what is for one person alone, whatever the place."""
    return bool(item.actor_id) and (_private(item) or item.place.kind == "direct")


def _private(item: Outgoing) -> bool:
    """True for what others in the place may not see."""
    return getattr(item.item, "audience", "all") == "actor" and item.place.kind == "group"


def _parts(post: Post, item: Outgoing) -> Sequence[Piece]:
    return pieces((without_pictures(post) if _private(item) else post).blocks)


def without_pictures(post: Post) -> Post:
    """Pictures as their words: Slack shows files to a whole channel, and none in an edit."""
    blocks = tuple(text(block.alt) if isinstance(block, Image) else block for block in post.blocks)
    return Post(blocks or (Text(()),), post.audience)


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Slack's refusals as what they mean for the outbox."""
    try:
        yield
    except SlackApiError as error:
        raise _told(error) from None
    except aiohttp.ClientConnectorError:
        raise RateLimited(AWAY_S) from None  # nothing has arrived, and the item is not to blame
    except SlackClientError:
        raise SendFailed("Slack took no file") from None
    except (aiohttp.ClientError, TimeoutError):
        raise SendFailed("Slack did not answer", lost=True) from None


@contextlib.contextmanager
def says_nothing_of_the_place() -> Iterator[None]:
    """What a person's own chat refuses does not mean that the bot may write nothing where the item was for."""
    try:
        yield
    except SlackApiError as error:
        told = _told(error)
        raise SendFailed(str(told), final=told.final) if isinstance(told, SendFailed) else told from None


def _told(error: SlackApiError) -> Exception:
    status, reason = status_of(error), reason_of(error)
    if status == 429:
        return RateLimited(float(error.response.headers.get("Retry-After", 1)))
    if status in AWAY:
        return RateLimited(AWAY_S)
    return SendFailed(f"Slack: {reason[:100] or status}", final=reason in HOPELESS, gone=reason in GONE)


def reason_of(error: SlackApiError) -> str:
    """Slack's word for what was wrong, "" where it gave none; what is no answer of Slack's at all has no data."""
    data = getattr(error.response, "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def status_of(error: SlackApiError) -> int:
    """The HTTP status, 0 where there is none."""
    return int(getattr(error.response, "status_code", 0) or getattr(error.response, "status", 0))
