"""A line being read: its words mended and flattened, its places found, and what is read already masked.

`work` is lower case without å ä ö; `raw` is the same with å ä ö, of the same length. A place is one private-use
character in both, so that patterns can say "two from <place>". Masked text is MASK characters.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from chatbot.meetings import lexicon
from chatbot.meetings.persons import OFFICE, TOTALS
from chatbot.meetings.together import BEFORE_DIGITS, UNITS, is_apart, parting
from chatbot.packs.places import Place, Places

MASK = "\x00"
FIRST = 0xE000
PLACE = "[\ue000-\uefff]"
LONGEST = 800  # characters of a line that are read; a meeting needs a tenth of that
LONG_WORD = 40  # letters of a word that are read
TOKEN = re.compile(r"[^\W\d_]+|\d+|\s+|.", re.DOTALL)
PRIVATE = re.compile("[\ue000-\uf8ff\x00]")
# Names that are also common words: a place only after a preposition, or with a capital where no person is named.
COMMON = frozenset(lexicon.words("Vara Mark Nora Ale Eda Handen Stigen Ånge"))
DOUBTFUL = COMMON | frozenset(lexicon.words("Berg Lund Sala Mora Kil Säter Boden Åre"))
SURE = frozenset(lexicon.words("i från fran ifrån plats ort destination"))
GOING = frozenset(lexicon.words("åka aka åkt akt resa resan rest köra kört ner upp skulle slapp"))
INTO = frozenset(
    lexicon.words("i till te ti från fran ifrån åt mot annars plats ort platsen från destination mötesort för")
) | {"istället för"}
LOOSE = INTO | frozenset(lexicon.words("uppe nere ner upp borta åka åkt köra ersatte"))
WITH = frozenset(lexicon.words("med me mä av hos heter ringde"))
CLUBS = frozenset(lexicon.words("ifk if ik bk fk sk gif hk bois ff fc sok ok pk rk lions rotary förening"))
TALKED = frozenset(lexicon.words("ringde ringer pratade talade mejlade skrev sa"))
BUILDINGS = re.compile(r"(?:kommun|stadshus|rådhus|bibliotek|folkets|hotell|centrum|sessionssal|kulturhus|bygdegård)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the line; `people` = its inhabitants ("Åmålsborna"), `before` = the word before it."""

    place: Place
    people: bool
    before: str


@dataclass(frozen=True, slots=True)
class Line:
    """The text and what is left of it to read."""

    source: str
    work: str
    raw: str
    starts: tuple[int, ...]  # where in `source` the word of each character begins and ends
    ends: tuple[int, ...]
    mentions: tuple[Mention, ...]

    def take(self, start: int, end: int) -> "Line":
        """The line without a stretch that has been read."""
        return self._filled(start, end, MASK * (end - start))

    def blank(self, start: int, end: int) -> "Line":
        """The line as if nothing stood in a stretch: what is beside it meets."""
        return self._filled(start, end, " " * (end - start))

    def put(self, start: int, end: int, text: str) -> "Line":
        """The line with a text, no longer than the stretch, in its place."""
        return self._filled(start, end, text.ljust(end - start))

    def _filled(self, start: int, end: int, gap: str) -> "Line":
        work = self.work[:start] + gap + self.work[end:]
        return replace(self, work=work, raw=self.raw[:start] + gap + self.raw[end:])

    def words(self, start: int, end: int) -> str:
        """The words of a stretch as they were typed."""
        return self.source[self.starts[start] : self.ends[end - 1]].strip() if end > start else ""

    def mention(self, character: str) -> Mention:
        """The place that a private-use character stands for."""
        return self.mentions[ord(character) - FIRST]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, number or sign: as typed with its position, and mended in lower case."""

    text: str
    start: int
    end: int
    typed: str

    @property
    def is_word(self) -> bool:
        """Letters, not a number or a sign."""
        return self.text[:1].isalpha()


def read_line(text: str, places: Places) -> Line:
    """The line with its words mended and its places found."""
    source = PRIVATE.sub(" ", unicodedata.normalize("NFC", text))[:LONGEST]
    pieces = _mend(_spaced(_apart(_elided(_pieces(source)), places)))
    characters: list[tuple[str, int, int]] = []
    mentions: list[Mention] = []
    index = 0
    while index < len(pieces):
        found = _place_at(pieces, index, places)
        if found is None or len(mentions) >= 200:
            piece = pieces[index]
            characters += [(character, piece.start, piece.end) for character in piece.text]
            index += 1
            continue
        mention, count = found
        characters.append((chr(FIRST + len(mentions)), pieces[index].start, pieces[index + count - 1].end))
        mentions.append(mention)
        index += count
    raw = "".join(character for character, _, _ in characters)
    starts, ends = tuple(start for _, start, _ in characters), tuple(end for _, _, end in characters)
    return Line(source, lexicon.flat(raw), raw, starts, ends, tuple(mentions))


def _pieces(source: str) -> list[_Piece]:
    found = []
    for match in TOKEN.finditer(source):
        typed = match.group()
        lowered = typed.lower().translate(ACCENTS)
        if len(lowered) != len(typed):  # "İ" and its like
            lowered = typed
        found.append(
            _Piece(
                (";" if "\n" in typed else " ") if typed.isspace() else SIGNS.get(lowered, lowered),
                match.start(),
                match.end(),
                typed,
            )
        )
    return found


ACCENTS = str.maketrans("ôòóèàâ", "öööeaa")  # spoken forms as they are spelt: "kôra"


def _elided(pieces: list[_Piece]) -> list[_Piece]:
    """Words with an apostrophe for what is not spoken, in one: "tisda'n", "dar'n"."""
    whole: list[_Piece] = []
    for piece in pieces:
        if piece.is_word and len(whole) >= 2 and whole[-1].text == "'" and whole[-2].is_word:
            first = whole[-2]
            typed = first.typed + whole[-1].typed + piece.typed
            whole[-2:] = [_Piece(first.text + piece.text, first.start, piece.end, typed)]
        else:
            whole.append(piece)
    return whole


def _apart(pieces: list[_Piece], places: Places) -> list[_Piece]:
    """A space between words typed together, and between a number and the word it is typed together with."""
    apart: list[_Piece] = []
    for index, piece in enumerate(pieces):
        last = pieces[index - 1] if index else piece
        after_word = last.is_word and piece.text.isdigit() and last.text in BEFORE_DIGITS
        if after_word or (last.text.isdigit() and piece.is_word and is_apart(piece.text, places)):
            apart.append(_gap(piece.start))
        end = parting(piece.typed, places) if piece.is_word else 0
        apart += _two(piece, end) if end else [piece]
    return apart


def _two(piece: _Piece, end: int) -> list[_Piece]:
    """The word as two, the second beginning after `end` letters."""
    middle = piece.start + end
    first = _Piece(piece.text[:end], piece.start, middle, piece.typed[:end])
    return [first, _gap(middle), _Piece(piece.text[end:], middle, piece.end, piece.typed[end:])]


def _gap(at: int) -> _Piece:
    return _Piece(" ", at, at, "")


def _spaced(pieces: list[_Piece]) -> list[_Piece]:
    """A space after a comma or a point that stands between a word and a number: "teams,5 pers,45 min"."""
    spaced: list[_Piece] = []
    for index, piece in enumerate(pieces):
        spaced.append(piece)
        between = 0 < index < len(pieces) - 1 and pieces[index - 1].is_word and pieces[index + 1].text[:1].isalnum()
        before_number = index + 1 < len(pieces) and pieces[index + 1].text.isdigit()
        keyed = piece.text == ":" and between
        after_gap = before_number and index > 0 and pieces[index - 1].text == " "
        comma = piece.text == "," and (_ends_clock(pieces, index) or after_gap)  # "10:00,5 pers", "teams ,5 pers"
        if (piece.text in {",", "."} and between) or comma or keyed:
            spaced.append(_gap(piece.end))
        elif piece.text == "/" and _parts(pieces, index):
            spaced[-1:] = [replace(piece, text=","), _gap(piece.end)]
    return spaced


def _ends_clock(pieces: list[_Piece], index: int) -> bool:
    """Whether a comma stands after "10:00" or a date; after "9-10" or "kl 9" only before a number of something."""
    sign = pieces[index - 2].text if index > 2 and pieces[index - 3].text.isdigit() else ""
    hour = any(piece.text in {"kl", "klockan"} for piece in pieces[max(0, index - 3) : index])
    counted = any(piece.text in TOTALS or piece.text in UNITS for piece in pieces[index + 2 : index + 4])
    return sign in {":", "/"} or (counted and (hour or sign in {"-", "."}))


def _parts(pieces: list[_Piece], index: int) -> bool:
    """Whether a stroke parts two things ("Teams/50 min", "10-11 / 6 pers"); between two numbers it is a date."""
    near = pieces[max(0, index - 1) : index] + pieces[index + 1 : index + 2]
    return any(piece.is_word or piece.text == " " for piece in near)


SIGNS = {"–": "-", "—": "-", "−": "-", "‐": "-", "’": "'", "´": "'", "…": ".", "×": "x", "＋": "+"}


def _mend(pieces: list[_Piece]) -> list[_Piece]:
    """Words typed in two joined, words mistyped mended."""
    mended: list[_Piece] = []
    for piece in pieces:
        if piece.is_word and len(mended) >= 2 and mended[-1].text == " " and mended[-2].is_word:
            whole = lexicon.joined(mended[-2].text, piece.text)
            if whole:
                first = mended[-2]
                mended[-2:] = [_Piece(whole, first.start, piece.end, first.typed + piece.typed)]
                continue
        word = lexicon.mended(piece.text[:LONG_WORD]) if piece.is_word else piece.text[:LONG_WORD]
        mended.append(piece if word == piece.text else replace(piece, text=word))
    return mended


def _place_at(pieces: list[_Piece], index: int, places: Places) -> tuple[Mention, int] | None:
    """The place that begins at this piece and how many pieces it takes, longest first."""
    if not pieces[index].is_word or (index and pieces[index - 1].typed[-1:].isalnum()):
        return None
    for length in (5, 3, 1):
        window = pieces[index : index + length]
        if len(window) < length or not window[-1].is_word or any(p.text not in {" ", "-"} for p in window[1::2]):
            continue
        typed = "".join(p.typed for p in window)
        place = places.named(typed) or (places.inflected(typed) if length < 5 else None)
        if place is None and length < 5:
            place = _mistyped(pieces, index, length, places)
        if place and not _is_other(pieces, index, length, place, places):
            folded_name = places.named(typed)
            return Mention(place, folded_name is None and _is_people(typed), _before(pieces, index)), length
    return None


PEOPLE = re.compile(r"(?:bo|bor|borna|bornas|bon|ingar|ingarna|are|arna|iter|gänget|ganget|folket)$", re.IGNORECASE)


def _is_people(typed: str) -> bool:
    return PEOPLE.search(typed) is not None


def _before(pieces: list[_Piece], index: int, step: int = 1) -> str:
    """The `step`-th word before, past spaces, colons and brackets but not past a comma or a point."""
    seen = 0
    for piece in reversed(pieces[max(0, index - 8) : index]):
        if piece.is_word or piece.text.isdigit():
            seen += 1
            if seen == step:
                return piece.text
        elif piece.text not in {" ", ":", "=", "-", "("}:
            return ""
    return ""


def _mistyped(pieces: list[_Piece], index: int, length: int, places: Places) -> Place | None:
    """A name with an error, only where a place may be expected: after a preposition or with a capital inside."""
    piece = pieces[index]
    before = _before(pieces, index)
    capital = piece.typed[:1].isupper() and index > 0 and pieces[index - 1].typed.strip() not in {".", "!"}
    if lexicon.is_word(piece.text) or not (before in LOOSE or capital or len(piece.text) >= 8):
        return None
    if length == 1:
        return places.find(piece.typed)
    last = pieces[index + 2]
    if lexicon.is_word(last.text) or len(piece.text) + len(last.text) < 9 or not last.typed[:1].isalpha():
        return None
    found = places.find(piece.typed + last.typed)
    return found if found and " " in found.name else None


def _is_other(pieces: list[_Piece], index: int, length: int, place: Place, places: Places) -> bool:
    """True when the name stands for something else: a common word, a person, an organisation."""
    before, typed = _before(pieces, index), "".join(p.typed for p in pieces[index : index + length])
    if place.name in DOUBTFUL and _is_common(pieces, index, place, typed):
        return True
    exact = places.named(typed) is not None
    after = _after(pieces, index + length)
    if after and after.typed[:1].islower() and not exact and typed.lower().endswith("s"):
        building = BUILDINGS.match(after.text)
        return before not in {"i", "till", "från", "annars"} if not building else before in WITH
    if before in CLUBS:
        return True
    if before == "och" and _before(pieces, index, 3) in WITH:  # "med Åmål och Ed"
        return True
    bracketed = index > 0 and pieces[index - 1].text == "("  # "Berit (Åmål)" is from there, "Erik Ystad" is not
    if lexicon.flat(before) in lexicon.FIRST_NAMES and typed[:1].isupper() and not bracketed:
        return True
    if after and _is_company(pieces, index, typed, after):
        return before not in INTO
    return before in WITH and not _is_people(typed) and not (after and after.text == "som")


def _is_company(pieces: list[_Piece], index: int, typed: str, after: _Piece) -> bool:
    """ "Åmåls Företagshälsa", "Ed Bostäder": a name that goes on with a capital."""
    return (
        typed[:1].isupper()
        and after.typed[:1].isupper()
        and after.typed[1:].islower()
        and not (lexicon.is_word(after.text) or BUILDINGS.match(after.text))
    )


def _is_common(pieces: list[_Piece], index: int, place: Place, typed: str) -> bool:
    """True when a doubtful name is a common word or a person's: "vara", "Anna Berg", "ringde till Nora"."""
    before, second = _before(pieces, index), _before(pieces, index, 2)
    if second in TALKED:
        return True
    if before in SURE or lexicon.flat(typed.lower()) != typed.lower():  # no common word is spelt like Ånge
        return False
    if before in INTO:
        return typed.islower() and second not in GOING
    if OFFICE.match(lexicon.flat(before)):  # "prosten Berg"
        return True
    named = index > 1 and pieces[index - 1].text == " " and pieces[index - 2].typed[:1].isupper()
    person = named and not lexicon.is_word(pieces[index - 2].text)
    return place.name in COMMON or not typed[:1].isupper() or person


def _after(pieces: list[_Piece], index: int) -> _Piece | None:
    if index + 1 < len(pieces) and pieces[index].text == " " and pieces[index + 1].is_word:
        return pieces[index + 1]
    return None
