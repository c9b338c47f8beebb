"""The seven talks that must go the same way at a terminal and on the web, through the real program."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from chatbot import commands
from chatbot.cli import root
from chatbot.clock import fixed_clock, local, system_clock
from chatbot.conversation.context import Knowledge
from tests.talks.platforms import Arrive, OnTheWeb, Program, Running, Visitor, at_terminals

GROUP = "Kommunledningen i Åmål"
LINE = "/logga-möte teams i tisdags 6 pers slapp åka till Bengtsfors"
WEEKLY = "/logga-möte veckomöte i tisdags på Teams, 6 personer, slapp åka till Bengtsfors"
TUESDAY = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # four in the afternoon in Sweden
PLATFORMS: Mapping[str, Callable[[], Callable[[Running], AbstractAsyncContextManager[Arrive]]]] = {
    "terminal": lambda: at_terminals,
    "web": OnTheWeb,
}


@pytest.fixture(scope="session")
def warm() -> None:
    """What is slow to import, paid before anybody waits for it, as the program does when it starts."""
    commands.warm()


@pytest.fixture(params=list(PLATFORMS))
def program(request: pytest.FixtureRequest, tmp_path: Path, knowledge: Knowledge, warm: None) -> Program:
    """A fresh install, not yet started, on each platform in turn."""
    return Program(tmp_path, knowledge, PLATFORMS[request.param]())


@pytest.fixture
async def arrive(program: Program) -> AsyncIterator[Arrive]:
    """The program is running, and people come."""
    async with program.running() as (_, come):
        yield come


async def member(arrive: Arrive, name: str) -> Visitor:
    """Somebody in a group at Åmål."""
    somebody = await arrive(name)
    assert "Vilken grupp är du med i?" in await somebody.says("/grupp")
    assert f"Nu är du med i {GROUP}" in await somebody.presses(GROUP)
    return somebody


@dataclass(frozen=True)
class Turn:
    """What a person says, or presses if it stands in brackets; what must then be there to read, and what must not."""

    does: str
    sees: Sequence[str]
    not_: Sequence[str] = ()


TALKS: Mapping[str, Sequence[Turn]] = {
    "log": [
        Turn(
            LINE,
            [
                "Mötet är sparat",
                "Tisdag 17 november 2026 på Teams",
                "annars i Bengtsfors",
                "Ni sparade ungefär 380 km resa",
                "kWh energi",
                "kg koldioxid",
                "Jag antog att mötet varade i 60 minuter.",
                "Jag antog att ni hade åkt bil.",
                "Jag antog att resan hade börjat i Åmål.",
            ],
        ),
        Turn("[Visa uträkningen]", ["Så är det räknat", "Källa"]),
        Turn("/mina-möten", ["Dina möten", "tisdag 17 november 2026 på Teams"]),
        Turn("/topplista", [GROUP, "Tillsammans: 1 möte"]),
    ],
    "correct by saying": [
        Turn(WEEKLY, ["6 deltagare", "Ni sparade ungefär 320 km resa"]),
        Turn("nej, vi var 8", ["Mötet är ändrat", "8 deltagare", "Jag antog att 7 personer hade åkt"], ["6 deltagare"]),
        Turn("det var i onsdags", ["Mötet är ändrat", "Onsdag 18 november 2026", "8 deltagare"], ["17 november"]),
        Turn("/mina-möten", ["onsdag 18 november 2026 på Teams, 8 deltagare"], ["17 november", "6 deltagare"]),
        Turn("/topplista", ["Tillsammans: 1 möte"]),
    ],
    "undo by button": [
        Turn(LINE, ["Mötet är sparat"]),
        Turn("[Ångra]", ["Mötet är borttaget och räknas inte längre"]),
        Turn("/mina-möten", ["Du har inte loggat något möte än"]),
        Turn("/topplista", ["Här finns inga möten att visa än"], [GROUP]),
    ],
    "undo by command": [
        Turn(LINE, ["Mötet är sparat"]),
        Turn("/ångra", ["Mötet är borttaget och räknas inte längre"]),
        Turn("/mina-möten", ["Du har inte loggat något möte än"]),
        Turn("/topplista", ["Här finns inga möten att visa än"], [GROUP]),
        Turn("/ångra", ["Du har inget möte att ta tillbaka"]),
    ],
    "chooser": [
        Turn(
            "/resa-eller-möte Karlstad 8 pers torsdag",
            [
                "Resa till Karlstad eller mötas på distans?",
                "8 personer, 71 km enkel väg",
                "Bil 15 560 170 2 300",
                "På distans 0 0,6 0 0",
                "Träffas hellre på plats",
            ],
        ),
        Turn("[Välja mellan fysiskt möte, webb, video och telefon]", ["Hjälpte det?"]),
    ],
}


@pytest.mark.parametrize(
    ("answer", "sees"),
    [
        ("1", "Nu är du med i Kommunledningen i Bengtsfors"),
        ("5", "Nu är du med i Kommunledningen i Åmål"),
        ("den sista", "Gruppens namn"),
        ("kommunledningen i åmål", f"Nu är du med i {GROUP}"),
        ("ett steg i taget", "Steg 1 av"),
        ("ja", "Vad bra!"),
    ],
)
async def test_the_newest_question_is_the_one_that_is_answered(arrive: Arrive, answer: str, sees: str) -> None:
    """The first tip is followed by which group one is in: numbers and names choose it, the tip's own words the tip."""
    anna = await arrive("anna")
    seen = await anna.says("hur delar jag skärmen i teams?")
    assert seen.index("Ett steg i taget") < seen.index("Vilken grupp är du med i?")
    assert sees in await anna.says(answer)


@pytest.mark.parametrize("name", list(TALKS))
async def test_a_talk_goes_the_same_way_on_each_platform(arrive: Arrive, name: str) -> None:
    """What is said and pressed gives the same words, and the figures of the same meeting."""
    anna = await member(arrive, "anna")
    for turn in TALKS[name]:
        pressed = turn.does.startswith("[")
        seen = await (anna.presses(turn.does[1:-1]) if pressed else anna.says(turn.does))
        assert [one for one in turn.sees if one not in seen] == [], seen
        assert [one for one in turn.not_ if one in seen] == [], seen


@pytest.mark.parametrize("time", ["", " kl 9"])
async def test_what_two_people_tell_counts_once(arrive: Arrive, time: str) -> None:
    """The second is told kindly, and not by whom, asked first where no time was said; both boards have one meeting."""
    anna, berit = await member(arrive, "anna"), await member(arrive, "berit")
    assert "Mötet är sparat" in await anna.says(LINE + time)
    told = await berit.says(LINE + time)
    if not time:
        assert "Gruppen har redan ett möte som liknar det här: tisdag 17 november 2026 på Teams" in told
        told += await berit.presses("Ja, samma möte")
    assert "Någon i gruppen har redan loggat mötet: tisdag 17 november 2026" in told
    assert "Det räknas en gång" in told
    assert "anna" not in told.casefold().split()
    for person in (anna, berit):
        assert "Tillsammans: 1 möte" in await person.says("/topplista")
    assert "Det räknas fortfarande" in await anna.says("/ångra")
    assert "Tillsammans: 1 möte" in await berit.says("/topplista")


async def test_another_meeting_than_the_one_that_was_logged(arrive: Arrive) -> None:
    """The second person's own, once they say so."""
    anna, berit = await member(arrive, "anna"), await member(arrive, "berit")
    await anna.says(f"{LINE} kl 9")
    await berit.says(f"{LINE} kl 9")
    assert "Mötet är sparat" in await berit.presses("Det var ett annat möte")
    assert "Tillsammans: 2 möten" in await anna.says("/topplista")


async def test_a_meeting_that_comes_back_is_asked_about(program: Program) -> None:
    """Offered once; the next Tuesday afternoon the question comes by itself, and the answer logs that day's meeting."""
    async with program.running() as (running, arrive):
        anna = await member(arrive, "anna")
        assert "Då kan jag fråga dig efteråt" in await anna.says(WEEKLY)
        assert "varje tisdag" in await anna.presses("Påminn mig")
        program.time = fixed_clock(TUESDAY)
        await running.posting.look()
        assert "Hade ni ert återkommande möte utan att resa" in await anna.finds()
        assert "Tisdag 24 november 2026 på Teams, 6 deltagare" in await anna.presses("Ja, logga det")
        assert "Tillsammans: 2 möten" in await anna.says("/topplista")


async def test_a_reminder_is_no_longer_wanted(program: Program) -> None:
    """It is declined once and then stopped; nothing was logged by it, and nothing more is asked."""
    async with program.running() as (running, arrive):
        anna = await member(arrive, "anna")
        await anna.says(WEEKLY)
        await anna.presses("Påminn mig")
        for week, label, said in ((0, "Inte den här gången", "frågar igen"), (1, "Sluta fråga", "frågar inte mer")):
            program.time = fixed_clock(TUESDAY + timedelta(weeks=week))
            await running.posting.look()
            assert "Hade ni ert återkommande möte" in await anna.finds()
            assert said in await anna.presses(label)
        program.time = fixed_clock(TUESDAY + timedelta(weeks=2))
        await running.posting.look()
        assert "Hade ni" not in await anna.says("/mina-möten")


async def by_command(program: Program, file: Path) -> str:
    """`resfri meetings import`, while nothing else runs on the database, for the one person there is."""
    resfri, home = CliRunner(), {"RESFRI_DATA": str(program.home)}
    number = resfri.invoke(root, ["people", "list"], env=home).stdout.split("\t")[0]
    done = resfri.invoke(root, ["meetings", "import", str(file), "--person", number], env=home)
    assert done.exit_code == 0, done.stderr
    return done.stdout


# Each way in which Anna's file comes in, given the program (not running) and the file; gives what she is told.
WAYS: Mapping[str, Callable[[Program, Path], Awaitable[str]]] = {"command": by_command}


@pytest.mark.parametrize("way", list(WAYS))
async def test_a_file_imported_twice_is_there_once(program: Program, tmp_path: Path, way: str) -> None:
    """The first time its meetings are stored, the second time they are there already; their owner sees each once."""
    program.time = system_clock  # the command's own
    day = local(system_clock()).date() - timedelta(days=3)
    file = tmp_path / "lista.csv"
    file.write_text(f"datum;start;antal;form;plats\n{day};09:00;6;Teams;Bengtsfors\n{day};13:00;5;Zoom;Ed\n", "utf-8")
    async with program.running() as (_, arrive):
        await member(arrive, "anna")
    assert "2 sparade, 0 fanns redan, 0 inte sparade." in await WAYS[way](program, file)
    assert "0 sparade, 2 fanns redan, 0 inte sparade." in await WAYS[way](program, file)
    async with program.running() as (_, arrive):
        mine = await (await arrive("anna")).says("/mina-möten")
    assert mine.count("6 deltagare, annars i Bengtsfors") == 1
    assert mine.count("5 deltagare, annars i Ed") == 1
