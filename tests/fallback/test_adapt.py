"""What a place cannot show becomes what it can, named, and nothing private leaks."""

import pytest

from chatbot.fallback import adapt
from chatbot.i18n import translator
from chatbot.messages import (
    Action,
    Actions,
    Delete,
    Divider,
    Echo,
    Edit,
    Field,
    Form,
    Heading,
    Image,
    Item,
    MessageRef,
    OpenForm,
    Place,
    Post,
    React,
    Span,
    Step,
    Steps,
    Table,
    Text,
    Upload,
    say,
    text,
)
from chatbot.ports import Capabilities

T = translator("sv")
NOTHING = Capabilities(headings=False)
ALL = Capabilities(
    forms="modal",
    buttons=True,
    ephemeral="native",
    edit=True,
    delete=True,
    reactions=True,
    threads=True,
    images=True,
    files=True,
    table="native",
)
REF = MessageRef(Place("test", "t", "c"), "1")
BUTTONS = Post((text("Vad vill du?"), Actions((Action("Ändra", "edit"), Action("Ångra", "undo")))))
FORM = OpenForm(Form("f", "Logga ett möte", (Field("a", "Vad?"),), "Spara"))
FILE = Upload(b"1", "lista.csv", "text/csv", "Alla möten")
PICTURE = Upload(b"1", "bild.png", "image/png", "Stapel: Ed 7")
EVERYTHING: tuple[Item, ...] = (
    BUTTONS,
    FORM,
    FILE,
    PICTURE,
    Edit(REF, say("Nytt")),
    Delete(REF),
    React(REF, "👍"),
    Echo("hej"),
    Post((Heading("Rubrik"), Table(("A",), (("b",),)), Image(b"1", "alt"), Divider(), Steps((Step("Gör"),)))),
)


def words(item: Item, caps: Capabilities = NOTHING, *, group: bool = False) -> list[str]:
    """The paragraphs of what is sent instead."""
    posts = [made.post if isinstance(made, Edit) else made for made in adapt(item, caps, T, group=group).items]
    blocks = [block for post in posts if isinstance(post, Post) for block in post.blocks]
    return ["".join(span.text for span in block.spans) for block in blocks if isinstance(block, Text)]


@pytest.mark.parametrize("item", EVERYTHING)
def test_a_place_that_can_everything_gets_the_item_itself(item: Item) -> None:
    """Where all can be shown nothing is changed or named."""
    adapted = adapt(item, ALL, T, group=True)
    assert (adapted.items, adapted.degraded) == ((item,), ())


@pytest.mark.parametrize(
    ("item", "shown", "degraded"),
    [
        (BUTTONS, ["Vad vill du?", "1. Ändra", "2. Ångra", "Svara med numret på det du väljer."], "buttons→numbers"),
        (FORM, ["Logga ett möte"], "form→dialogue"),
        (FILE, ["lista.csv: Alla möten"], "upload→alt"),
        (PICTURE, ["bild.png: Stapel: Ed 7"], "upload→alt"),
        (Edit(REF, say("Nytt")), ["Nytt"], "edit→post"),
        (Delete(REF), ["Det förra meddelandet gäller inte längre."], "delete→post"),
        (React(REF, "👍"), [], "reaction→none"),
        (Post((Heading("Rubrik"),)), ["Rubrik"], "heading→text"),
        (Post((Image(b"1", "Stapel: Ed 7"),)), ["Stapel: Ed 7"], "image→alt"),
        (Post((Table(("Vad", "Antal"), (("Resor", "7"),)),)), ["Vad    Antal\nResor  7"], "table→mono"),
    ],
)
def test_a_place_that_can_nothing_gets_text(item: Item, shown: list[str], degraded: str) -> None:
    """Each thing that cannot be shown becomes text, and its fallback is named."""
    assert words(item) == shown
    assert adapt(item, NOTHING, T).degraded == (degraded,)


def test_a_heading_becomes_strong_text() -> None:
    """A heading keeps its weight."""
    (post,) = adapt(Post((Heading("Rubrik"),)), NOTHING, T).items
    assert post == Post((Text((Span("Rubrik", strong=True),)),))


def test_too_many_buttons_become_numbers() -> None:
    """More buttons than a platform takes are numbered, all of them, across blocks."""
    post = Post(tuple(Actions((Action(label, "a"),)) for label in ("Ett", "Två", "Tre")))
    assert adapt(post, Capabilities(buttons=True, max_buttons=3), T).items == (post,)
    assert words(post, Capabilities(buttons=True, max_buttons=2))[:3] == ["1. Ett", "2. Två", "3. Tre"]


def test_a_picture_file_becomes_a_picture_where_only_pictures_go() -> None:
    """Where files cannot be sent but pictures can, a PNG is shown with its alt text."""
    adapted = adapt(PICTURE, Capabilities(images=True), T)
    assert adapted.items == (Post((Image(b"1", "Stapel: Ed 7"),)),)
    assert adapted.degraded == ("upload→image",)


PRIVATE: tuple[Item, ...] = (
    Post((text("hemligt"),), audience="actor"),
    Edit(REF, Post((text("hemligt"),), audience="actor")),
    Upload(b"1", "hemligt.csv", "text/csv", "hemligt", audience="actor"),
    Upload(b"1", "hemligt.png", "image/png", "hemligt", audience="actor"),
)


@pytest.mark.parametrize("item", PRIVATE)
@pytest.mark.parametrize("more", [{}, {"files": True, "images": True, "edit": True, "buttons": True}])
def test_a_private_answer_is_never_shown_to_a_group(item: Item, more: dict[str, bool]) -> None:
    """Where a place cannot hide it, a public sentence tells where the answer is; nothing of it is sent."""
    adapted = adapt(item, Capabilities(**more), T, group=True)  # type: ignore[arg-type]  # flags by name
    assert "hemligt" not in repr(adapted.items)
    assert words(item, group=True) == ["Svaret är bara till dig. Skriv till mig i en egen chatt så får du det där."]
    assert "ephemeral→none" in adapted.degraded


@pytest.mark.parametrize("item", PRIVATE)
def test_a_private_answer_goes_to_a_direct_chat_where_that_can_be_had(item: Item) -> None:
    """It is named, and stays private, whatever it is turned into."""
    adapted = adapt(item, Capabilities(ephemeral="dm"), T, group=True)
    assert "ephemeral→dm" in adapted.degraded
    assert all(isinstance(made, Post) and made.audience == "actor" for made in adapted.items)


def test_a_private_answer_in_a_direct_chat_is_just_said() -> None:
    """Nobody else reads along there."""
    assert words(Post((text("hemligt"),), audience="actor")) == ["hemligt"]


@pytest.mark.parametrize(
    "block",
    [
        Heading("ord " * 30),
        text("ord " * 30),
        Steps((Step("Gör " + "ord " * 30, "Gick det?"), Step("Och sedan"))),
        Image(b"1", "ord " * 30),
        Table(("Vad",), tuple(("ord " * 4,) for _ in range(8))),
        Actions((Action("ord " * 30, "a"),)),
    ],
)
def test_long_blocks_of_all_kinds_are_parted(block: Heading | Text | Steps | Image | Table | Actions) -> None:
    """No paragraph is longer than the platform takes, and no word is lost."""
    post = Post((block,))
    parts = words(post, Capabilities(max_text=50))
    assert max(map(len, parts)) <= 50
    assert " ".join(parts).split().count("ord") == 30 if not isinstance(block, Table) else 32
    assert "text→parts" in adapt(post, Capabilities(max_text=50), T).degraded
