"""From a question to a guide: pure, no clock, no database."""

from chatbot.answers.engine import answer
from chatbot.answers.index import Index, build_index
from chatbot.answers.result import Answer, Ask, Candidate, Context, Found, SmallTalk, Unknown, Unsure

__all__ = [
    "Answer",
    "Ask",
    "Candidate",
    "Context",
    "Found",
    "Index",
    "SmallTalk",
    "Unknown",
    "Unsure",
    "answer",
    "build_index",
]
