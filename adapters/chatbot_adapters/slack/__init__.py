"""Slack by Socket Mode (no public address) or by signed HTTP; needs the extra `slack`."""

from chatbot_adapters.slack.adapter import SlackAdapter
from chatbot_adapters.slack.settings import SlackSettings

ADAPTER = SlackAdapter

__all__ = ["ADAPTER", "SlackAdapter", "SlackSettings"]
