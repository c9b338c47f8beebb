"""Rows of a file tried and stored: trying changes nothing, storing is done once, step by step, on both engines."""

from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

from sqlalchemy import func, select

from chatbot import app, commands, imports
from chatbot.bot import Bot
from chatbot.clock import local
from chatbot.conversation.context import Knowledge, World
from chatbot.errors import notice
from chatbot.imports import Import
from chatbot.ledger import Answers
from chatbot.meetings import Draft, Row
from chatbot.messages import Actor
from chatbot.packs import Library
from chatbot.programme.organisation import PlannedGroup
from chatbot.settings import Settings
from chatbot.store import Store, Tx, people
from chatbot.store.groups import put_group
from chatbot.store.people import Person
from chatbot.store.schema import metadata
from tests.talks.talk import FULL, NOW, Talk

HEAD = "datum;start;antal;form;plats"


def member(tx: Tx) -> Person:
    """Somebody in a group at Åmål."""
    person = people.meet(tx, Actor("web", "t", "u1", "Namn"), "sv", NOW)
    joined = put_group(tx, PlannedGroup("Dalsland", "Åmål", "Chefer", municipality="Åmål", members=8), NOW)
    people.choose_group(tx, person.id, joined.id, NOW)
    return people.load(tx, person.id)


def rows_of(text: str, library: Library) -> list[Row]:
    """The rows of a table."""
    return list(imports.read("lista.csv", text.encode(), local(NOW), library))


def contents(tx: Tx) -> list[tuple[str, int]]:
    """How many rows each table has."""
    return [(t.name, tx.execute(select(func.count()).select_from(t)).scalar_one()) for t in metadata.sorted_tables]


def test_trying_tells_what_storing_does_and_changes_nothing(store: Store, knowledge: Knowledge) -> None:
    """Stored, twin in the same file, lacking a place, no such day: the same fates, and the tables as they were."""
    person = store.call(member)
    text = (
        f"{HEAD}\n2026-11-17;09:00;6;Teams;Bengtsfors\n2026-11-17;09:00;6;Teams;Bengtsfors\n"
        "2026-11-18;13:00;5;Zoom;Ed\n2026-02-30;9;4;Teams;Ed\n"
    )
    rows, work = rows_of(text, knowledge.library), Import(person, knowledge.library, NOW)
    before = store.read(contents)
    tried = [fate.kind for fate in store.call(partial(work.rehearse, rows=rows))]
    assert tried == ["stored", "known", "stored", "left"]
    assert store.read(contents) == before
    assert [fate.kind for fate in store.call(partial(work.store, rows=rows))] == tried
    assert [fate.kind for fate in store.call(partial(work.store, rows=rows))] == ["known", "known", "known", "left"]


def test_one_answer_serves_all_rows_that_lack_it(store: Store, knowledge: Knowledge) -> None:
    """The place where none stands, and from where where the group does not tell; what a row says itself stands."""
    person = store.call(member)
    rows = rows_of("datum;antal;form;plats\n2026-11-17;6;Teams;\n2026-11-18;5;Zoom;Ed\n", knowledge.library)
    work = Import(person, knowledge.library, NOW)
    asked = store.call(partial(work.rehearse, rows=rows[:1]))[0].question
    assert asked is not None
    assert asked.field == "destination"
    at_home = Import(person, knowledge.library, NOW, Answers("Åmål"))
    origin = store.call(partial(at_home.rehearse, rows=rows[:1]))[0].question
    assert origin is not None
    assert origin.field == "origin"
    both = Import(person, knowledge.library, NOW, Answers("Åmål", "Mellerud"))
    places = [f.stored.meeting.place for f in store.call(partial(both.store, rows=rows)) if f.stored is not None]
    assert places == ["Åmål", "Ed"]


def test_steps_keep_a_day_whole() -> None:
    """Portions of at least 25 rows cut between days, but never of more than 100; nothing lost, the order kept."""
    first = date(2026, 9, 1)
    rows = [
        Row(notice(""), f"{day}-{n}", Draft(date=first + timedelta(days=day)))
        for day, many in enumerate((1, 30, 3, 10, 15, 250, 2))
        for n in range(many)
    ]
    parts = list(imports.steps(rows))
    assert [len(part) for part in parts] == [31, 28, 100, 100, 50, 2]
    assert [row for part in parts for row in part] == rows
    days = [(a[-1].draft and a[-1].draft.date, b[0].draft and b[0].draft.date) for a, b in pairwise(parts)]
    assert [last == following for last, following in days] == [False, False, True, True, False]


def test_a_long_file_by_chat_is_stored_whole(store: Store, knowledge: Knowledge) -> None:
    """Step by step through the inbox, whichever the engine."""
    world = World(
        knowledge=lambda: knowledge,
        clock=lambda: NOW,
        language="sv",
        capabilities=lambda place: FULL,
        pulls=lambda name: True,
        commands=commands.specs(),
        suggested_groups=app.suggested_groups(Settings(data=Path("/nonexistent"))),
    )
    talk = Talk(store, Bot(store, world, app.handlers()))
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    rows = [f"2026-11-{1 + i % 20:02};{9 + i // 20:02}:00;6;Teams;Bengtsfors" for i in range(60)]
    assert "60 möten skulle sparas" in talk.uploads("lista.csv", "\n".join((HEAD, *rows)).encode())
    assert "60 möten är sparade" in talk.presses("Spara 60 möten")
    assert dict(store.read(contents))["meeting"] == 60
