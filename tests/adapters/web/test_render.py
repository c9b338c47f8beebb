"""What messages look like as HTML: hostile text stays text."""

from collections.abc import Sequence
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.messages import (
    Action,
    Actions,
    Choice,
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
    Span,
    Step,
    Steps,
    Table,
    Text,
    Upload,
    say,
)
from chatbot.ports import Brand, Outgoing
from chatbot_adapters.web import WebAdapter
from chatbot_adapters.web.conversation import Entry, fold
from chatbot_adapters.web.render import Page, Trouble, png_size, renderer
from tests.adapters.web.small_bot import GUIDE, PNG, SAVED

PLACE = Place("web", "local", "c")
RENDER = renderer(Brand(notice="Simulerade data", clock_text="måndag 7 maj 2012"))
NASTY = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            '"><img src=x onerror=alert(1)>',
            "' onfocus='x",
            "</textarea><script>",
            "{{ 7*7 }}{% raw %}",
            "&lt;b&gt; &amp;",
            "javascript:alert(1)",
            "\u202eomvänt\u202c",
            "<!--",
            "]]>",
            "Å\u0308a\u030a",
        ]
    ),
)


class Read(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        """Note it."""
        self.texts.append(data)


def everything(nasty: str) -> Sequence[Item]:
    """Every kind of item with the words in every place that takes words."""
    named = nasty.strip() or "x"
    post = Post(
        (
            Heading(nasty),
            Text((Span(nasty, strong=True), Span(nasty, emphasis=True, code=True), Span(nasty, href=nasty))),
            Steps((Step(nasty, nasty),), 3),
            Actions((Action(nasty, nasty, nasty),)),
            Table((nasty, nasty, "c", "d"), ((nasty, nasty, "", ""),), nasty, (1,)),
            Image(PNG, named),
        )
    )
    fields = (Field("a", nasty, "text", nasty, nasty), Field("b", nasty, "choice", choices=(Choice(nasty, nasty),)))
    form = Form("f", nasty, fields, nasty, nasty, nasty)
    return [Echo(nasty), post, OpenForm(form), Upload(b"", named, "text/html", named)]


def tags_and_attributes(words: str) -> tuple[Sequence[str], Sequence[str]]:
    """The skeleton of a page that shows the words everywhere."""
    items = [Outgoing(id, PLACE, item) for id, item in enumerate(everything(words), 1)]
    trouble = Trouble("3", {"a": words, "z": words}, {"a": words, "b": words})
    read = Read(RENDER.page(Page(fold(items), 4, True, words, words, "k", trouble)))
    return read.tags, [name for name, _ in read.attributes if name not in {"selected", "href"}]


@settings(deadline=None)
@given(NASTY)
def test_no_text_makes_a_tag_or_an_attribute(nasty: str) -> None:
    """A page with hostile words in every place has the very tags of one with plain words."""
    plain = "ord" if nasty else ""
    tags, attributes = tags_and_attributes(nasty)
    expected_tags, expected_attributes = tags_and_attributes(plain)
    assert [tag for tag in tags if tag not in {"a", "p"}] == [t for t in expected_tags if t not in {"a", "p"}]
    assert set(attributes) <= set(expected_attributes) | {"rel"}
    assert not any(name.startswith("on") for name in attributes)


@settings(deadline=None)
@given(NASTY.filter(lambda s: s.strip() and "\r" not in s and "\x00" not in s))
def test_text_is_shown_literally(nasty: str) -> None:
    """What was said is what stands there."""
    html = RENDER.entry(Entry("1", 1, Echo(nasty)))
    assert nasty in Read(html).texts


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://x.example", "data:text/html,x", "//x.example", ""])
def test_only_https_is_a_link(address: str) -> None:
    """Anything else is shown as text."""
    html = RENDER.entry(Entry("1", 1, Post((Text((Span("hit", href=address),)),))))
    assert "href" not in html
    assert "hit" in html


def test_the_page_says_its_language_notice_and_clock() -> None:
    """What the bot is to say of itself stands at the top; with a clock that stands no times are shown."""
    html = RENDER.page(Page(fold([Outgoing(1, PLACE, Echo("hej"))])))
    assert '<html lang="sv">' in html
    assert "Simulerade data" in html
    assert "måndag 7 maj 2012" in html
    assert 'class="time"' not in html


def test_an_edit_whose_message_is_gone_stands_on_its_own() -> None:
    """When the outbox has let go of the first version, the change is still shown, once."""
    items = [Outgoing(5, PLACE, Edit(MessageRef(PLACE, "2"), say("nytt"))), Outgoing(6, PLACE, Echo("hej"))]
    assert [(entry.ref, entry.media) for entry in fold(items)] == [("2", 5), ("6", 6)]


def test_the_size_of_a_picture_is_read_from_it() -> None:
    """Width and height keep the page still while the picture loads; what is no PNG has none."""
    assert png_size(PNG) == (2, 2)
    assert png_size(b"GIF89a" + bytes(30)) == (0, 0)
    assert png_size(b"") == (0, 0)


def test_a_preview_is_text() -> None:
    """The post's words, steps and buttons in lines."""
    adapter = WebAdapter()
    shown = adapter.preview(GUIDE)
    assert "2. Välj det fönster som de andra ska se.\n   Ser du en röd ram runt fönstret?" in shown
    assert "[Ja] [Nej]" in shown
    assert "Resor | 12 | 0" in adapter.preview(SAVED)
