"""Swedish numbers as people write them: digits, words, "ett tiotal", "halvdussin". All on text without å ä ö."""

import re

_SMALL = {
    "noll": 0, "en": 1, "ett": 1, "tva": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "atta": 8,
    "nio": 9, "nie": 9,
    "tio": 10, "tie": 10, "elva": 11, "tolv": 12, "tretton": 13, "fjorton": 14, "femton": 15, "sexton": 16,
    "sjutton": 17,
    "arton": 18, "aderton": 18, "nitton": 19, "tvenne": 2, "trenne": 3,
}  # fmt: skip
_TENS = {
    "tjugo": 20, "tjuge": 20, "trettio": 30, "tretti": 30, "fyrtio": 40, "fyrti": 40, "femtio": 50, "femti": 50,
    "sextio": 60, "sjuttio": 70, "attio": 80, "nittio": 90,
}  # fmt: skip
_ORDINALS = (
    "nollte",
    "forsta",
    "andra",
    "tredje",
    "fjarde",
    "femte",
    "sjatte",
    "sjunde",
    "attonde",
    "nionde",
    "tionde",
    "elfte",
    "tolfte",
    "trettonde",
    "fjortonde",
    "femtonde",
    "sextonde",
    "sjuttonde",
    "artonde",
    "nittonde",
    "tjugonde",
)

WORDS: dict[str, int] = (
    _SMALL
    | _TENS
    | {tens + word: _TENS[tens] + _SMALL[word] for tens in _TENS for word in list(_SMALL)[1:11]}
    | {"hundra": 100, "etthundra": 100, "tvahundra": 200, "trehundra": 300, "tusen": 1000}
)
ORDINALS: dict[str, int] = (
    {word: value for value, word in enumerate(_ORDINALS) if value}
    | {"forste": 1, "andre": 2, "trettionde": 30}
    | {"tjugo" + word: 20 + value for value, word in enumerate(_ORDINALS[:10]) if value}
    | {"trettioforsta": 31, "trettiforsta": 31}
)
GROUPS: dict[str, int] = (
    {word + "tal": value for word, value in WORDS.items() if value >= 8}
    | {word + "talet": value for word, value in WORDS.items() if value >= 8}
    | {"dussin": 12, "dussinet": 12, "halvdussin": 6, "halvt dussin": 6}
)


def _either(words: dict[str, int], without: tuple[str, ...] = ()) -> str:
    return "|".join(sorted((word for word in words if word not in without), key=len, reverse=True))


BEFORE, AFTER = r"(?<![\w,.:/-])", r"(?!\w)"
NUM = rf"(?:{BEFORE}(?:\d{{1,7}}|{_either(WORDS)}){AFTER})"  # any whole number, also "en" and "ett"
COUNT = rf"(?:{BEFORE}\d{{1,7}}(?!\d)|{NUM})"  # also written together with its noun: "4p"
UNBOUND = rf"(?:(?:\d{{1,7}}|{_either(WORDS)}){AFTER})"  # whatever stands before it
MANY = rf"(?:{BEFORE}(?:\d{{1,7}}|{_either(WORDS, ('en', 'ett'))}){AFTER})"  # without the articles
ORDINAL = rf"(?:\b(?:{_either(ORDINALS)})\b)"
GROUP = rf"(?:\b(?:{_either(GROUPS)})\b)"
HALVES = {"½": 0.5, "¼": 0.25, "¾": 0.75}
DECIMAL = rf"(?:{BEFORE}\d{{1,4}}(?:[.,]\d{{1,2}}|[½¼¾])?|{BEFORE}[½¼¾]|{NUM})"


def number(text: str) -> int:
    """The number that `NUM` or `MANY` matched."""
    return int(text) if text.isdigit() else WORDS[text]


def ordinal(text: str) -> int:
    """The number that `ORDINAL` matched."""
    return ORDINALS[text]


def group(text: str) -> int:
    """The number that `GROUP` matched: "tiotal" 10."""
    return GROUPS[re.sub(r"\s+", " ", text)]


def decimal(text: str) -> float:
    """The number that `DECIMAL` matched: "1,5", "1½", "tre"."""
    if text[-1] in HALVES:
        return (int(text[:-1]) if text[:-1] else 0) + HALVES[text[-1]]
    return float(text.replace(",", ".")) if text[0].isdigit() else float(WORDS[text])
