"""From a question to a guide: pure, no clock, no database."""

from chatbot.answers.endpoint import Chooser, Endpoint
from chatbot.answers.engine import advise, answer
from chatbot.answers.explain import Explanation, explain
from chatbot.answers.head import Head, load_head
from chatbot.answers.index import Index, build_index
from chatbot.answers.result import Advice, Answer, Ask, Candidate, Context, Found, SmallTalk, Unknown, Unsure
from chatbot.answers.train import train, trained_on
from chatbot.answers.vectors import E5, Embedder, Remembered

__all__ = [
    "E5",
    "Advice",
    "Answer",
    "Ask",
    "Candidate",
    "Chooser",
    "Context",
    "Embedder",
    "Endpoint",
    "Explanation",
    "Found",
    "Head",
    "Index",
    "Remembered",
    "SmallTalk",
    "Unknown",
    "Unsure",
    "advise",
    "answer",
    "build_index",
    "explain",
    "load_head",
    "train",
    "trained_on",
]
