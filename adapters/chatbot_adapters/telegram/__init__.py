"""Telegram: private chats, groups and forum topics, by long polling; needs the extra `telegram`."""

from chatbot_adapters.telegram.adapter import TelegramAdapter
from chatbot_adapters.telegram.settings import TelegramSettings

ADAPTER = TelegramAdapter

__all__ = ["ADAPTER", "TelegramAdapter", "TelegramSettings"]
