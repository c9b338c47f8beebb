"""The settings of Slack."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class SlackSettings(BaseModel):
    """Read from `RESFRI_SLACK__…`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    bot_token: SecretStr = Field(default=SecretStr(""), description="Botens token, börjar med xoxb-")
    app_token: SecretStr = Field(default=SecretStr(""), description="Appens token för Socket Mode, börjar med xapp-")
    signing_secret: SecretStr = Field(
        default=SecretStr(""), description="Hemligheten som Slack signerar med, för HTTP i stället för Socket Mode"
    )
    base_url: str = Field(
        default="https://slack.com/api/", pattern=r"^https?://", description="Adressen till Slacks API, eller en proxy"
    )
