"""A file of meetings by chat: shown first, stored once the person says so, and nothing of names or titles kept."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from chatbot import app, imports
from chatbot.bot import Bot
from chatbot.conversation.context import World
from chatbot.messages import Table
from chatbot.ports import Capabilities
from chatbot.store import Store, inbox
from chatbot.store.schema import meeting, metadata
from tests.talks.talk import NOW, Talk

SECRETS = ("Hemligt ärende", "Anna Andersson", "anna@kommun.example", "Dan Danielsson", "Anna samtal", "avtal")
PEOPLE = (
    "ORGANIZER;CN=Anna Andersson:mailto:anna@kommun.example\r\n"
    "ATTENDEE;CN=Bo:mailto:bo@kommun.example\r\nATTENDEE;CN=Dan Danielsson:mailto:dan@kommun.example\r\n"
)
TABLE = (
    "datum;start;antal;form;plats\n"
    "2026-11-17;09:00;6;Teams;Bengtsfors\n2026-11-18;13:00;5;Zoom;Ed\n2026-02-30;9;4;Teams;Ed\n"
)


def event(day: int, *, hour: int = 9, location: str = "", link: bool = True) -> str:
    """A meeting of November in a calendar."""
    return (
        f"BEGIN:VEVENT\r\nUID:{day}-{hour}\r\nSUMMARY:Hemligt ärende\r\n"
        f"DTSTART:202611{day:02}T{hour:02}0000Z\r\nDURATION:PT1H\r\n{PEOPLE}"
        f"DESCRIPTION:Om avtal{' https://teams.microsoft.com/l/meetup-join/1' if link else ''}\r\n"
        f"{f'LOCATION:{location}' + chr(13) + chr(10) if location else ''}END:VEVENT\r\n"
    )


def calendar(*events: str) -> bytes:
    """A calendar file."""
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n").encode()


def stored(store: Store) -> int:
    """How many meetings there are."""
    return len(store.read(lambda tx: tx.execute(meeting.select()).all()))


@pytest.fixture
def member(talk: Talk) -> Talk:
    """Somebody with a group at Åmål."""
    talk.says("/grupp")
    talk.presses("Kommunledningen i Åmål")
    return talk


def test_a_table_is_shown_then_stored_then_known(member: Talk, store: Store) -> None:
    """Each row's fate first and nothing stored; after [Spara] all that would be; the same file again adds nothing."""
    shown = member.uploads("möten.csv", TABLE.encode())
    assert "2 möten skulle sparas, 0 finns redan, 1 kan inte sparas. Inget är sparat än." in shown
    assert "Rad 2\t6\tBengtsfors\tskulle sparas" in shown
    assert "Rad 4\t\t\tkan inte sparas: " in shown
    assert member.labels() == ["Spara 2 möten", "Avbryt"]
    assert stored(store) == 0
    told = member.presses("Spara 2 möten")
    assert "2 möten är sparade, 0 fanns redan, 1 kunde inte sparas." in told
    assert "Ni sparade ungefär" in told
    assert stored(store) == 2
    again = member.uploads("möten.csv", "\n".join(TABLE.splitlines()[:3]).encode())
    assert "Alla möten i filen finns redan, så inget behöver sparas." in again
    assert member.labels() == []
    assert stored(store) == 2


def test_a_missing_place_is_asked_for_once(member: Talk, store: Store) -> None:
    """The rows that need it wait for the answer, by a button or in words; an unknown place is asked for again."""
    shown = member.uploads(
        "k.ics", calendar(event(16), event(17), event(18, location="Bengtsfors"), event(19, link=False))
    )
    assert "1 möte skulle sparas, 0 finns redan, 1 kan inte sparas." in shown
    assert "2 möten till kan sparas om du svarar på en fråga: Var hade ni annars träffats?" in shown
    assert "kan inte sparas: ingen länk till ett webbmöte" in shown
    assert "Spara 1 möte" in member.labels()
    assert "känner inte till platsen Långtbortistan" in member.says("Långtbortistan")
    assert "3 möten skulle sparas, 0 finns redan, 1 kan inte sparas." in member.says("mellerud")
    assert "3 möten är sparade, 0 fanns redan, 1 kunde inte sparas." in member.presses("Spara 3 möten")
    assert stored(store) == 3


def test_likely_places_are_buttons_and_what_lacks_an_answer_may_be_left(member: Talk, store: Store) -> None:
    """The group's own municipality can be pressed, then from where is asked; or only the others are saved."""
    file = calendar(event(16), event(17, location="Bengtsfors"))
    member.uploads("k.ics", file)
    assert member.labels() == ["Åmål", "Spara 1 möte", "Avbryt"]
    assert "Varifrån hade ni åkt?" in member.presses("Åmål")
    assert "2 möten skulle sparas" in member.says("Bengtsfors")
    member.uploads("k.ics", file)
    assert "1 möte är sparat, 0 fanns redan, 1 kunde inte sparas." in member.presses("Spara 1 möte")
    assert stored(store) == 1


def test_whoever_has_no_group_is_asked_for_it_and_the_file_waits(talk: Talk, store: Store) -> None:
    """The group chosen, what stands in the file is shown as if it had come then."""
    assert "Vilken grupp hade mötena?" in talk.uploads("möten.csv", TABLE.encode())
    assert "2 möten skulle sparas" in talk.presses("Kommunledningen i Åmål")
    assert "2 möten är sparade" in talk.presses("Spara 2 möten")
    assert stored(store) == 2


def test_cancelled_is_forgotten_and_old_buttons_say_so(member: Talk, store: Store) -> None:
    """After [Avbryt], or after another file, the first file's buttons store nothing."""
    member.uploads("möten.csv", TABLE.encode())
    first = next(action for action in member.buttons() if action.name == "upload-save")
    assert "inget ur filen är sparat" in member.presses("Avbryt")
    assert "väntar inte längre" in member.acts(first.name, first.value)
    member.uploads("möten.csv", TABLE.encode())
    second = next(action for action in member.buttons() if action.name == "upload-save")
    assert "väntar inte längre" in member.acts(first.name, first.value)
    assert "väntar inte längre" in member.acts("upload-place", f"{first.value}|Åmål")
    assert stored(store) == 0
    assert "2 möten är sparade" in member.acts(second.name, second.value)
    assert "väntar inte längre" in member.acts(second.name, second.value)


def test_a_place_said_much_later_is_no_answer(member: Talk) -> None:
    """What is said after the question and is no place is answered as ever."""
    member.uploads("k.ics", calendar(event(16)))
    assert "Så här gör du i Teams" in member.says("hur delar jag skärmen i teams?")


def test_many_rows_are_stored_step_by_step(member: Talk, store: Store) -> None:
    """Of a long file the first rows of each fate are shown and the rest counted; all are stored; twins count once."""
    days = [f"2026-{10 + i // 25}-{1 + i % 25:02}" for i in range(50)]
    rows = [f"{day};{hour:02}:00;6;Teams;Bengtsfors" for hour in (9, 13, 15) for day in days if day < "2026-11-23"]
    twins = rows[:3]
    shown = member.uploads("möten.csv", "\n".join(("datum;start;antal;form;plats", *rows, *twins)).encode())
    assert f"{len(rows)} möten skulle sparas, 3 finns redan, 0 kan inte sparas." in shown
    assert f"och {len(rows) - 12} till" in shown
    assert "möten är sparade, 3 fanns redan" in member.presses(f"Spara {len(rows)} möten")
    assert stored(store) == len(rows)


def test_others_are_answered_between_two_steps(member: Talk, store: Store) -> None:
    """A long file takes a transaction a step, and who asks meanwhile is next."""
    rows = [f"2026-11-{1 + i % 20:02};{9 + i // 20:02}:00;6;Teams;Bengtsfors" for i in range(80)]
    data = "\n".join(("datum;start;antal;form;plats", *rows)).encode()
    member.uploads("möten.csv", data)
    save = next(action for action in member.buttons() if action.name == "upload-save")
    other = Talk(store, member.bot, "u2", place=replace(member.place, channel="annan"))
    pressed = replace(member.event(""), kind="action", name=save.name, value=save.value)
    asked = replace(other.event("/hjälp"), at=NOW)
    store.call(lambda tx: inbox.add_all(tx, [pressed, asked], NOW))
    handled: list[str] = []
    while taken := store.call(inbox.claim):
        handled.append(f"{taken.event.actor.user_id} {taken.event.name}".strip())
        store.call(lambda tx, one=taken: member.bot.handle(tx, one))  # type: ignore[misc]
    assert handled[:2] == ["u1 upload-save", "u2"]
    assert handled[2:] == ["u1 upload-step"] * (len(handled) - 2)
    assert len(handled) > 3
    assert stored(store) == 80


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("k.ics", b"hej", "inte att läsa som en kalender"),
        ("k.ics", b"", "Filen är tom"),
        ("k.csv", b"namn;adress\nx;y\n", "Tabellen saknar rubriker"),
        ("k.csv", b"datum;antal\n", "inga möten från de senaste tre månaderna"),
        ("k.ics", calendar(), "inga möten från de senaste tre månaderna"),
        ("k.xlsx", b"PK\x03\x04\x00", "Spara det som .csv"),
        ("k.pdf", b"%PDF-1.7", "kalendrar (.ics) och tabeller (.csv)"),
        ("k.csv", b"datum;antal;plats\n" + b"2026-11-17;6;Ed\n" * 501, "fler än 500 möten"),
        ("k.ics", b"x" * 5_000_001, "större än 5 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(member: Talk, name: str, data: bytes, said: str) -> None:
    """What is wrong and what to do; nothing of it comes further than the door."""
    assert said in member.uploads(name, data)


def test_a_calendar_without_online_meetings_says_why_there_is_nothing(member: Talk) -> None:
    """Each entry with its reason, and no button to press."""
    shown = member.uploads("k.ics", calendar(event(16, link=False), event(17, link=False)))
    assert "Det finns inget nytt möte att spara i filen." in shown
    assert shown.count("ingen länk till ett webbmöte") == 2
    assert member.labels() == []


def test_the_same_talk_without_buttons(store: Store, world: World) -> None:
    """Where a platform has neither, the rows are text and the choices numbers."""
    bare = Capabilities(shows_own=False)
    talk = Talk(store, Bot(store, replace(world, capabilities=lambda place: bare), app.handlers()))
    talk.says("/grupp")
    talk.says("Kommunledningen i Åmål")
    shown = talk.uploads("möten.csv", TABLE.encode())
    assert shown.startswith("Läs in möten från en fil.")
    assert "2 möten är sparade" in talk.says("1")


def test_no_title_and_no_name_is_kept_anywhere(
    member: Talk, store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """At every moment: not in any row, in the database's files or in the log; nor is the file's own name."""
    caplog.set_level(logging.DEBUG)
    file = calendar(event(16), event(17, location="Bengtsfors"), event(18, link=False))

    def clean() -> None:
        for table in metadata.sorted_tables:
            told = repr(store.read(lambda tx, one=table: tx.execute(one.select()).all()))  # type: ignore[misc]
            assert not [secret for secret in SECRETS if secret in told], table.name
        for path in tmp_path.iterdir():
            assert not [secret for secret in SECRETS if secret.encode() in path.read_bytes()], path.name
        assert not [secret for secret in SECRETS if secret in caplog.text]

    rows = imports.read("Anna samtal.ics", file, NOW, member.bot._world.knowledge().library)
    assert len(rows) == 3
    member.uploads("Anna samtal.ics", file)
    clean()
    member.says("Mellerud")
    member.presses("Spara 2 möten")
    clean()
    member.uploads("Anna samtal.ics", file[:-30])
    clean()


def test_a_table_on_the_way_out_is_a_table(member: Talk) -> None:
    """The rows are a table, so that each platform shows them as it can."""
    member.uploads("möten.csv", TABLE.encode())
    assert any(isinstance(block, Table) for item in member.last for block in getattr(item, "blocks", ()))
