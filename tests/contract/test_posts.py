"""Every platform shows each kind of block so that all of it can be read, in order."""

import pytest

from chatbot.messages import (
    Action,
    Actions,
    Divider,
    Heading,
    Image,
    Post,
    Span,
    Step,
    Steps,
    Table,
    Text,
    Upload,
    say,
    strong,
    text,
)
from tests.contract.driver import Driver, letters, visible

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a73"
    "0000000f49444154789c63606060f80f030c00110a02fe2b2e6ad20000000049454e44ae426082"
)
MARKUP = [
    "<b>fet</b> & <script>alert(1)</script>",
    "*stjärna* _streck_ ~struket~ `kod`",
    "[länk](https://example.org) ![bild](x)",
    "<!channel> @alla @here <@U123>",
    "&amp; &lt; &#x27;",
    "{{ mall }} {% if %} ${x} %s {0}",
    "# ingen rubrik",
    "1. inget steg",
]


async def told(driver: Driver) -> str:
    """All that is seen, on one line."""
    return visible("\n".join(await driver.seen()))


def in_order(words: str, *expected: str) -> bool:
    """Whether these stand there, one after the other."""
    at = 0
    for one in expected:
        found = words.find(one, at)
        if found < 0:
            return False
        at = found + len(one)
    return True


@pytest.mark.parametrize("words", MARKUP)
async def test_text_is_literal(driver: Driver, words: str) -> None:
    """What looks like markup is shown as it was written, whatever the look of its span."""
    driver.bot.will(Post((Text((Span(words), Span(" "), strong(words), Span(" "), Span(words, code=True))),)))
    await driver.say("visa")
    assert (await told(driver)).count(words) == 3


async def test_a_link_can_be_read_and_followed_only_when_safe(driver: Driver) -> None:
    """Its words are shown; an address that is not https is no link but does no harm."""
    link = Span("leverantören", href="https://example.org/hjälp")
    driver.bot.will(Post((Text((Span("Läs hos "), link, Span(" eller "), Span("här", href="javascript:alert(1)"))),)))
    await driver.say("visa")
    assert in_order(await told(driver), "Läs hos", "leverantören", "eller", "här")


async def test_heading_text_steps_and_line_in_order(driver: Driver) -> None:
    """A guide reads from top to bottom; steps are numbered, each with its question."""
    steps = Steps((Step("Klicka på Dela."), Step("Välj Skärm.", "Ser du en röd ram?"), Step("Klicka på Sluta dela.")))
    driver.bot.will(Post((Heading("Dela skärmen"), text("Så här gör du:"), steps, Divider(), text("Hjälpte det?"))))
    await driver.say("visa")
    shown = await told(driver)
    assert in_order(
        shown,
        "Dela skärmen",
        "Så här gör du:",
        "1. Klicka på Dela.",
        "2. Välj Skärm.",
        "Ser du en röd ram?",
        "3. Klicka på Sluta dela.",
        "Hjälpte det?",
    )


async def test_steps_that_go_on(driver: Driver) -> None:
    """The rest of a guide is counted from where it left off."""
    driver.bot.will(Post((Steps((Step("Vänta."), Step("Klart.")), start=4),)))
    await driver.say("visa")
    assert in_order(await told(driver), "4. Vänta.", "5. Klart.")


TABLES = {
    "narrow": Table(
        ("Kommun", "Möten"), (("Åmål", "12"), ("Dals-Ed", "7"), ("Färgelanda", "1 003")), "Topplistan", (1,)
    ),
    "wide": Table(("Vad det är", "Före", "Efter"), (("Resor med bil " * 4, "47 mil " * 5, "noll"),)),
    "markup": Table(("<i>A</i>", "B|C"), (("*1*", "a|b"), ("", "&nbsp;"))),
}


@pytest.mark.parametrize("name", TABLES)
async def test_every_cell_of_a_table_can_be_read(driver: Driver, name: str) -> None:
    """Header, rows and caption, whether in columns or row by row."""
    table = TABLES[name]
    driver.bot.will(Post((table,)))
    await driver.say("visa")
    shown = letters(await told(driver))
    cells = [letters(cell) for row in (table.header, *table.rows) for cell in row]
    assert [cell for cell in cells if cell not in shown] == []
    assert letters(table.caption) in shown


async def test_a_picture_is_told_in_words(driver: Driver) -> None:
    """Its alt text can be read everywhere, beside the text around it."""
    driver.bot.will(Post((text("Så här ligger ni till:"), Image(PNG, "Stapel: Åmål 12 möten, Ed 7"), text("Bra!"))))
    await driver.say("visa")
    assert in_order(await told(driver), "Så här ligger ni till:", "Stapel: Åmål 12 möten, Ed 7", "Bra!")


async def test_a_file_has_a_name_and_is_told_in_words(driver: Driver) -> None:
    """Its name can be read, and what it holds; for a picture that stands there by itself its alt text is enough."""
    driver.bot.will(Upload(b"a;b\n1;2\n", "möten.csv", "text/csv", "Alla möten i november"))
    await driver.say("visa")
    shown = await told(driver)
    assert "möten.csv" in shown
    assert "Alla möten i november" in shown
    driver.bot.will(Upload(PNG, "topplista.png", "image/png", "Stapel: Ed 7"))
    await driver.say("visa")
    assert "Stapel: Ed 7" in await told(driver)


async def test_a_long_answer_is_whole(driver: Driver) -> None:
    """10,000 characters come out as they went in, in as many pieces as it takes."""
    words = " ".join(f"Rad {number} om mötet i Åmål 🚂." for number in range(400))[:10_000]
    driver.bot.will(Post((text(words),)))
    await driver.say("visa")
    assert letters(words) in letters(await told(driver))


async def test_a_long_answer_without_a_space_is_whole(driver: Driver) -> None:
    """Nor is a letter lost or broken where there is nowhere to cut."""
    words = "åäö🚂é" * 500
    driver.bot.will(Post((text(words),)))
    await driver.say("visa")
    assert letters(words) in letters(await told(driver))


async def test_buttons_of_all_looks_can_be_told_apart(driver: Driver) -> None:
    """Each label can be read, with the numbers where there are no buttons."""
    actions = (
        Action("Ändra", "edit"),
        Action("Ångra", "undo", style="danger"),
        Action("Visa", "sums", style="primary"),
    )
    driver.bot.will(Post((text("Vad vill du?"), Actions(actions))))
    await driver.say("visa")
    assert in_order(await told(driver), "Vad vill du?", "Ändra", "Ångra", "Visa")


async def test_an_empty_post_does_no_harm(driver: Driver) -> None:
    """Nothing to show is shown as nothing, and the next answer comes as usual."""
    driver.bot.will(Post(()), say(""), say("Klart."))
    await driver.say("visa")
    assert "Klart." in await told(driver)
