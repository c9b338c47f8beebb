"""One or more people told together, and where they are from: "två handläggare", "Berit från Ed", "Ed (3)"."""

import re
from dataclasses import dataclass
from typing import Literal

from chatbot.meetings.lexicon import FIRST_NAMES, is_word
from chatbot.meetings.line import Line
from chatbot.meetings.numbers import GROUPS, WORDS, number
from chatbot.meetings.persons import (
    AND,
    COMMA,
    DETERMINERS,
    EACH,
    FROM,
    ME,
    NOT_ONE,
    OFFICE,
    PRONOUNS,
    STOP,
    TOTALS,
    VERBS,
    is_people,
    is_thing,
)
from chatbot.meetings.where import NO_NAME, ORGANISATION

# An origin: "2 från Ed" or "Ed (2)", "2 Ed" or "Ed 2", "2 i Ed"; none: "två från skolan".
How = Literal["", "from", "pair", "in", "unit"]
Kind = Literal["number", "noun", "office", "me", "name", "maybe", "place"]
TOKEN = re.compile(r"[\ue000-\uefff]|[a-z]+(?:[-'][a-z]+)*|\d+|\x00+|\S")
NUMBER = re.compile(r"(?<![.,:/§#-])(?<!\d )\d{1,4}(?![.,:/]\d|:[a-z]|-\d|\s*%)|[a-z]+")
PLACE = re.compile("[\ue000-\uefff]")
SHORT = 6  # letters from which a word is no abbreviation
ENDS = frozenset(("", ".", "!", "?"))
SIGNS = frozenset("(:=x*-")


@dataclass(frozen=True, slots=True)
class Member:
    """People told together; `origin` is the place's character in the line, if one was told."""

    count: int
    kind: Kind
    start: int
    end: int
    origin: str = ""
    how: How = ""
    head: int = 0  # where its number or word begins, past a place before it
    bare: bool = False  # a number and no word for what it counts
    total: bool = False  # "8 deltagare", "6 st"
    each: bool = False  # "en vardera från Ed och Åmål"

    @property
    def stated(self) -> bool:
        """The origin was told with "från" or a sign."""
        return self.how == "from"


Found = tuple[Member, int]  # and the word after it
Who = tuple[Kind, int, int]  # a kind, how many, and the word after it


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    capital: bool


class Words:
    """The words of a line, and what of people begins at one of them."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.words = tuple(
            _Word(m.group(), m.start(), m.end(), line.source[line.starts[m.start()]].isupper())
            for m in TOKEN.finditer(line.work)
        )

    def text(self, at: int) -> str:
        """The word, "" outside the line."""
        return self.words[at].text if 0 <= at < len(self.words) else ""

    def is_place(self, at: int) -> bool:
        """Whether a place stands here."""
        return PLACE.match(self.text(at)) is not None

    def member(self, at: int) -> Found | None:
        """The member that begins here."""
        if self.is_place(at):
            return self._of_place(at)
        start = at
        while self.text(at) in DETERMINERS:
            at += 1
        who = self._some(at) or self._one(at, start)
        if who is None:
            return None
        kind, count, end = who
        bare, each = kind == "number" and end == at + 1, self.text(end) in EACH
        end += each
        origin, how, last = self._origin(end, kind, bare or self.text(end - 1) == "st")
        begin = self.words[min(at, end - 1)].start
        total = kind == "number" and self.text(at + 1) in TOTALS
        stop = self.words[(end if how == "unit" else last) - 1].end
        return Member(count, kind, begin, stop, origin, how, begin, bare, total, each), last

    def _some(self, at: int) -> Who | None:
        """A number of people."""
        if self.text(at + 1) in {":", "="}:
            return None
        if self.text(at) in {"ende", "enda"} and self.text(at - 1) == "den":
            return "number", 1, at + 1
        if self.text(at) == "ett" and self.text(at + 1) == "par":
            return self._counted(at + 1, 2)
        if self.text(at) in {"en", "ett"} and self.text(at + 1) in GROUPS:
            at += 1
        count = GROUPS.get(self.text(at)) or self._number(at)
        return None if count is None else self._counted(at, count)

    def _one(self, at: int, start: int) -> Who | None:
        """The writer, somebody in an office, or a name; what may be a name beside "jag"."""
        word = self.text(at)
        if word in ME or (word == "ja" and self._is_me(at)):
            return "me", 1, at + 1 + (self.text(at + 1) == "sjalv")
        if start < at and self.text(at - 1) in PRONOUNS and not self._is_name(at):
            return "office", 1, at
        if self.text(at - 1) == "vice" and word in FROM:
            return "office", 1, at
        if (
            not word[:1].isalpha()
            or len(word) < 2
            or self.text(start - 1) in NOT_ONE
            or self.text(at + 1) in {":", "="}
        ):
            return None
        if (end := self._office(at)) > at:
            return "office", 1, end + self._is_surname(end)
        if self._is_name(at):
            return "name", 1, at + 1 + self._is_surname(at + 1)
        if is_word(word) or word in STOP or len(word) < 3 or is_thing(word) or ORGANISATION.search(word):
            return None
        return "maybe", 1, at + 1

    def _office(self, at: int) -> int:
        word = self.text(at)
        if word == "man":
            return at + (self.text(at - 1) in {"min", "hennes", "hans"})
        if word in STOP:
            return at
        if self.text(at + 1) == "." and len(word) < 6 and OFFICE.match(self.text(at + 2)):  # "ek.chef"
            return at + 3
        if OFFICE.match(word):
            return at + 1 + (self.text(at + 1) == "." and word in {"ordf", "sekr"})
        return at

    def _is_me(self, at: int) -> bool:
        """ "ja" for "jag": before a verb, or in a list."""
        before, after = self.text(at - 1), self.text(at + 1)
        listed = at > 0 and after == "," and self._is_name(at + 2)
        listed = listed or (self._is_name(at + 1) and self.text(at + 2) in AND and self._is_name(at + 3))
        return bool({before, after} & (VERBS | AND)) or listed

    def _is_name(self, at: int) -> bool:
        word = self.text(at)
        if word in FIRST_NAMES:
            return word not in STOP or self.words[at].capital
        if self.text(at - 1) in ENDS and self.text(at + 1) not in AND | FROM | VERBS | {"("}:
            return False  # the first word of a sentence
        if not word[:1].isalpha() or not self.words[at].capital or len(word) < 2:
            return False
        no_name = is_word(word) or word in STOP or ORGANISATION.search(word)
        return not no_name and not (len(word) > 6 and NO_NAME.search(word))

    def _is_surname(self, at: int) -> bool:
        capital = at < len(self.words) and self.words[at].capital
        return capital and (len(self.text(at)) == 1 or self._is_name(at))

    def _number(self, at: int) -> int | None:
        word = self.text(at)
        if not word or not (word.isdigit() or word in WORDS):
            return None
        match = NUMBER.match(self.line.work, self.words[at].start)
        return number(word) if match and match.group() == word else None

    def _counted(self, at: int, count: int) -> Who | None:
        """What stands after a number: nothing, "st", "av oss", "till", a noun of people; None for a thing."""
        end = at + 1
        if self.is_place(end) and self.line.mention(self.text(end)).people:
            return "place", count, end
        if self.text(end) in {"av", "utav"} and self._number(end + 1):  # "6 av 8 ledamöter"
            end += 2
        article = self.text(at) in {"en", "ett"}
        if self.text(end) in TOTALS:
            article, end = False, self._past_point(end + 1)
        elif is_thing(self.text(end)):
            return None
        if self.text(end) == "av" and self.text(end + 1)[:1].isalpha() and self.text(end + 1) not in WORDS:
            end += 2
        noun = self._noun(end)
        if self._is_more(noun):
            return "noun", count, noun + 1
        if noun > end:
            return "noun", count, noun
        return None if article and self.text(end) not in FROM | EACH | VERBS else ("number", count, end)

    def _past_point(self, at: int) -> int:
        """Past the point of an abbreviation; the one of a sentence has a capital after it."""
        ends = at + 1 < len(self.words) and self.words[at + 1].capital
        return at + (self.text(at) == "." and not ends)

    def _is_more(self, at: int) -> bool:
        """ "(tre) till", "(två) andra", not "tre till fyra"."""
        return self.text(at) in {"till", "andra"} and not self.is_place(at + 1) and self._number(at + 1) is None

    def _noun(self, at: int) -> int:
        """Where a noun of people, perhaps after an adjective, ends."""
        for end in (at, at + 1):
            word = self.text(end)
            if not word[:1].isalpha() or word in STOP or word in WORDS or is_thing(word):
                return at
            if is_people(word) or self._is_short(end):
                return end + 1 + self._is_short(end)
            if self.text(end + 1) in FROM or self._beside_people(at, end):
                return end + 1
        return at

    def _is_short(self, at: int) -> bool:
        """A noun cut off with a point: "3 lär. från Ed", "2 arb. + 1 chef"."""
        word, after = self.text(at), self.text(at + 2)
        if self.text(at + 1) != "." or self.words[min(at + 2, len(self.words) - 1)].capital:
            return False
        short = 1 < len(word) < SHORT
        return after in FROM | VERBS if not short else is_people(word) or after in FROM | AND | VERBS | COMMA

    def _beside_people(self, at: int, end: int) -> bool:
        """ "3 fackliga och 2 chefer", "8 damer och en herre"."""
        after = self.text(end + 1) in AND and self._number(end + 2) is not None and is_people(self.text(end + 3))
        after = after or (self.text(end + 1) in AND - {"och"} and OFFICE.match(self.text(end + 2)) is not None)
        return after or (self.text(at - 2) in AND and is_people(self.text(at - 3)))

    def _origin(self, at: int, kind: Kind, bare: bool) -> tuple[str, How, int]:
        """ "från Ed", "(Ed)", "från enheten i Ed", "i Ed"; after a bare number only "Ed"."""
        bracket = self.text(at) == "("
        step = at + bracket
        word = self.text(step)
        if word in FROM or bracket:
            return self._stated(at, step + (word in FROM), bracket)
        if word == "i" and self.is_place(step + 1) and kind not in {"me", "maybe"}:
            return self.text(step + 1), "in", step + 2
        if word in {"i", "pa", "for"} and self.text(step + 1)[:1].isalpha() and self.text(step + 2) in COMMA | AND:
            return "", "unit", step + 2
        if kind == "place":
            return word, "from", at + 1
        step += word in {"*", "x"}
        if kind == "number" and bare and self.is_place(step):
            return self.text(step), "pair", step + 1
        return "", "", at

    def _stated(self, at: int, step: int, bracket: bool) -> tuple[str, How, int]:
        step += self.text(step) == ":"
        if self.text(step + 1) == "i" and self.is_place(step + 2):
            step += 2
        if self.is_place(step):
            return self.text(step), "from", step + 1 + (self.text(step + 1) == ")" and bracket)
        step += self.text(step) in {"var", "vart", "sjalva"}
        if not bracket and self.text(step)[:1].isalpha() and self.text(step) not in STOP:
            return "", "unit", step + 1
        return "", "", at

    def _of_place(self, at: int) -> Found | None:
        """ "Ed (3)", "Ed: 3", "Ed x 3", "Ed 3 st"; the inhabitants of a place."""
        people, sign = self.line.mention(self.text(at)).people, self.text(at + 1) in SIGNS
        step = at + 1 + sign
        step += self.text(step) == "," and people
        step += self.text(step) in {"var", "vi"} and people
        count, after = self._number(step), self.text(step + 1)
        on_the_way = self.text(at - 1) in {"-", "till"} and self.is_place(at - 2)  # "Ed-Åmål x 2"
        if count is None or on_the_way or is_thing(after) or after in {"deltagare", "deltagarna", "delt"}:
            return None
        head = self.words[step].start
        step += 1 + (after in TOTALS)
        if self.text(step) in FROM or self.is_place(step):  # "i Ed: 2 från Åmål"
            return None
        step += self.text(step) == ")"
        start = at - 1 - (self.text(at - 1) in {":", "="})
        start = start if self.text(start) in FROM else at
        how: How = "from" if sign or people or start < at else "pair"
        return Member(count, "place", self.words[start].start, self.words[step - 1].end, self.text(at), how, head), step
