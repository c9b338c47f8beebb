"""Looking a pack over before people meet it: each rule is one function, each finding has its place and what to do."""

from chatbot.packs.lint.run import lint

__all__ = ["lint"]
