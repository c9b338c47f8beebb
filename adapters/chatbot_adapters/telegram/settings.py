"""The settings of Telegram, and the rule that nobody but Telegram may deliver to a webhook."""

import re
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from chatbot.errors import N_, UsageError

SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
TELEGRAM = "api.telegram.org"


class TelegramSettings(BaseModel):
    """Read from `RESFRI_TELEGRAM__…`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    token: SecretStr = Field(default=SecretStr(""), description="Botens token, från BotFather")
    base_url: str = Field(
        default=f"https://{TELEGRAM}",
        pattern=r"^https?://",
        description="Adressen till Telegrams Bot API, eller till en egen server som talar det",
    )
    webhook_url: str = Field(
        default="",
        pattern=r"^$|^https?://",
        description="Adressen dit Telegram ska skicka, slutar på /telegram/webhook; tom = Resfri frågar själv",
    )
    webhook_secret: SecretStr = Field(
        default=SecretStr(""), description="Hemligheten som Telegram visar när det skickar, minst 16 tecken"
    )


def refuse_open_webhook(settings: TelegramSettings) -> None:
    """Raise `UsageError` where others than Telegram could deliver, or Telegram would not."""
    if not settings.webhook_url:
        return
    if not SECRET.fullmatch(settings.webhook_secret.get_secret_value()):
        raise UsageError(
            N_(
                "Sätt RESFRI_TELEGRAM__WEBHOOK_SECRET till 16–256 tecken av A–Z, a–z, 0–9, _ och -. "
                "Utan den kan vem som helst skicka meddelanden i andras namn."
            )
        )
    official = urlsplit(settings.base_url).hostname == TELEGRAM
    if official and not settings.webhook_url.startswith("https://"):
        raise UsageError(N_("Telegram skickar bara till https. Ändra RESFRI_TELEGRAM__WEBHOOK_URL."))
