"""People told in a row, each perhaps with where from: "jag, Berit från Ed och två handläggare", "Ed (3), Åmål 2".

Everything that is said of people in a line is said of such groups; the readers of travellers and of participants only
look at what stands around them.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from chatbot.meetings.lexicon import FIRST_NAMES, is_word, words
from chatbot.meetings.line import Line
from chatbot.meetings.numbers import GROUPS, WORDS, number

# An origin: "2 från Ed" or "Ed (2)", "2 Ed" or "Ed 2", "2 i Ed"; none: "två från skolan".
How = Literal["", "from", "pair", "in", "unit"]
Kind = Literal["number", "noun", "office", "me", "name", "maybe", "place"]
GROUP = "[\uf000-\uf3ff]"  # a group in a line whose groups have been replaced
FIRST_GROUP = 0xF000
MOST = 200  # groups of a line

TOKEN = re.compile(r"[\ue000-\uefff]|[a-z]+(?:[-'][a-z]+)*|\d+|\x00+|\S")
NUMBER = re.compile(r"(?<![.,:/§#-])(?<!\d )\d{1,4}(?![.,:/]\d|:[a-z]|-\d|\s*%)|[a-z]+")
PERSONS_FORM = (  # nouns of people by their form
    r"(?:(?!bil|timm|dag|sal)\w*(?:are|arna|aren|arn|iker|ikerna|ister|orer|torer|enter|enten|anter|oter|loger|nomer|man|mannen|chef|chefer|chefen|skoterskor"
    r"|skoterska|rektorer|mastar|mastrar|personer|personal|rad|vanner|vannerna|foraldrar|kollegor|kollega|strateger|pedagoger|kuratorer|jurister"
    r"|assistenter|konsulter|direktorer|suppleanter|revisorer|pojkar|flickor|bor)"
    r"|grannar|syskon|barn|bekanta|kompisar|kompis|kamrater|klienter|anhoriga|gubbar|kvinnor|damer|tanter|bonder|elever|gaster"
    r"|tolkar|praster|kockar|medlemmar|representanter|ombud|parter|patienter|ungdomar|anstallda|folk|manniskor"
    r"|ordforande\w*|pol|tjm|ers|repr|handl|suppl|tjman|led|devs?|killar|tjejer|vikarier|politiker)\b"
)
PERSONS = re.compile(rf"{PERSONS_FORM}$")
TOTALS = frozenset(words("pers personer person deltagare deltagarna delt st stycken styck man folk p pax manniskor"))
THINGS = re.compile(
    r"(?:(?!bilister|resande|resenar)(?:kommun|bil|buss|mil|mote|motet|moten|punkt|arende|skol|enhet|forvaltning|organisation|foretag|dator|skarm"
    r"|rum|sal|dag|veck|manad|timm|tim$|minut|min$|kron|kr$|kilometer|km$|kwh|kg|resor|resa|gang|tag$|flyg|avdelning|namnd|kvart|halv"
    r"|portion|smorgas|stol|bulla|kak|procent|ar$|h$|km|kanel|allergier|sid|rader|verk|meter|grader|kok$|organisationer|orter|byar"
    r"|platser|uppdrag|bygge)\w*)$"
)
OFFICE = re.compile(
    r"(?:[\w-]+-)?(?:ordf|ordforanden?|viceordf\w*|sekreteraren?|\w*sekr|\w*chef(?:en)?|\w*rektorn?|\w*ekonom(?:en)?|\w*jurist(?:en)?"
    r"|\w*(?:ledare|larare|handlaggare|samordnare|utredare|planerare|vagledare|skotare|tekniker|politiker|ersattare|mastare)n?"
    r"|\w*(?:strateg|pedagog|kurator|psykolog|logoped|assistent|direktor|konsult|inspektor|koordinator|kommunikator"
    r"|administrator|controller|arkitekt|ingenjor|sjukskoterska|skoterska|kamrer|kassor|suppleant|revisor|tolk|vikarie"
    r"|praktikant|kommunalrad|ledamot|bibliotekarie|prast|prost|ombud|kantor|vard|advokat|klient|patient|lakare)(?:en|n|an|et)?"
    r"|(?:svar)?(?:dotter|son)|fru|sambo|granne|granen|kompis|kollegan?|van|karringa?"
    r"|\w{3,}(?:aren|orn|enten|isten|mannen|logen|skan|radet|strategen|nomen|ikern|ekten|gogen|ronen|juristen))$"
)
PRONOUNS = frozenset(words("hon han ho"))
ME = frozenset(words("jag undertecknad mig mej"))
DETERMINERS = frozenset(
    words(
        "min mitt mina var vart vara hans hennes deras de di dem dom den det dessa han hon ho oss vi alla bada bagge "
        "samtliga vice v bitradande tf en ett"
    )
)
STOP = frozenset(
    words(
        "att vi sen och men det som den sa har hade var ska skulle fick tog korde slapp slipper slippa dar nar ar blev ju "
        "nu da till fran ifran pa med dit hem bara alltsa egentligen fysiskt hela alla annars ocksa sedan i av om vid via "
        "for per kl inte ej aldrig istallet stallet satt sitter kom kommer reste akte rest akt aka resa kort kora tagit ta "
        "behovde sparade skippade ville orkade hann ratta ratade bor jobbar hos eller utan fast samt plus istaellet ifall "
        "ringde pratade talade traffades sags motte hit dit bort hemma mellan under over efter innan fore ovan inklusive "
        "stannade gick ersatte ersatter loggade deltog lat fanns sade sager tyckte tankt tankte planerat tack hej ville "
        "tag taget buss bussen bil bilen taxi flyg flyget elbil resa resan samakning bilar resande resenarer akande darifran harifran kvar bade varav varsin vardera samma andra forsta sista nasta ny nytt nya god bra vart varit hallit "
        "mot trots enligt vilka vem vad hur nagon nagra ingen inga inget allt man mycket mer dessutom tyvarr"
    )
)
AND = frozenset(words("och samt plus jamte + & ihop"))
RESTATED = re.compile(r"\s*,\s*(?:alla|samtliga|bada|tillsammans|alltsa|dvs)\s+")  # "A och B, alla tre"
COMMA = frozenset(", ; /".split())
FROM = frozenset(words("fran ifran"))
EACH = frozenset(words("vardera varsin"))
DEFINITE = re.compile(r"(?:et|en|na|an|arna|erna|orna|ns|het|ning|mote|motet|timmar)$")
ORGANISATION = re.compile(
    r"(?:styrelsen?|verket|verk|myndigheten?|forbundet?|region(?:en)?|universitetet?|hogskolan?|polisen|skolan?|namnden?"
    r"|kassan|bolaget|enheten|forvaltningen|departementet|foretaget|sallskapet|foreningen|tjansten|byran|centralen)$"
)


@dataclass(frozen=True, slots=True)
class Member:
    """One or more people who are told together; `origin` is the place's character in the line, if one was told."""

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


@dataclass(frozen=True, slots=True)
class Group:
    """Members in a row."""

    members: tuple[Member, ...]

    @property
    def start(self) -> int:
        """Where it begins in the line."""
        return self.members[0].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.members[-1].end

    @property
    def count(self) -> int:
        """How many people."""
        return sum(member.count for member in self.members)

    def has(self, *kinds: Kind) -> bool:
        """Whether any member is of one of these kinds."""
        return any(member.kind in kinds for member in self.members)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True, slots=True)
class Crowd:
    """The groups of a line, and the line in which each is one character (and blanks)."""

    text: str
    groups: tuple[Group, ...]

    def group(self, character: str) -> Group:
        """The group that a character stands for."""
        return self.groups[ord(character) - FIRST_GROUP]


def crowd(line: Line) -> Crowd:
    """All groups of a line, first to last."""
    listed = _Words(line)
    groups: list[Group] = []
    at = 0
    while at < len(listed.words) and len(groups) < MOST:
        found = listed.group(at)
        if found is None:
            at += 1
            continue
        told = _parted(found[0])
        at = found[1] if told else at + 1
        for group in told:
            if groups and _restates(group, groups[-1], line.work):
                group = _in_one(groups.pop(), group)
            groups.append(group)
    text = line.work
    for index, group in enumerate(groups):
        text = text[: group.start] + chr(FIRST_GROUP + index).ljust(group.end - group.start) + text[group.end :]
    return Crowd(text, tuple(groups))


def _restates(group: Group, before: Group, text: str) -> bool:
    """ "A och B, alla två från Ed"."""
    return group.count == before.count and RESTATED.fullmatch(text[before.end : group.start]) is not None


def _in_one(first: Group, again: Group) -> Group:
    """Where one of them told an origin, it is that."""
    known = again.members[0] if again.members[0].origin or len(first.members) > 1 else first.members[0]
    return Group((replace(known, start=first.start, end=again.end, count=again.count),))


def _parted(group: list[Member]) -> list[Group]:
    """Without words that are names only beside "jag"; without a lone place."""
    me = next((index for index, member in enumerate(group) if member.kind == "me"), -1)
    first = me if 0 <= me < len(group) - 1 else 0  # "hörru, jag och Siv"
    group = [member for index, member in enumerate(group) if member.kind != "maybe" or (index >= first and me >= 0)]
    if len(group) == 1 and group[0].kind == "place" and not group[0].stated:
        return [Group((replace(group[0], kind="number", origin="", how="", start=group[0].head),))]
    return [Group(tuple(_shared(group)))] if group else []


def _shared(members: list[Member]) -> list[Member]:
    """An origin is that of those told just before as well: "Anna och Pelle från Ed"."""
    shared = list(members)
    for index in range(len(shared) - 2, -1, -1):
        here, after = shared[index], shared[index + 1]
        if not here.origin and after.stated and after.kind not in {"number", "place"}:
            shared[index] = replace(here, origin=after.origin, how="from")
    return shared


def _is_thing(word: str) -> bool:
    return THINGS.match(word) is not None and PERSONS.match(word) is None


class _Words:
    """The words of a line, and what of people begins at one of them."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.words = tuple(
            _Word(m.group(), m.start(), m.end(), line.words(m.start(), m.start() + 1)[:1].isupper())
            for m in TOKEN.finditer(line.work)
        )

    def text(self, at: int) -> str:
        return self.words[at].text if 0 <= at < len(self.words) else ""

    def group(self, at: int) -> tuple[list[Member], int] | None:
        """The members in a row from here, and where the row ends."""
        first = self.member(at)
        if first is None:
            return None
        members, at = [first[0]], first[1]
        while joined := self._joined(at, members):
            members.append(joined[0])
            at = joined[1]
        return members, at

    def _joined(self, at: int, members: list[Member]) -> tuple[Member, int] | None:
        """The next member, where it is joined to the row."""
        signs = at
        while self.text(signs) in COMMA | AND:
            signs += 1
        last = members[-1]
        if signs == at and last.how != "pair":
            return None
        if last.each and PLACE.match(self.text(signs)):
            start, end = self.words[signs].start, self.words[signs].end
            return replace(last, start=start, end=end, origin=self.text(signs)), signs + 1
        found = self.member(signs)
        if found is None:
            return None
        between = [self.text(sign) for sign in range(at, signs)]
        return found if self._fits(last, found[0], between, found[1]) else None

    def _fits(self, last: Member, new: Member, signs: list[str], end: int) -> bool:
        """Numbers are only in one list with "och", or where each has its place."""
        if last.how and new.how and (last.how == "in") is (new.how == "in"):
            return True
        if "place" in (new.kind, last.kind) or not signs or ";" in signs:
            return False
        counted = new.kind == "number" or last.kind == "number"
        if len(signs) == 1 and signs[0] in AND:
            return not counted or (new.kind == "number" and last.kind != "number")
        if counted or (len(signs) > 1 and new.kind in {"me", "maybe"}):  # ", och jag": a new clause
            return False
        return new.kind != "me" or self.text(end) in COMMA | AND

    def member(self, at: int) -> tuple[Member, int] | None:
        """One member that begins here and where it ends."""
        if PLACE.match(self.text(at)):
            return self._of_place(at)
        start = at
        while self.text(at) in DETERMINERS and self._number(at) is None:
            at += 1
        kind, count, end = self._who(at, start)
        if not kind:
            return None
        bare, each = kind == "number" and end == at + 1, self.text(end) in EACH
        end += each
        origin, how, last = self._origin(end, kind, bare or self.text(end - 1) == "st")
        begin = self.words[min(at, end - 1)].start
        total = kind == "number" and self.text(at + 1) in TOTALS
        stop = self.words[(end if how == "unit" else last) - 1].end
        return Member(count, kind, begin, stop, origin, how, begin, bare, total, each), last

    def _who(self, at: int, start: int) -> tuple[Kind | None, int, int]:
        word = self.text(at)
        if self.text(at + 1) in {":", "="} and word not in ME:
            return None, 0, at
        if word in {"en", "ett"} and self.text(at + 1) in GROUPS:
            at += 1
            word = self.text(at)
        count = GROUPS.get(word) or self._number(at)
        if word in {"ende", "enda"} and start < at:
            return "number", 1, at + 1
        if count is not None:
            kind, end = self._counted(at, count)
            if word == "ett" and self.text(at + 1) == "par":
                count = 2
            return kind, count, end
        if word in ME or (word == "ja" and self._is_me(at)):
            return "me", 1, at + 1 + (self.text(at + 1) == "sjalv")
        if start < at and self.text(at - 1) in PRONOUNS and not self._is_name(at):
            return "office", 1, at
        if word == "man" and self.text(at - 1) in {"min", "hennes", "hans"}:
            return "office", 1, at + 1
        known = self.words[at].capital and word in FIRST_NAMES if at < len(self.words) else False
        if not word[:1].isalpha() or (word in STOP and not known) or len(word) < 2:
            return None, 0, at
        if self.text(start - 1) in NOT_ONE:
            return None, 0, at
        if self.text(at + 1) == "." and len(word) < 6 and OFFICE.match(self.text(at + 2)):  # "ek.chef"
            return "office", 1, at + 3
        if OFFICE.match(word):
            return "office", 1, at + 1 + (self.text(at + 1) == "." and word in {"ordf", "sekr"})
        if self._is_name(at):
            end = at + 1
            if end < len(self.words) and self.words[end].capital and (len(self.text(end)) == 1 or self._is_name(end)):
                end += 1
            return "name", 1, end
        if not is_word(word) and len(word) > 2 and not _is_thing(word) and not ORGANISATION.search(word):
            return "maybe", 1, at + 1
        return None, 0, at

    def _is_me(self, at: int) -> bool:
        """ "ja" for "jag": before a verb, or in a list."""
        near = {self.text(at + 1), self.text(at - 1)}
        listed = at > 0 and self.text(at + 1) == "," and at + 2 < len(self.words) and self._is_name(at + 2)
        return bool(near & VERBS) or self.text(at + 1) in AND or self.text(at - 1) in AND or listed

    def _is_name(self, at: int) -> bool:
        word = self.words[at]
        if word.text in FIRST_NAMES:
            return True
        if self.text(at - 1) in {"", ".", "!", "?"} and self.text(at + 1) not in AND | FROM | VERBS | {"("}:
            return False  # the first word of a sentence
        return (
            word.capital
            and len(word.text) > 1
            and word.text[0].isalpha()
            and not is_word(word.text)
            and word.text not in STOP
            and not ORGANISATION.search(word.text)
            and not (len(word.text) > 6 and DEFINITE.search(word.text))
        )

    def _number(self, at: int) -> int | None:
        word = self.text(at)
        if not word or not (word.isdigit() or word in WORDS):
            return None
        match = NUMBER.match(self.line.work, self.words[at].start)
        return number(word) if match and match.group() == word else None

    def _counted(self, at: int, count: int) -> tuple[Kind | None, int]:
        """What stands after a number: nothing, "st", "av oss", "till", a noun of people, or a thing."""
        end, kind = at + 1, "number"
        one = self.text(at) in {"en", "ett"}
        if one and self.text(end) == "par":
            end += 1
            one = False
        if PLACE.match(self.text(end)) and self.line.mention(self.text(end)).people:
            return "place", end
        if self.text(end) in {"av", "utav"} and self._number(end + 1):  # "6 av 8 ledamöter"
            end += 2
        if self.text(end) in TOTALS:
            end += 1
            end += self.text(end) == "." and not (end + 1 < len(self.words) and self.words[end + 1].capital)
            one = False
        elif _is_thing(self.text(end)):
            return None, end
        if self.text(end) == "av" and self.text(end + 1)[:1].isalpha() and self.text(end + 1) not in WORDS:
            end += 2
        elif self._more(end):
            return "noun", end + 1
        else:
            noun = self._noun(end)
            if noun > end:
                end, kind = noun, "noun"
        if kind == "number" and one and self.text(end) not in FROM | EACH:
            return None, end
        if self._more(end):
            return "noun", end + 1
        return kind, end  # type: ignore[return-value]  # one of the two

    def _more(self, at: int) -> bool:
        """ "(tre) till", "(två) andra", not "tre till fyra"."""
        after = self.text(at + 1)
        return self.text(at) in {"till", "andra"} and not PLACE.match(after) and self._number(at + 1) is None

    def _noun(self, at: int) -> int:
        """Where a noun of people, perhaps after an adjective, ends."""
        for end in (at, at + 1):
            word = self.text(end)
            if not word[:1].isalpha() or word in STOP or word in WORDS or _is_thing(word):
                return at
            if (PERSONS.match(word) or OFFICE.match(word)) and word not in {"var", "vara"}:
                return end + 1 + (self.text(end + 1) == "." and len(word) < 6)
            if self.text(end + 1) in FROM:
                return end + 1
        return at

    def _origin(self, at: int, kind: Kind, bare: bool) -> tuple[str, How, int]:
        """ "från Ed", "(Ed)", "från enheten i Ed", "i Ed"; after a bare number only "Ed"."""
        bracket = self.text(at) == "("
        step = at + bracket
        word = self.text(step)
        if word in FROM or bracket:
            step += word in FROM
            step += self.text(step) == ":"
            if self.text(step + 1) == "i" and PLACE.match(self.text(step + 2)):
                step += 2
            if PLACE.match(self.text(step)):
                return self.text(step), "from", step + 1 + (self.text(step + 1) == ")" and bracket)
            step += self.text(step) in {"var", "vart", "sjalva"}
            if not bracket and self.text(step)[:1].isalpha() and self.text(step) not in STOP:
                return "", "unit", step + 1
        elif word == "i" and PLACE.match(self.text(step + 1)) and kind not in {"me", "maybe"}:
            return self.text(step + 1), "in", step + 2
        elif word in {"i", "pa", "for"} and self.text(step + 1)[:1].isalpha() and self.text(step + 2) in COMMA | AND:
            return "", "unit", step + 2
        if kind == "place":
            return self.text(at), "from", at + 1
        if kind == "number" and bare and not bracket:
            step += word in {"*", "x"}
            if PLACE.match(self.text(step)):
                return self.text(step), "pair", step + 1
        return "", "", at

    def _of_place(self, at: int) -> tuple[Member, int] | None:
        """ "Ed (3)", "Ed: 3", "Ed x 3", "Ed 3 st"; the inhabitants of a place."""
        if self.text(at - 1) in {"-", "till"} and PLACE.match(self.text(at - 2)):  # "Ed-Åmål x 2"
            return None
        people = self.line.mention(self.text(at)).people
        step, sign = at + 1, self.text(at + 1) in {"(", ":", "=", "x", "*", "-"}
        start = at - 1 - (self.text(at - 1) in {":", "="})
        start = start if self.text(start) in FROM else at
        step += sign
        if self.text(step) == "," and people:
            step += 1
        if people and self.text(step) in {"var", "vi"}:
            step += 1
        count = self._number(step)
        if count is None or _is_thing(self.text(step + 1)):
            return None
        head = self.words[step].start
        step += 1
        if self.text(step) in TOTALS and self.text(step) not in {"deltagare", "delt"}:
            step += 1
        elif self.text(step) in TOTALS:
            return None
        if self.text(step) in FROM or PLACE.match(self.text(step)):  # "i Ed: 2 från Åmål"
            return None
        step += self.text(step) == ")"
        how: How = "from" if sign or people or start < at else "pair"
        return Member(count, "place", self.words[start].start, self.words[step - 1].end, self.text(at), how, head), step


PLACE = re.compile("[\ue000-\uefff]")
NOT_ONE = frozenset(words("varje ingen nagon fran ifran i till pa hos"))
VERBS = frozenset(words("hade skulle slapp fick rattade korde slipper skippade ville behovde orkade"))
