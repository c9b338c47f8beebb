"""A form asked field by field, for platforms that have no forms (pure). The state is plain JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chatbot.fallback.choices import pick, plain
from chatbot.i18n import Translator
from chatbot.messages import Action, Field, Form, Post, Text, strong, text

State = dict[str, Any]  # {"at": number of the field asked, "values": {field name: answer or suggestion}}
CANCEL = frozenset({"avbryt", "/avbryt", "cancel", "stopp"})
BACK = frozenset({"tillbaka", "back", "bakat"})
KEEP = "."
CLEAR = "-"


@dataclass(frozen=True, slots=True)
class Next:
    """The next field is asked, or the same again."""

    state: State
    post: Post


@dataclass(frozen=True, slots=True)
class Done:
    """All fields are answered."""

    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The person let it be."""

    post: Post


def start(form: Form, t: Translator) -> tuple[State, Post]:
    """The first question, with how to answer. The suggestions go into the state, so that they outlive the form."""
    how = text(t._("Jag frågar en sak i taget. Skriv avbryt för att sluta, eller tillbaka för att ändra svaret innan."))
    opening = (text(strong(form.title)), *((text(form.intro),) if form.intro else ()), how)
    state: State = {"at": 0, "values": {field.name: field.initial for field in form.fields}}
    return state, Post((*opening, *_question(form, state, t)))


def step(form: Form, state: State, said: str, t: Translator) -> Next | Done | Cancelled:
    """Take the answer to the field that was asked."""
    word = plain(said)
    if word in CANCEL:
        return Cancelled(Post((text(t._("Avbrutet. Inget är sparat.")),)))
    at = min(int(state["at"]), len(form.fields) - 1)
    if word in BACK:
        return _ask(form, {**state, "at": max(0, at - 1)}, t)
    field = form.fields[at]
    answer = _answer(field, said.strip(), _suggested(field, state))
    if wrong := _wrong(field, answer, t):
        return Next(state, Post((text(wrong), *_question(form, state, t))))
    values = {**state["values"], field.name: answer}
    if at + 1 == len(form.fields):
        return Done({field.name: values.get(field.name, "") for field in form.fields})
    return _ask(form, {"at": at + 1, "values": values}, t)


def _answer(field: Field, said: str, suggested: str) -> str | None:
    """The field's value by what was said; None where it is none of its choices."""
    if said == KEEP:
        return suggested
    if said in {"", CLEAR}:
        return ""
    return _chosen(field, said) if field.choices else said


def _chosen(field: Field, said: str) -> str | None:
    picked = pick(said, [Action(choice.label, "", choice.value) for choice in field.choices])
    if picked is not None:
        return picked.value
    return said if said in {choice.value for choice in field.choices} else None


def _wrong(field: Field, answer: str | None, t: Translator) -> str:
    """Why the answer cannot be taken; "" when it can. What it means is for the form's own check."""
    if answer is None:
        return t._("Svara med ett av numren.")
    if field.required and not answer:
        return t._("Det här behöver jag veta.")
    if len(answer) > field.max_length:
        return t.n("Skriv högst {count} tecken.", "Skriv högst {count} tecken.", field.max_length)
    return ""


def _ask(form: Form, state: State, t: Translator) -> Next:
    return Next(state, Post(_question(form, state, t)))


def _suggested(field: Field, state: State) -> str:
    return str(state["values"].get(field.name, field.initial))


def _question(form: Form, state: State, t: Translator) -> tuple[Text, ...]:
    field = form.fields[min(int(state["at"]), len(form.fields) - 1)]
    lines = [text(strong(field.label))]
    if field.hint:
        lines.append(text(field.hint))
    lines += [text(f"{number}. {choice.label}") for number, choice in enumerate(field.choices, 1)]
    return (*lines, *_ways_on(field, _suggested(field, state), t))


def _ways_on(field: Field, suggested: str, t: Translator) -> tuple[Text, ...]:
    """How to answer without answering."""
    if not suggested:
        return () if field.required else (text(t._("Skriv en punkt för att hoppa över.")),)
    shown = next((choice.label for choice in field.choices if choice.value == suggested), suggested)
    keep = text(t._("Skriv en punkt för att behålla: {value}", value=shown))
    return (keep,) if field.required else (keep, text(t._("Skriv ett minustecken för att lämna det tomt.")))
