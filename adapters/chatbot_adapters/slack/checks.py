"""What doctor looks at: tokens, scopes, the clock and the way to Slack."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from chatbot.errors import N_, notice
from chatbot.ports import Check
from chatbot_adapters.slack.manifest import SCOPES
from chatbot_adapters.slack.send import reason_of

SKEW_S = 60  # Slack's signature holds for 300; a clock this wrong will soon be worse
WRONG_TOKEN = N_(
    "Slack känner inte igen botens tokens. Hämta dem på api.slack.com och sätt RESFRI_SLACK__BOT_TOKEN och "
    "RESFRI_SLACK__APP_TOKEN."
)
UNKNOWN_TOKEN = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"})


async def checked(client: AsyncWebClient, app_token: str, now: datetime) -> Sequence[Check]:
    """The findings; `now` is this machine's clock."""
    try:
        me = await client.auth_test()
        if app_token:
            await client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        if reason_of(error) in UNKNOWN_TOKEN:
            return [Check("slack", False, notice(WRONG_TOKEN))]
        return [_away()]
    except (aiohttp.ClientError, TimeoutError):
        return [_away()]
    headers = {name.lower(): value for name, value in dict(me.headers).items()}
    return [
        Check("slack", True, notice(N_("Slack svarar som {name}"), name=str(me["user"]))),
        *_scopes(headers),
        *_clock(headers, now),
    ]


def _away() -> Check:
    hint = notice(N_("Kontrollera nätet och RESFRI_SLACK__BASE_URL."))
    return Check("slack", False, notice(N_("Slack går inte att nå")), hint)


def _scopes(headers: Mapping[str, str]) -> Iterator[Check]:
    """Those of the manifest that the installed app was not given; nothing where Slack does not tell."""
    given = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",") if scope.strip()}
    missing = sorted(set(SCOPES) - given)
    if given and missing:
        hint = N_("Klistra in manifestet på nytt under App Manifest på api.slack.com och installera om appen.")
        told = notice(N_("Slack-appen saknar rättigheter: {scopes}"), scopes=", ".join(missing))
        yield Check("slack", False, told, notice(hint))


def _clock(headers: Mapping[str, str], now: datetime) -> Iterator[Check]:
    try:
        theirs = parsedate_to_datetime(headers.get("date", ""))
    except ValueError:
        return
    wrong = round(abs((now - theirs).total_seconds()))
    if wrong > SKEW_S:
        told = notice(N_("Klockan går fel: {seconds} sekunder mot Slacks"), seconds=wrong)
        hint = notice(N_("Ställ den efter en tidsserver. Slacks signatur gäller fem minuter."))
        yield Check("slack", False, told, hint)
