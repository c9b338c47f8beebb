"""A form asked field by field, for platforms that have no forms (pure). The state is plain JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chatbot.fallback.choices import pick, plain
from chatbot.i18n import Translator
from chatbot.messages import Action, Field, Form, Post, Text, strong, text

State = dict[str, Any]
CANCEL = frozenset({"avbryt", "/avbryt", "cancel", "stopp"})
BACK = frozenset({"tillbaka", "back", "bakat"})
KEEP = "."


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
    """The first question, with how to answer."""
    how = text(t._("Jag frågar en sak i taget. Skriv avbryt för att sluta, eller tillbaka för att ändra svaret innan."))
    opening = (text(strong(form.title)), *((text(form.intro),) if form.intro else ()), how)
    return {"at": 0, "values": {}}, Post((*opening, *_question(form.fields[0], t)))


def step(form: Form, state: State, said: str, t: Translator) -> Next | Done | Cancelled:
    """Take the answer to the field that was asked."""
    word = plain(said)
    if word in CANCEL:
        return Cancelled(Post((text(t._("Avbrutet. Inget är sparat.")),)))
    at = min(int(state["at"]), len(form.fields) - 1)
    if word in BACK:
        return _ask(form, {"at": max(0, at - 1), "values": state["values"]}, t)
    field = form.fields[at]
    answer = field.initial if said.strip() == KEEP else said.strip()
    if field.choices and answer:
        chosen = _chosen(field, answer)
        if chosen is None:
            return _again(form, state, t._("Svara med ett av numren."), t)
        answer = chosen
    if field.required and not answer:
        return _again(form, state, t._("Det här behöver jag veta."), t)
    values = {**state["values"], field.name: answer}
    if at + 1 == len(form.fields):
        return Done(values)
    return _ask(form, {"at": at + 1, "values": values}, t)


def _chosen(field: Field, answer: str) -> str | None:
    if answer in {choice.value for choice in field.choices}:
        return answer
    picked = pick(answer, [Action(choice.label, "", choice.value) for choice in field.choices])
    return picked.value if picked else None


def _ask(form: Form, state: State, t: Translator) -> Next:
    return Next(state, Post(_question(form.fields[state["at"]], t)))


def _again(form: Form, state: State, why: str, t: Translator) -> Next:
    return Next(state, Post((text(why), *_question(form.fields[state["at"]], t))))


def _question(field: Field, t: Translator) -> tuple[Text, ...]:
    lines = [text(strong(field.label))]
    if field.hint:
        lines.append(text(field.hint))
    lines += [text(f"{number}. {choice.label}") for number, choice in enumerate(field.choices, 1)]
    if field.initial:
        shown = next((choice.label for choice in field.choices if choice.value == field.initial), field.initial)
        lines.append(text(t._("Skriv en punkt för att behålla: {value}", value=shown)))
    elif not field.required:
        lines.append(text(t._("Skriv en punkt för att hoppa över.")))
    return tuple(lines)
