"""Swedish text analysis: pure, linear in the length of the text."""

from chatbot.text.courtesy import SmallTalkKind, small_talk, strip_courtesy
from chatbot.text.normal import LOOKALIKES, MAX_RANKED, fold, is_stop, normalise, plain, stem, stems, words
from chatbot.text.platforms import platform_of, platforms_in

__all__ = [
    "LOOKALIKES",
    "MAX_RANKED",
    "SmallTalkKind",
    "fold",
    "is_stop",
    "normalise",
    "plain",
    "platform_of",
    "platforms_in",
    "small_talk",
    "stem",
    "stems",
    "strip_courtesy",
    "words",
]
