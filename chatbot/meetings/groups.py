"""People told in a row, each perhaps with where from: "jag, Berit från Ed och två handläggare", "Ed (3), Åmål 2".

Everything that is said of people in a line is said of such groups; the readers of travellers and of participants only
look at what stands around them.
"""

import re
from dataclasses import dataclass, replace

from chatbot.meetings.line import Line
from chatbot.meetings.members import Found, Kind, Member, Words
from chatbot.meetings.persons import AND, COMMA

GROUP = "[\uf000-\uf3ff]"  # a group in a line whose groups have been replaced
FIRST_GROUP = 0xF000
MOST = 200  # groups of a line
# "A och B, alla tre", "två av oss (A och B)".
RESTATED = re.compile(r"\s*,\s*(?:alla|samtliga|bada|tillsammans|alltsa|dvs)\s+|\s*\(\s*")


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
class Crowd:
    """The groups of a line, and the line in which each is one character (and blanks)."""

    text: str
    groups: tuple[Group, ...]

    def group(self, character: str) -> Group:
        """The group that a character stands for."""
        return self.groups[ord(character) - FIRST_GROUP]


def crowd(line: Line) -> Crowd:
    """All groups of a line, first to last."""
    listed = Words(line)
    groups: list[Group] = []
    at = 0
    while at < len(listed.words) and len(groups) < MOST:
        found = _row(listed, at)
        if found is None:
            at += 1
            continue
        told = _parted(found[0])
        at = found[1] if told else at + 1
        for group in told:
            again = groups and _restates(group, groups[-1], line.work)
            groups.append(_in_one(groups.pop(), group) if again else group)
    text = line.work
    for index, group in enumerate(groups):
        if text.startswith(")", group.end) and text.rfind("(", 0, group.end) >= group.start - 1:
            text = (
                text[: group.start].removesuffix("(").ljust(group.start)
                + text[group.start : group.end]
                + " "
                + text[group.end + 1 :]
            )
        text = text[: group.start] + chr(FIRST_GROUP + index).ljust(group.end - group.start) + text[group.end :]
    return Crowd(text, tuple(groups))


def _restates(group: Group, before: Group, text: str) -> bool:
    """ "A och B, alla två från Ed"."""
    if before.members[0].total or group.count != before.count:
        return False
    return RESTATED.fullmatch(text[before.end : group.start]) is not None


def _in_one(first: Group, again: Group) -> Group:
    """Where one of them told an origin, it is that."""
    known = again.members[0] if again.members[0].origin or len(first.members) > 1 else first.members[0]
    return Group((replace(known, start=first.start, end=again.end, count=again.count, bare=False),))


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


def _row(listed: Words, at: int) -> tuple[list[Member], int] | None:
    """The members in a row from here, and where the row ends."""
    first = listed.member(at)
    if first is None:
        return None
    members, at = [first[0]], first[1]
    while joined := _joined(listed, at, members[-1]):
        members.append(joined[0])
        at = joined[1]
    return members, at


def _joined(listed: Words, at: int, last: Member) -> Found | None:
    """The next member, where it is joined to the row."""
    signs = at
    while listed.text(signs) in COMMA | AND:
        signs += 1
    if signs == at and last.how != "pair":
        return None
    if last.each and listed.is_place(signs):
        start, end = listed.words[signs].start, listed.words[signs].end
        return replace(last, start=start, end=end, origin=listed.text(signs)), signs + 1
    found = listed.member(signs)
    if found is None:
        return None
    between = [listed.text(sign) for sign in range(at, signs)]
    return found if _fits(listed, last, found[0], between, found[1]) else None


def _fits(listed: Words, last: Member, new: Member, signs: list[str], end: int) -> bool:
    """Numbers are only in one list with "och", or where each has its place."""
    if last.how and new.how and (last.how == "in") is (new.how == "in"):
        return True
    if "place" in (new.kind, last.kind) or not signs:
        return False
    if ";" in signs:
        return new.kind == last.kind == "noun"
    counted = new.kind == "number" or last.kind == "number"
    if len(signs) == 1 and signs[0] in AND:
        if (last.how == "unit" and new.kind == "me") or (last.total and new.kind == "office" and signs[0] != "och"):
            return True
        return not counted or (new.kind == "number" and last.kind != "number")
    if new.how == "unit" and last.kind != "number":
        return "vi" not in listed.line.work[last.end : new.start].split()
    if last.how == "unit" and new.kind == "noun":
        return True
    if counted or (
        len(signs) > 1 and (new.kind in {"me", "maybe"} or last.kind == "noun")
    ):  # ", och jag": a new clause
        return False
    return new.kind not in {"me", "maybe"} or "," not in signs or listed.text(end) in COMMA | AND
