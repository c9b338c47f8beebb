"""The web chat: one page that works with or without JavaScript, for the browser on this machine or behind a login."""

from chatbot_adapters.web.adapter import WebAdapter
from chatbot_adapters.web.settings import WebSettings

ADAPTER = WebAdapter

__all__ = ["ADAPTER", "WebAdapter", "WebSettings"]
