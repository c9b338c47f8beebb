"""The board page says what the post says: the same words, the same figures, the same picture, for every period."""

import re
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from chatbot import app, boards, commands
from chatbot.boards import Wanted
from chatbot.bot import Bot
from chatbot.clock import local
from chatbot.conversation.context import Knowledge, World
from chatbot.i18n import translator
from chatbot.leaderboard import board_post, draw, parse_board, parse_period
from chatbot.messages import Post
from chatbot.pages.app import PREFIX, build_pages
from chatbot.pages.choices import MEASURES, SIZES, fixed_words, period_words
from chatbot.ports import Brand
from chatbot.store import Store, migrate, open_store
from chatbot.store.groups import groups
from tests import loopback
from tests.pages.conftest import HEADER, NOW, ORGANISATION, OTHER, SETTINGS, TOKEN, Opens, planted
from tests.pages.reading import BoardPage, told
from tests.talks.talk import FULL, Talk

PERIODS = (
    "vecka", "månad", "år", "allt", "förra veckan", "förra månaden", "i fjol", "v47", "november", "2025-11",
    "2025", "2026-v01", "mars", "kvartal", "tertial 2", "mellan 1/11 och 20/11", "timmar förra veckan", "andel månad",
    "förbättring vecka", "stora grupper allt", "kg 2026",
)  # fmt: skip
NUMBER = re.compile(r"\d+(?:[,.]\d+)?")


def post_of(store: Store, words: str, language: str = "sv") -> Post:
    """The post that the chat gives for a period."""
    t = translator(language)
    measure, size, rest = parse_board(words)
    period = parse_period(rest, local(NOW).date())
    assert period is not None
    wanted = Wanted(period, measure, size)
    federation = next(group.federation_id for group in store.read(groups) if group.federation == "Dalsland")
    board = store.read(lambda tx: boards.board(tx, federation, wanted))
    how = store.read(lambda tx: boards.how_it_goes(tx, federation, board, wanted))
    return board_post(board, t, draw(board, t) if board.total.meetings else None, how)


@pytest.mark.parametrize("words", PERIODS)
async def test_the_page_says_what_the_post_says(http: httpx.AsyncClient, store: Store, words: str) -> None:
    """Every word and number in its order, and the very picture with its text; and nothing besides."""
    answer = await http.get(f"/{TOKEN}", params={"visa": words})
    page, post = BoardPage(answer.text), told(post_of(store, words))
    assert answer.status_code == 200
    assert page.words == post.words
    assert NUMBER.findall(" ".join(page.words)) == NUMBER.findall(" ".join(post.words))
    assert page.pictures == post.pictures


async def test_the_page_on_postgresql(postgres_database: str) -> None:
    """The same words from the other engine."""
    with open_store(postgres_database) as store:
        migrate(store)
        store.call(planted)
        transport = httpx.ASGITransport(build_pages(SETTINGS, store, lambda: NOW, Brand()), root_path=PREFIX)
        async with loopback.client(transport=transport, base_url="http://localhost") as http:
            page = BoardPage((await http.get(f"/{TOKEN}")).text)
        assert page.words == told(post_of(store, "månad")).words


async def test_the_page_says_what_topplista_answers(
    http: httpx.AsyncClient, store: Store, knowledge: Knowledge
) -> None:
    """The command's own answer, through the whole bot on the same database."""
    talk = Talk(store, Bot(store, world(knowledge), app.handlers()))
    talk.says("/grupp")
    talk.presses("Skolkansliet")
    for words in ("vecka", "månad", "år", "allt", "timmar v47", "små grupper månad", "kampanj"):
        talk.says(f"/topplista {words}")
        answer = told(next(item for item in talk.last if isinstance(item, Post)))
        page = BoardPage((await http.get(f"/{TOKEN}", params={"visa": words})).text)
        private = [line for line in answer.words if line.startswith("Skolkansliet, ")]  # where one's own group stands
        assert page.words == [line for line in answer.words if line not in private]
        assert page.pictures == answer.pictures
    assert private


def world(knowledge: Knowledge) -> World:
    """The bot's world."""
    return World(
        knowledge=lambda: knowledge,
        clock=lambda: NOW,
        language="sv",
        capabilities=lambda place: FULL,
        pulls=lambda name: True,
        commands=commands.specs(),
        suggested_groups=(),
    )


async def test_the_month_is_shown_first(http: httpx.AsyncClient, store: Store) -> None:
    """As by /topplista without words; the link says that it is this page."""
    page = BoardPage((await http.get(f"/{TOKEN}")).text)
    assert page.words == told(post_of(store, "månad")).words
    assert [link.words for link in page.links if link.current] == ["Månaden", "Som vanligt"]


async def test_small_groups_are_nowhere_on_the_page(http: httpx.AsyncClient) -> None:
    """Neither by name nor by figures of their own, also where they are the only ones that met."""
    for words in (*PERIODS, "2026-v49"):
        text = (await http.get(f"/{TOKEN}", params={"visa": words})).text
        for secret in ("Överförmyndarna", "Enheten för två", "Hemliga gruppen"):
            assert secret not in text


async def test_an_organisations_page_is_its_federations_board(http: httpx.AsyncClient, store: Store) -> None:
    """Its people get that board in the chat too; the page says that it holds others."""
    answer = await http.get(f"/{ORGANISATION}")
    assert BoardPage(answer.text).words == told(post_of(store, "månad")).words
    assert '<h1 dir="auto">Melleruds kommun</h1>' in answer.text
    assert "Topplistan visar alla grupper i Dalsland." in answer.text


async def test_what_people_have_written_is_escaped(http: httpx.AsyncClient) -> None:
    """A group's name is text, in the table and in the picture's words alike; so is what was asked for."""
    assert "<b>" not in (await http.get(f"/{TOKEN}")).text
    asked = await http.get(f"/{TOKEN}", params={"visa": '"><script>alert(1)</script>'})
    assert "<script" not in asked.text


@pytest.mark.parametrize("words", ["blåbär", "vecka 99", "x" * 101, "\x00"])
async def test_a_period_that_is_not_understood(http: httpx.AsyncClient, words: str) -> None:
    """A sentence by the field, what was written is kept, and no board is shown."""
    answer = await http.get(f"/{TOKEN}", params={"visa": words})
    assert answer.status_code == 400
    assert "Det förstår jag inte." in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert BoardPage(answer.text).words == []


@pytest.mark.parametrize(
    "words", ["vecka", "2026-v01", "månad", "december", "2026", "2025", "kvartal", "tertial 1", "timmar små vecka"]
)
async def test_one_can_go_back_and_forth(http: httpx.AsyncClient, words: str) -> None:
    """The period before, and from there to where one was; never to one that has not begun."""
    here = BoardPage((await http.get(f"/{TOKEN}", params={"visa": words})).text)
    before = BoardPage((await http.get(f"/{TOKEN}{here.link('Tidigare')}")).text)
    again = BoardPage((await http.get(f"/{TOKEN}{before.link('Senare')}")).text)
    assert before.words != here.words
    assert again.words == here.words


async def test_every_choice_keeps_the_rest(http: httpx.AsyncClient, store: Store) -> None:
    """The links say what they lead to: another order of the same period, another period in the same order."""
    page = BoardPage((await http.get(f"/{TOKEN}", params={"visa": "stora grupper förra veckan"})).text)
    for label, words in (
        ("Sparade timmar", "timmar stora 2026-v47"),
        ("Som vanligt", "stora 2026-v47"),
        ("Förbättring", "förbättring stora 2026-v47"),
        ("Året", "stora år"),
    ):
        led = BoardPage((await http.get(f"/{TOKEN}{page.link(label)}")).text)
        assert led.words == told(post_of(store, words)).words
        assert label in [link.words for link in led.links if link.current]


async def test_words_that_a_link_stands_for_are_read_as_meant() -> None:
    """Every period and every measure, through its words and back."""
    today = local(NOW).date()
    for said in (*PERIODS, "sedan 1 september", "kvartal 1 2025", "tertial 3 2025", "q2", "2026-v53"):
        period = parse_period(parse_board(said)[2], today)
        assert period is not None
        assert parse_period(fixed_words(period), today) == period
        assert parse_period(period_words(period, today), today) == period
    for measure, (word, _) in MEASURES.items():
        for size, other in SIZES.items():
            assert parse_board(f"{word} {other} 2026-v47") == (measure, size, "2026-v47")


async def test_the_campaign_is_a_choice_where_there_is_one(http: httpx.AsyncClient) -> None:
    """With its name and days; a federation without one has no such link, and no board for the word."""
    page = BoardPage((await http.get(f"/{TOKEN}")).text)
    campaign = BoardPage((await http.get(f"/{TOKEN}{page.link('Kampanjen')}")).text)
    assert campaign.words[0] == "Topplistan för Resfri höst, 9 november–6 december 2026"
    assert "Kampanjen" in [link.words for link in campaign.links if link.current]
    hours = BoardPage((await http.get(f"/{TOKEN}{campaign.link('Sparade timmar')}")).text)
    assert hours.words[0] == campaign.words[0]
    other = BoardPage((await http.get(f"/{OTHER}")).text)
    assert "Kampanjen" not in [link.words for link in other.links]
    refused = await http.get(f"/{OTHER}", params={"visa": "kampanj"})
    assert refused.status_code == 400
    assert "Ingen kampanj är igång." in refused.text
    assert "En samordnare startar en" in refused.text
    assert "förstår jag inte" not in refused.text


async def test_all_time_and_what_goes_on_have_nothing_after(http: httpx.AsyncClient) -> None:
    """All time stands alone; the week that goes on has only one before it."""
    for words, beside in (("allt", []), ("vecka", ["Tidigare: vecka 47, 16–22 november 2026"])):
        page = BoardPage((await http.get(f"/{TOKEN}", params={"visa": words})).text)
        assert [link.words for link in page.links if link.words.startswith(("Tidigare", "Senare"))] == beside


async def test_it_refreshes_by_itself_only_if_one_wants(http: httpx.AsyncClient) -> None:
    """The link turns it on and off and keeps the period; a reader is never interrupted unasked (WCAG 2.2.1)."""
    still = await http.get(f"/{TOKEN}", params={"visa": "år"})
    assert "refresh" not in still.headers
    live = await http.get(f"/{TOKEN}{BoardPage(still.text).link('Uppdatera sidan')}")
    assert live.headers["refresh"] == "60"
    assert "Hämtad 23 nov. 2026 kl. 13.30. Sidan hämtas på nytt med 60 sekunders mellanrum." in live.text
    assert BoardPage(live.text).words == BoardPage(still.text).words
    week = await http.get(f"/{TOKEN}{BoardPage(live.text).link('Veckan')}")
    assert week.headers["refresh"] == "60"
    stopped = await http.get(f"/{TOKEN}{BoardPage(live.text).link('Sluta uppdatera')}")
    assert "refresh" not in stopped.headers
    assert BoardPage(stopped.text).words == BoardPage(still.text).words


async def test_a_database_that_is_away(http: httpx.AsyncClient, tmp_path: Path) -> None:
    """A sentence; and a page that refreshes by itself comes back by itself."""
    (tmp_path / "resfri.sqlite3").rename(tmp_path / "elsewhere")
    away = await http.get(f"/{TOKEN}", params={"uppdatera": "1"})
    assert away.status_code == 503
    assert away.headers["retry-after"] == "30"
    assert "Topplistan kan inte hämtas just nu" in away.text
    assert away.headers["refresh"] == "60"
    (tmp_path / "elsewhere").rename(tmp_path / "resfri.sqlite3")
    assert (await http.get(f"/{TOKEN}")).status_code == 200


async def test_a_fault_of_our_own(opens: Opens, caplog: pytest.LogCaptureFixture) -> None:
    """A sentence, and a page that refreshes by itself tries again; the log holds no address."""

    def broken() -> datetime:
        raise ZeroDivisionError

    async with opens(clock=broken) as http:
        answer = await http.get(f"/{TOKEN}", params={"uppdatera": "1"})
    assert answer.status_code == 500
    assert "Något gick fel hos mig." in answer.text
    assert answer.headers["refresh"] == "60"
    assert "ZeroDivisionError at" in caplog.text
    assert TOKEN not in caplog.text


async def test_the_page_in_english(opens: Opens, store: Store) -> None:
    """The page speaks the bot's language, as the post does."""
    async with opens(brand=Brand("en")) as http:
        answer = await http.get(f"/{TOKEN}", params={"visa": "week"})
    assert BoardPage(answer.text).words == told(post_of(store, "week", "en")).words
    assert '<html lang="en">' in answer.text
    assert "never single persons" in answer.text


async def test_a_demo_says_that_it_is_one(opens: Opens) -> None:
    """The notice and the day stand on the page; a clock that stands still tells no time."""
    async with opens(brand=Brand("sv", "Simulerade möten.", "I demon är det måndag.")) as http:
        text = (await http.get(f"/{TOKEN}")).text
    assert "Simulerade möten." in text
    assert "I demon är det måndag." in text
    assert "Hämtad" not in text


async def test_those_the_login_lets_in_choose_a_board(http: httpx.AsyncClient) -> None:
    """The federations by name; each leads to its board."""
    index = await http.get("/", headers={HEADER: "besokare7"})
    page = BoardPage(index.text)
    assert [link.words for link in page.links[1:]] == ["Dalsland", "Annat förbund"]
    board = await http.get(page.link("Annat"), headers={HEADER: "besokare7"})
    assert "Hemliga gruppen" in board.text
    assert "besokare7" not in board.text
