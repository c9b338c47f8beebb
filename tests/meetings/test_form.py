"""The form: fields filled with what is known, and errors by field."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.clock import STOCKHOLM
from chatbot.i18n import translator
from chatbot.meetings.form import draft_from_form, log_form
from chatbot.meetings.meeting import Draft
from chatbot.packs.places import read_places
from chatbot.resources import packs_folder

PLACES, _ = read_places([packs_folder() / "sverige/orter.tsv", packs_folder() / "dalsland/orter.tsv"])
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=STOCKHOLM)
GOOD = {"datum": "2026-11-17", "antal": "6", "plats": "dalsed", "form": "teams", "längd": "1,5 timme"}


def test_a_good_form_is_a_draft() -> None:
    """Every field is read; the place gets its canonical name."""
    draft = draft_from_form(GOOD, NOW, PLACES)
    assert draft == Draft(date(2026, 11, 17), None, 90, 6, "webb", "teams", "Ed", replaces="ja")


def test_no_place_means_nobody_would_have_travelled() -> None:
    """An empty place is a meeting that replaced nothing."""
    draft = draft_from_form({**GOOD, "plats": ""}, NOW, PLACES)
    assert isinstance(draft, Draft)
    assert (draft.place, draft.replaces) == (None, "nej")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("datum", ""),
        ("datum", "2026-11-24"),
        ("datum", "2026-02-30"),
        ("antal", ""),
        ("antal", "sex"),
        ("antal", "0"),
        ("antal", "-3"),
        ("antal", "100000"),
        ("plats", "Mordor"),
        ("längd", "länge"),
        ("längd", "0"),
        ("längd", "99999"),
    ],
)
def test_errors_by_field(field: str, typed: str) -> None:
    """The wrong field is named with a sentence that says how to mend it, and no other."""
    wrong = draft_from_form({**GOOD, field: typed}, NOW, PLACES)
    assert not isinstance(wrong, Draft)
    assert set(wrong) == {field}
    assert translator().tell(wrong[field]).endswith((".", "?"))


def test_phone_needs_three() -> None:
    """A phone meeting counts from three."""
    wrong = draft_from_form({**GOOD, "form": "telefon", "antal": "2"}, NOW, PLACES)
    assert not isinstance(wrong, Draft)
    assert set(wrong) == {"antal"}


def test_the_form_suggests_today() -> None:
    """Today's date is filled in, and what is already known."""
    form = log_form(translator(), {"antal": "6"}, NOW.date())
    initial = {field.name: field.initial for field in form.fields}
    assert (initial["datum"], initial["antal"]) == ("2026-11-23", "6")


@given(st.dictionaries(st.sampled_from(["datum", "antal", "plats", "form", "längd"]), st.text(max_size=40)))
def test_never_raises(values: dict[str, str]) -> None:
    """Whatever is sent, there is a draft or errors."""
    read = draft_from_form(values, NOW, PLACES)
    assert isinstance(read, Draft) or read
