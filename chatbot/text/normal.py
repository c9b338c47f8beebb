"""From what a person typed to plain words: one form of each letter, nothing invisible, å ä ö optional.

Everything is linear in the length of the text.
"""

import re
import threading
import unicodedata
from functools import lru_cache

import Stemmer  # type: ignore[import-not-found]  # a C extension without stubs

MAX_RANKED = 2000  # characters looked at when ranking; the point of a question stands early

# Letters that look or sound alike; å ä ö last so that typing without them meets.
LOOKALIKES = str.maketrans(
    {"å": "a", "ä": "a", "ö": "o", "é": "e", "è": "e", "ê": "e", "ë": "e", "ü": "u", "æ": "a", "ø": "o", "á": "a"}
    | {"à": "a", "í": "i", "ó": "o", "ú": "u", "ñ": "n", "ç": "c", "а": "a", "е": "e", "о": "o", "р": "p"}
    | {"с": "c", "х": "x", "у": "y", "і": "i"}
)
ELONGATED = re.compile(r"([^\W\d])\1{2,}")
WORD = re.compile(r"[^\W_]+(?:['’:][^\W_]+)?")
# Negations, directions and persons are kept: "de hör inte mig" is not "jag hör inte dem".
STOP_LIST = """
    och att en ett är som det den i på av för med till om har hade var vara kan kunna ska skall skulle vill måste man
    hur vad när där här så då nu också även men eller utan ju väl nog bara finns bli blir blev får få gör göra går gå
    detta denna dessa sig sin sitt sina min mitt mina din ditt dina vår vårt våra er ert era ni vi du jag han hon
    ha från vid efter under innan över nån nåt någon något några ens hit dit liksom typ alltså asså eh öh hm ok okej
    fast annars kanske istället the a an is are to of in on how do does i my it can what with for
    """
KEPT = "inte ej aldrig ingen inget inga mig mej dem dom de andra alla själv av på in ut upp ner"
STOP = frozenset(STOP_LIST.split()) - frozenset(KEPT.split())
STOP_FOLDED = STOP | frozenset(word.translate(LOOKALIKES) for word in STOP)

_stemmers = threading.local()


def normalise(text: str) -> str:
    """NFC and lower case; no invisible or control characters; letters drawn out ("heeej") shortened; single spaces."""
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    visible = composed if composed.isprintable() else "".join(_visible(c) for c in composed)
    return " ".join(ELONGATED.sub(r"\1", visible).split())


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    category = unicodedata.category(character)
    return "" if category == "Cf" or character == "\u00ad" else " "


def fold(text: str) -> str:
    """Normalised, with å ä ö and letters that look like others as plain ones: "Möte" and "mote" are the same."""
    return normalise(text).translate(LOOKALIKES)


def plain(word: str) -> str:
    """A word of `words` folded: it is normalised already."""
    return word if word.isascii() else word.translate(LOOKALIKES)


def words(text: str) -> tuple[str, ...]:
    """The words of the first 2,000 characters, normalised, in order."""
    return tuple(WORD.findall(normalise(text[: MAX_RANKED * 2])[:MAX_RANKED]))


def is_stop(word: str) -> bool:
    """Whether the word says nothing by itself; never so for negations, directions and persons spoken of."""
    return word in STOP_FOLDED


def stem(word: str) -> str:
    """The folded word without its endings (Snowball, Swedish), also "-ning": "delning" and "dela" meet."""
    return _stem(plain(word))


@lru_cache(maxsize=50_000)
def _stem(folded: str) -> str:
    bare = str(_stemmer().stemWord(folded))
    if len(bare) > 6 and bare.endswith("ning"):
        return bare[:-4]
    return bare[:-3] if len(bare) > 7 and bare.endswith("ing") else bare


def _stemmer() -> Stemmer.Stemmer:
    """One for each thread: PyStemmer's objects are not safe to share. The cache is above, hence 0."""
    if not hasattr(_stemmers, "swedish"):
        _stemmers.swedish = Stemmer.Stemmer("swedish", 0)
    return _stemmers.swedish


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words that say something, in order; the same with and without å ä ö."""
    return tuple(stem(word) for word in words(text) if not is_stop(word))
