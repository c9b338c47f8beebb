"""The settings of Telegram."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class TelegramSettings(BaseModel):
    """Read from `RESFRI_TELEGRAM__…`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    token: SecretStr = Field(default=SecretStr(""), description="Botens token, från BotFather")
    base_url: str = Field(
        default="https://api.telegram.org",
        pattern=r"^https?://",
        description="Adressen till Telegrams Bot API, eller till en egen server som talar det",
    )
