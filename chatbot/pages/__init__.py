"""Web pages for people: the board of a federation, beside the chat (light to import; `app.py` brings the web in)."""

from chatbot.pages.settings import PagesSettings

__all__ = ["PagesSettings"]
