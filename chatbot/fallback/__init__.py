"""What a platform cannot show, turned into what it can: numbered choices, forms field by field, mono tables (pure)."""

from chatbot.fallback.adapt import Adapted, adapt
from chatbot.fallback.choices import choices_of, mark, pick, too_long
from chatbot.fallback.dialogue import Cancelled, Done, Next, start, step
from chatbot.fallback.splitting import split

__all__ = [
    "Adapted",
    "Cancelled",
    "Done",
    "Next",
    "adapt",
    "choices_of",
    "mark",
    "pick",
    "split",
    "start",
    "step",
    "too_long",
]
