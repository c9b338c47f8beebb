"""A long paragraph in pieces that a platform takes (pure). Joined again they are the paragraph: nothing is lost."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from chatbot.messages import Span, Text
from chatbot.ports import Unit

JOINER = "\u200d"
SKIN_TONES = range(0x1F3FB, 0x1F400)
FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def size(words: str, unit: Unit) -> int:
    """How long a text is in the platform's own unit; an unpaired surrogate counts as what it takes."""
    match unit:
        case "chars":
            return len(words)
        case "utf16":
            return len(words.encode("utf-16-le", "surrogatepass")) // 2
        case "bytes":
            return len(words.encode("utf-8", "surrogatepass"))


def split(block: Text, limit: int, unit: Unit) -> Sequence[Text]:
    """The paragraph in pieces of at most `limit` units, cut after a line or a word where there is one.

    Only a single letter that is itself longer than the limit makes a longer piece.
    """
    parts: list[Text] = []
    spans: list[Span] = []
    room = limit
    for span in block.spans:
        rest = span.text
        while size(rest, unit) > room:
            cut = cut_at(rest, room, unit, must=not spans)
            if cut:
                spans.append(replace(span, text=rest[:cut]))
            rest = rest[cut:]
            parts.append(Text(tuple(spans)))
            spans, room = [], limit
        if rest:
            spans.append(replace(span, text=rest))
            room -= size(rest, unit)
    return [*parts, Text(tuple(spans))] if spans or not parts else parts


def cut_at(words: str, room: int, unit: Unit, *, must: bool) -> int:
    """How many characters to take: to the end of a line or word, else what fits if something `must` be taken."""
    fits = _fitting(words, room, unit)
    newline, space = words.rfind("\n", 0, fits), words.rfind(" ", 0, fits)
    if newline >= fits // 2 or space < 0 <= newline:
        return newline + 1
    if space >= 0:
        return space + 1
    if not must:
        return 0
    whole = fits
    while whole and _belongs_to_the_one_before(words, whole):
        whole -= 1
    return whole or max(fits, 1)


def _fitting(words: str, room: int, unit: Unit) -> int:
    used = 0
    for fits, letter in enumerate(words):
        used += size(letter, unit)
        if used > room:
            return fits
    return len(words)


def _belongs_to_the_one_before(words: str, at: int) -> bool:
    """True when a cut here would part one letter: an accent, an emoji made of several, a flag, a line's two ends."""
    if at >= len(words):
        return False
    before, letter = words[at - 1], words[at]
    if unicodedata.category(letter).startswith("M") or JOINER in {before, letter} or before + letter == "\r\n":
        return True
    return ord(letter) in SKIN_TONES or (ord(letter) in FLAG_LETTERS and _flags_before(words, at) % 2 == 1)


def _flags_before(words: str, at: int) -> int:
    found = 0
    while found < at and ord(words[at - 1 - found]) in FLAG_LETTERS:
        found += 1
    return found
