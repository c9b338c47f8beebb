"""The coverage as a picture: topics by area, a square for each meeting tool, and how often a tip was asked for.

What a square says it says by its shape: filled, empty or a cross. The colours only repeat it.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chatbot.conversation.tip import tool_name
from chatbot.errors import N_
from chatbot.i18n import Translator, swedish_key
from chatbot.leaderboard.sheet import Sheet, blank
from chatbot.packs import Library
from chatbot.packs.coverage import TOOLS, Covered, Held
from chatbot.store.feedback import Tally

OWN, COMMON, MISSING, ASKED = "#0b6e6e", "#0b6e6e", "#a33b00", "#5b9a9a"  # each 3:1 and more on white
INK, QUIET = "#1b1b1b", "#4d4d4d"
MARGIN, ROW, HEADING, SQUARE = 0.35, 0.21, 0.36, 0.11  # inches
TITLE, TOOL, AGE, ASK, HELP, GUTTER = 3.05, 0.5, 0.75, 0.95, 0.75, 0.45  # inches: the columns, and between halves
HALF = TITLE + TOOL * (len(TOOLS) + 1) + AGE + ASK + HELP
TOP = 1.75  # inches: title, sum, key and the columns' names
TITLE_LETTERS = 46
DAYS_A_MONTH = 30.44
MOST_ASKED = 5


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: the topics and what was said of them, on a day."""

    library: Library
    topics: Sequence[Covered]
    today: date
    said: Mapping[str, Tally] = field(default_factory=dict)

    @property
    def areas(self) -> Mapping[str, Sequence[Covered]]:
        """The topics by area, both as a Swede sorts."""
        ids = sorted({one.topic.area for one in self.topics}, key=self._area_key)
        ordered = sorted(self.topics, key=lambda one: swedish_key(one.topic.title))
        return {id: [one for one in ordered if one.topic.area == id] for id in ids}

    def _area_key(self, area: str) -> str:
        return swedish_key(self.library.area_name(area))

    def tally(self, one: Covered) -> Tally:
        """What has been said of the topic."""
        return self.said.get(one.topic.id, Tally())


def draw(picture: Picture, t: Translator) -> Sheet:
    """The sheet, in two halves of about the same height."""
    left, right = _halves(picture.areas)
    height = max(_height(picture, left), _height(picture, right), ROW)
    sheet = blank(2 * (MARGIN + HALF) + GUTTER, TOP + height + MARGIN)
    sheet.write(MARGIN, 0.3, title(t), size=15, bold=True, color=INK)
    sheet.write(MARGIN, 0.64, summed(picture, t), size=11, color=QUIET)
    _key(sheet, t)
    for x, areas in ((MARGIN, left), (MARGIN + HALF + GUTTER, right)):
        _names(sheet, x, t)
        y = TOP
        for area in areas:
            y = _area(sheet, x, y, area, picture, t)
    return sheet


def title(t: Translator) -> str:
    """What the picture is."""
    return t._("Vad tipsen täcker")


def summed(picture: Picture, t: Translator) -> str:
    """How many topics have a guide, and when that was."""
    covered = sum(one.guide is not None for one in picture.topics)
    complete = sum(one.whole for one in picture.topics)
    whole = N_("{covered} av {count} ämnen har en guide, {complete} för alla sina verktyg.")
    said = t._(whole, covered=covered, count=len(picture.topics), complete=complete)
    return f"{said} {t.day(picture.today).capitalize()}."


def alt_text(picture: Picture, t: Translator) -> str:
    """What the picture says, in words: each area's sum, what is missing, and what is asked for most."""
    told = [title(t) + ".", summed(picture, t)]
    for area, topics in picture.areas.items():
        covered = sum(one.guide is not None for one in topics)
        said = N_("{area}: {covered} av {count} ämnen har en guide.")
        told.append(t._(said, area=picture.library.area_name(area), covered=covered, count=len(topics)))
    told += [_lacking(one, t) for one in picture.topics if not one.whole]
    asked = sorted(picture.topics, key=lambda one: -picture.tally(one).asked)[:MOST_ASKED]
    most = [f"{one.topic.title} ({t.number(picture.tally(one).asked)})" for one in asked if picture.tally(one).asked]
    return " ".join([*told, *([t._("Oftast frågat: {topics}.", topics=t.all_of(most))] if most else [])])


def _lacking(one: Covered, t: Translator) -> str:
    if one.guide is None:
        return t._("{topic} har ingen guide.", topic=one.topic.title)
    tools = t.all_of(tool_name(tool, t) for tool, held in one.tools.items() if held == "missing")
    return t._("{topic} saknar steg för {tools}.", topic=one.topic.title, tools=tools)


def _halves(areas: Mapping[str, Sequence[Covered]]) -> tuple[list[str], list[str]]:
    """The areas in order, cut where the halves are as even as they can be."""
    names = list(areas)
    rows = [len(areas[name]) + 2 for name in names]
    cut = min(range(len(names) + 1), key=lambda at: max(sum(rows[:at]), sum(rows[at:])))
    return names[:cut], names[cut:]


def _height(picture: Picture, areas: Sequence[str]) -> float:
    return sum(HEADING + ROW * len(picture.areas[area]) for area in areas)


def _key(sheet: Sheet, t: Translator) -> None:
    """What the squares mean, each beside its square."""
    x = MARGIN
    words: Sequence[tuple[Held, str]] = (
        ("own", t._("egna steg för verktyget")),
        ("common", t._("samma steg för alla verktyg")),
        ("missing", t._("saknas")),
    )
    for held, said in words:
        _square(sheet, x, 1.05, held)
        sheet.write(x + 0.2, 1.05, said, color=INK, down="center_baseline")
        x += 0.45 + sheet.width(said)


def _columns(x: float) -> Iterator[tuple[str, float]]:
    """Each column of squares and where its middle is; "" is for topics that list no tool."""
    for at, tool in enumerate(("", *TOOLS)):
        yield tool, x + TITLE + TOOL * (at + 0.5)


def _names(sheet: Sheet, x: float, t: Translator) -> None:
    y = TOP - 0.2
    for tool, middle in _columns(x):
        name = {"": t._("Alla"), "meet": "Meet", "rumssystem": t._("Rum")}.get(tool) or tool_name(tool, t)
        sheet.write(
            middle + sheet.width(name, size=8) / 2, y, name, size=8, color=QUIET, across="right", down="center_baseline"
        )
    right = x + TITLE + TOOL * (len(TOOLS) + 1) + AGE
    sheet.write(right, y, t._("Provad för"), size=8, color=QUIET, across="right", down="center_baseline")
    sheet.write(right + ASK, y, t._("Frågat"), size=8, color=QUIET, across="right", down="center_baseline")
    sheet.write(right + ASK + HELP, y, t._("Hjälpte"), size=8, color=QUIET, across="right", down="center_baseline")


def _area(sheet: Sheet, x: float, y: float, area: str, picture: Picture, t: Translator) -> float:
    """An area with its topics; gives where it ends."""
    sheet.write(x, y + HEADING - 0.16, picture.library.area_name(area), bold=True, color=INK, down="center_baseline")
    most = max([1, *(picture.tally(one).asked for one in picture.topics)])
    y += HEADING
    for one in picture.areas[area]:
        _row(sheet, x, y + ROW / 2, one, t)
        _figures(sheet, x + HALF - HELP - ASK, y + ROW / 2, one, picture, most, t)
        y += ROW
    return y


def _row(sheet: Sheet, x: float, y: float, one: Covered, t: Translator) -> None:
    name = textwrap.shorten(one.topic.title, TITLE_LETTERS, placeholder=" …")
    sheet.write(x, y, name, size=9, color=INK, down="center_baseline")
    everywhere: Held = "missing" if one.guide is None else "common"
    marks = one.tools or {"": everywhere}
    for tool, middle in _columns(x):
        if tool in marks:
            _square(sheet, middle - SQUARE / 2, y, marks[tool])


def _figures(sheet: Sheet, x: float, y: float, one: Covered, picture: Picture, most: int, t: Translator) -> None:
    """How long ago the steps were tried, how often they were asked for, and how often they helped."""
    told = picture.tally(one)
    sheet.write(x, y, _age(one, picture.today, t), size=9, color=QUIET, across="right", down="center_baseline")
    if told.asked:
        number = t.number(told.asked)
        room = ASK - 0.15 - sheet.width(number, size=9) - 0.06
        length = max(0.02, room * told.asked / most)
        sheet.bar(x + ASK - sheet.width(number, size=9) - 0.06 - length, y - 0.06, length, 0.12, ASKED)
        sheet.write(x + ASK, y, number, size=9, color=INK, across="right", down="center_baseline")
    answers = told.helped + told.not_helped
    if answers:
        said = t._("{helped} av {count}", helped=t.number(told.helped), count=t.number(answers))
        sheet.write(x + ASK + HELP, y, said, size=9, color=INK, across="right", down="center_baseline")


def _age(one: Covered, today: date, t: Translator) -> str:
    if one.guide is None or one.guide.reviewed is None:
        return "–"
    return t._("{count} mån", count=t.number(max(0, int((today - one.guide.reviewed.day).days / DAYS_A_MONTH))))


def _square(sheet: Sheet, x: float, y: float, held: Held) -> None:
    """Filled, empty, or a cross."""
    top = y - SQUARE / 2
    if held == "missing":
        sheet.write(x - 0.02, y, "✕", size=10, bold=True, color=MISSING, down="center_baseline")
        return
    sheet.bar(x, top, SQUARE, SQUARE, OWN if held == "own" else COMMON)
    if held == "common":
        line = 0.018
        sheet.bar(x + line, top + line, SQUARE - 2 * line, SQUARE - 2 * line, "#ffffff")
