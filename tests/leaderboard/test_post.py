"""The post: a table that people can read, the sum, the rule and the picture's words."""

import pytest

from chatbot.i18n import translator
from chatbot.leaderboard import Tally, board_post, standings
from chatbot.messages import Block, Heading, Image, Table, Text
from tests.leaderboard.boards import WEEK, six_boards, tally

T = translator()


def words(blocks: tuple[Block, ...]) -> str:
    """All paragraphs as one string."""
    return "\n".join("".join(span.text for span in block.spans) for block in blocks if isinstance(block, Text))


def table(tallies: list[Tally]) -> Table:
    """The table of a board."""
    return next(block for block in board_post(standings(tallies, WEEK), T).blocks if isinstance(block, Table))


def test_the_whole_post() -> None:
    """Heading, table, sum, rule and picture stand in that order, in Swedish, with decimal comma."""
    post = board_post(six_boards()["five"], T, b"png")
    heading, found, *_, picture = post.blocks
    assert heading == Heading("Topplistan för vecka 47, 16–22 november 2026")
    assert isinstance(found, Table)
    assert found.header == ("Plats", "Grupp", "Möten", "Per årsarbetskraft", "Sparade timmar", "kWh", "kg CO2e")
    assert found.rows[0] == ("1", "Åmål", "12", "2,67", "18", "24", "7,8")
    assert found.numeric == (2, 3, 4, 5, 6)
    said = words(post.blocks)
    assert "Tillsammans: 31 möten, 47 timmar restid, 62 kWh och 20 kg koldioxid (CO2e)." in said
    assert "per årsarbetskraft" in said
    assert "faktorerna fysik" in said
    assert isinstance(picture, Image)
    assert picture.alt.startswith("Stapeldiagram")


def test_columns_are_rounded_honestly() -> None:
    """One decimal in a column of small figures, none in a column of large ones; never a minus nought."""
    small = table([tally(1, "A", 1), tally(2, "B", 2)])
    assert [row[3:] for row in small.rows] == [("3", "4", "1,3"), ("1,5", "2", "0,7")]
    large = table([tally(1, "A", 12345), tally(2, "B", 1)])
    assert large.rows[0][2:5] == ("12\xa0345", "18\xa0518", "24\xa0690")
    assert large.rows[1][3:] == ("2", "2", "1")
    loss = table([Tally(1, "A", "", None, None, None, 1, -20, -10, 0, 0)])
    assert loss.rows[0][3:] == ("0", "0", "0")


def test_ties_are_told() -> None:
    """A shared place says so."""
    assert [row[0] for row in table([tally(1, "A", 1), tally(2, "B", 1), tally(3, "C", 0)]).rows] == ["delad 1"] * 2


def test_groups_of_the_same_name_are_told_apart() -> None:
    """Two groups with one name stand with their organisations."""
    found = table(
        [tally(1, "Styrelsen", 2, organisation="Ed"), tally(2, "Styrelsen", 1, organisation="Åmål"), tally(3, "IT", 1)]
    )
    assert [row[1] for row in found.rows] == ["Styrelsen, Ed", "IT", "Styrelsen, Åmål"]


def test_an_empty_board_is_kind() -> None:
    """No meetings: no table and no sum, but how to log the first one."""
    post = board_post(six_boards()["empty"], T)
    assert not any(isinstance(block, Table) for block in post.blocks)
    assert "/logga-möte" in words(post.blocks)
    assert "Tillsammans" not in words(post.blocks)


@pytest.mark.parametrize(
    ("sizes", "wanted", "summed"),
    [
        ([3], "1 grupp med färre än fem medlemmar visas inte och är inte med i summan", False),
        ([2, 2], "2 grupper med färre än fem medlemmar visas inte och är inte med i summan", False),
        ([3, 4], "2 grupper med färre än fem medlemmar visas inte för sig, men är med i summan.", True),
    ],
)
def test_hidden_groups_are_told(sizes: list[int], wanted: str, *, summed: bool) -> None:
    """The post says how many groups are not shown, why, and whether they are in the sum; never their names."""
    tallies = [tally(n, f"Hemlig {n}", 3, members=size) for n, size in enumerate(sizes)]
    post = board_post(standings(tallies, WEEK), T)
    assert wanted in words(post.blocks)
    assert "Hemlig" not in str(post)
    assert ("Tillsammans" in words(post.blocks)) is summed


def test_the_factor_set_is_named() -> None:
    """A board by another factor set says which."""
    post = board_post(standings([tally(1, "A", 1)], WEEK, "schablon-dalsland-2011"), T)
    assert "schablon-dalsland-2011" in words(post.blocks)
