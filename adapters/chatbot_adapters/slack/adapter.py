"""Slack as the core sees it: everything is stored before it is acknowledged, and sent as blocks."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from chatbot import fallback
from chatbot.errors import N_, UsageError, notice
from chatbot.i18n import Translator, translator
from chatbot.messages import Delete, Edit, Image, Item, MessageRef, OpenForm, Place, Post, Text, Upload, text
from chatbot.ports import (
    ASGI,
    Brand,
    Capabilities,
    Check,
    CommandSpec,
    Feed,
    FormErrors,
    Outgoing,
    RateLimited,
    Receipt,
    Refused,
    SendFailed,
    Settled,
    Sink,
)
from chatbot_adapters.slack.settings import SlackSettings

if TYPE_CHECKING:
    import click
    from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)
CAPABILITIES = Capabilities(
    forms="modal",
    buttons=True,
    max_buttons=100,
    ephemeral="native",
    edit=True,
    delete=True,
    threads=True,
    images=True,
    files=True,
    table="native",
    max_text=3000,
    settlement="history",
)
MARK = "resfri_outbox"
AGAIN_S = 1.0  # before a connection that failed is tried again
UNKNOWN_TOKEN = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"})
LOOKED_AT = 100  # messages of a channel in which one is searched
NO_USE = """
    channel_not_found is_archived not_in_channel invalid_blocks invalid_arguments account_inactive invalid_auth
    token_revoked user_not_in_channel message_not_found cant_update_message expired_trigger_id msg_too_long
    invalid_trigger_id cant_delete_message missing_scope
    """
HOPELESS = frozenset(NO_USE.split())  # to try again cannot help


class SlackAdapter:
    """Socket Mode by Bolt, whose one middleware takes everything; sending by slack_sdk."""

    name = "slack"
    pull = False
    single = False
    address = ""
    asgi: "tuple[ASGI, str] | None" = None

    def __init__(self, settings: SlackSettings | None = None) -> None:
        self._settings = settings or SlackSettings()
        self._t: Translator = translator()
        self._commands: Sequence[CommandSpec] = ()
        self._client: AsyncWebClient | None = None
        self._bot_user = ""

    @property
    def settings_model(self) -> "type[BaseModel]":
        """`SlackSettings`."""
        return SlackSettings

    def configure(self, settings: BaseModel, commands: Sequence[CommandSpec], brand: Brand) -> None:
        """Take the settings."""
        if not isinstance(settings, SlackSettings):
            raise TypeError("Slack needs SlackSettings")
        self._settings, self._commands, self._t = settings, commands, translator(brand.language)

    def configured(self) -> bool:
        """Once it has both tokens."""
        return bool(self._settings.bot_token.get_secret_value() and self._settings.app_token.get_secret_value())

    def capabilities(self, place: Place) -> Capabilities:
        """The same everywhere."""
        return CAPABILITIES

    async def run(self, sink: Sink, feed: Feed) -> None:
        """Listen by Socket Mode until cancelled."""
        client = self._made_client()
        from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

        app = self._app(sink)
        handler = AsyncSocketModeHandler(app, self._settings.app_token.get_secret_value(), web_client=client)
        try:
            await self._begin(handler)
            await asyncio.Event().wait()
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]

    async def _begin(self, handler: "AsyncSocketModeHandler") -> None:
        """Connect, until Slack answers. Raises `UsageError` for tokens that it does not know."""
        import aiohttp
        from slack_sdk.errors import SlackApiError

        while True:
            try:
                self._bot_user = str((await self._made_client().auth_test())["user_id"])
                await handler.connect_async()  # type: ignore[no-untyped-call]
            except SlackApiError as error:
                if error.response.get("error") in UNKNOWN_TOKEN:
                    raise UsageError(WRONG_TOKEN) from None
                log.warning("Slack refused the connection")
                await asyncio.sleep(AGAIN_S)
            except (aiohttp.ClientError, TimeoutError) as error:
                log.warning("Slack cannot be reached: %s", type(error).__name__)
                await asyncio.sleep(AGAIN_S)
            else:
                return

    def _app(self, sink: Sink) -> "AsyncApp":
        from slack_bolt.async_app import AsyncApp

        app = AsyncApp(
            client=self._made_client(),
            process_before_response=True,
            request_verification_enabled=False,
            ssl_check_enabled=False,
        )

        @app.middleware
        async def take(body: Mapping[str, Any], ack: Any) -> Any:
            """Store, then acknowledge; an error leaves it unacknowledged, so that Slack sends it again."""
            return await ack(**await self._taken(body, sink))

        return app

    async def _taken(self, body: Mapping[str, Any], sink: Sink) -> Mapping[str, Any]:
        """What to acknowledge with."""
        from chatbot_adapters.slack.incoming import event_of

        event = event_of(body, self._bot_user)
        if event is None:
            return {}
        taken = await sink.accept(event)
        match taken:
            case FormErrors(errors=errors):
                return {"response_action": "errors", "errors": dict(errors)}
            case Refused(reason=reason) if event.kind == "command":
                return {"text": self._t.tell(reason)}
            case Refused(reason=reason):
                await self._made_client().chat_postMessage(
                    channel=event.place.channel, thread_ts=event.place.thread or None, text=self._t.tell(reason)
                )
        return {}

    async def send(self, item: Outgoing) -> Receipt:
        """Show an item; a private answer in a channel is seen by that person alone."""
        import aiohttp
        from slack_sdk.errors import SlackApiError

        try:
            return await self._do(item.item, item)
        except SlackApiError as error:
            raise _told(error) from None
        except aiohttp.ClientConnectorError:
            raise SendFailed("no way to Slack") from None
        except (aiohttp.ClientError, TimeoutError):
            raise SendFailed("Slack did not answer", lost=True) from None

    async def _do(self, what: Item, item: Outgoing) -> Receipt:
        from chatbot_adapters.slack.render import pieces, view

        client, place = self._made_client(), item.place
        match what:
            case Post():
                return await self._post(what, item)
            case Upload(data=data, filename=filename, alt=alt, audience=audience):
                if audience == "actor" and place.kind == "group":  # a file in a channel is seen by all
                    opened = await client.conversations_open(users=[item.actor_id])
                    place = Place(place.platform, place.tenant, str(opened["channel"]["id"]))
                await self._upload(place, bytes(data), filename, alt)
                return Receipt(None)
            case Edit(ref=ref, post=post):
                first = next(one for one in pieces(_without_pictures(post).blocks) if not isinstance(one, Image))
                await client.chat_update(channel=ref.place.channel, ts=ref.id, blocks=first[0], text=first[1])
                return Receipt(ref)
            case Delete(ref=ref):
                await client.chat_delete(channel=ref.place.channel, ts=ref.id)
                return Receipt(ref)
            case OpenForm(form=form, trigger=trigger):
                await client.views_open(trigger_id=trigger, view=view(form, place))
                return Receipt(None)
            case _:
                raise SendFailed(f"Slack has no {what.type}", final=True)

    async def _post(self, post: Post, item: Outgoing) -> Receipt:
        from chatbot_adapters.slack.render import pieces

        client, place = self._made_client(), item.place
        private = post.audience == "actor" and place.kind == "group"
        last = ""
        for piece in pieces((_without_pictures(post) if private else post).blocks):
            if isinstance(piece, Image):
                await self._upload(place, bytes(piece.data), "resfri.png", piece.alt)
                continue
            said: dict[str, Any] = {"blocks": piece[0], "text": piece[1], "thread_ts": place.thread or None}
            if private:
                await client.chat_postEphemeral(channel=place.channel, user=item.actor_id, **said)
            else:
                mark = {"event_type": MARK, "event_payload": {"id": item.id}}
                sent = await client.chat_postMessage(channel=place.channel, metadata=mark, unfurl_links=False, **said)
                last = str(sent["ts"])
        return Receipt(MessageRef(place, last) if last else None)

    async def _upload(self, place: Place, data: bytes, filename: str, alt: str) -> None:
        await self._made_client().files_upload_v2(
            channel=place.channel,
            thread_ts=place.thread or None,
            content=data,
            filename=filename,
            title=filename,
            alt_txt=alt[:1000],
        )

    async def settle(self, item: Outgoing) -> Settled:
        """By the mark in the channel's history; a private answer is not in it."""
        import aiohttp
        from slack_sdk.errors import SlackApiError

        if not isinstance(item.item, Post) or (item.item.audience == "actor" and item.place.kind == "group"):
            return "unknown"
        try:
            told = await self._made_client().conversations_history(
                channel=item.place.channel, limit=LOOKED_AT, include_all_metadata=True
            )
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            return "unknown"
        marks = [message.get("metadata", {}).get("event_payload", {}).get("id") for message in told["messages"]]
        return "sent" if item.id in marks else "not_sent"

    async def typing(self, place: Place) -> None:
        """Slack shows none for bots."""

    def preview(self, post: Post) -> str:
        """The post about as it will look: its texts and its buttons in brackets."""
        from chatbot_adapters.slack.render import pieces

        adapted = fallback.adapt(post, CAPABILITIES, self._t).items
        lines: list[str] = []
        for piece in (one for item in adapted if isinstance(item, Post) for one in pieces(item.blocks)):
            if isinstance(piece, Image):
                lines.append(piece.alt)
                continue
            lines.append(piece[1])
            rows = [block["elements"] for block in piece[0] if block["type"] == "actions"]
            lines += ["  ".join(f"[{button['text']['text']}]" for button in row) for row in rows]
        return "\n".join(lines)

    def checks(self) -> Sequence[Check]:
        """Whether both tokens are right."""
        return asyncio.run(self._checked())

    async def _checked(self) -> Sequence[Check]:
        import aiohttp
        from slack_sdk.errors import SlackApiError

        client = self._made_client()
        try:
            me = await client.auth_test()
            await client.apps_connections_open(app_token=self._settings.app_token.get_secret_value())
        except SlackApiError:
            return [Check("slack", False, notice(WRONG_TOKEN))]
        except (aiohttp.ClientError, TimeoutError):
            hint = notice(N_("Kontrollera nätet och RESFRI_SLACK__BASE_URL."))
            return [Check("slack", False, notice(N_("Slack går inte att nå")), hint)]
        return [Check("slack", True, notice(N_("Slack svarar som {name}"), name=str(me["user"])))]

    @property
    def cli(self) -> "click.Group | None":
        """`resfri slack manifest`."""
        import json

        import click

        from chatbot_adapters.slack.manifest import manifest

        @click.group(name="slack")
        def group() -> None:
            """Slack: det som administratören behöver."""

        @group.command(name="manifest")
        def show() -> None:
            """Skriv ut manifestet att klistra in när appen skapas. Läser bara, och får köras medan Resfri kör."""
            click.echo(json.dumps(manifest(self._commands, self._t), ensure_ascii=False, indent=2))

        return group

    def _made_client(self) -> "AsyncWebClient":
        if self._client is None:
            try:
                from slack_sdk.web.async_client import AsyncWebClient
            except ImportError:
                said = N_("Slack är inte installerat. Installera det med: pip install 'resfri[slack]'")
                raise UsageError(said) from None
            self._client = AsyncWebClient(
                self._settings.bot_token.get_secret_value(),
                base_url=self._settings.base_url.rstrip("/") + "/",
                timeout=7,
                retry_handlers=[],  # the SDK would send again what may have arrived: the outbox decides that
            )
        return self._client


WRONG_TOKEN = N_(
    "Slack känner inte igen botens tokens. Hämta dem på api.slack.com och sätt RESFRI_SLACK__BOT_TOKEN och "
    "RESFRI_SLACK__APP_TOKEN."
)


def _without_pictures(post: Post) -> Post:
    """Pictures as their words: Slack shows files to a whole channel, and none in an edit."""
    blocks = tuple(text(block.alt) if isinstance(block, Image) else block for block in post.blocks)
    return Post(blocks or (Text(()),), post.audience)


def _told(error: Any) -> Exception:
    """What Slack's refusal means for the outbox."""
    response = error.response
    status, reason = getattr(response, "status_code", 0), str(response.get("error", "")) if response else ""
    if status == 429:
        return RateLimited(float(response.headers.get("Retry-After", 1)))
    return SendFailed(f"Slack: {reason[:100] or status}", final=reason in HOPELESS)
