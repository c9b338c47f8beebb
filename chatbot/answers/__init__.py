"""From a question to a guide: pure, no clock, no database."""

from chatbot.answers.engine import answer
from chatbot.answers.explain import Explanation, explain
from chatbot.answers.head import Head, load_head
from chatbot.answers.index import Index, build_index
from chatbot.answers.result import Answer, Ask, Candidate, Context, Found, SmallTalk, Unknown, Unsure
from chatbot.answers.train import train, trained_on
from chatbot.answers.vectors import E5, Embedder

__all__ = [
    "E5",
    "Answer",
    "Ask",
    "Candidate",
    "Context",
    "Embedder",
    "Explanation",
    "Found",
    "Head",
    "Index",
    "SmallTalk",
    "Unknown",
    "Unsure",
    "answer",
    "build_index",
    "explain",
    "load_head",
    "train",
    "trained_on",
]
