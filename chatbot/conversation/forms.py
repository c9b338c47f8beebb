"""Forms in a conversation: shown whole where the platform can, else asked field by field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from chatbot import fallback
from chatbot.conversation.context import Context
from chatbot.errors import Notice
from chatbot.messages import Block, Form, Post, say
from chatbot.packs import Library

Errors = Mapping[str, Notice]


@dataclass(frozen=True, slots=True)
class FormHandler:
    """A form of a command. `check` is pure: values, the local time and the library in; what is wrong out."""

    make: Callable[[Context, str], Form]
    check: Callable[[Mapping[str, str], datetime, Library], Errors]
    submit: Callable[[Context, str, Mapping[str, str]], None]
    heard: Callable[[Context, str, str], Sequence[Block]] = lambda *_: ()  # told at once of (field, answer)


def show(context: Context, form: Form) -> None:
    """Show the form the way the place can."""
    if context.world.capabilities(context.event.place).forms != "dialogue":
        context.open_form(form)
        return
    state, post = fallback.start(form, context.t)
    context.reply(post, kind="form")
    context.state["form"] = {"name": form.name, "value": form.value, "state": state}
    context.state.pop("choices", None)


def carry_on(context: Context, handlers: Mapping[str, FormHandler], text: str) -> bool:
    """Take the text as the answer to the field that was asked; False if no form is open."""
    opened = context.state.get("form")
    if not opened or opened["name"] not in handlers:
        return False
    handler = handlers[opened["name"]]
    form = handler.make(context, opened["value"])
    match fallback.step(form, opened["state"], text, context.t):
        case fallback.Next(state, post):
            context.reply(Post((*_heard(context, handler, form, opened["state"], state), *post.blocks)), kind="form")
            context.state["form"] = {**opened, "state": state}
            context.state.pop("choices", None)
        case fallback.Cancelled(post):
            context.state.pop("form")
            context.reply(post)
        case fallback.Done(values):
            context.state.pop("form")
            _finish(context, handler, form, values)
    return True


def _heard(
    context: Context, handler: FormHandler, form: Form, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Sequence[Block]:
    """What is to be told of the answer that was just taken; nothing where none was."""
    if after["at"] <= before["at"]:
        return ()
    name = form.fields[before["at"]].name
    return handler.heard(context, name, after["values"][name])


def _finish(context: Context, handler: FormHandler, form: Form, values: Mapping[str, str]) -> None:
    wrong = handler.check(values, context.today, context.library)
    if not wrong:
        handler.submit(context, form.value, values)
        return
    context.reply(say(*(context.t.tell(what) for what in wrong.values())), kind="form")
    show(context, replace(form, fields=tuple(replace(f, initial=values.get(f.name, "")) for f in form.fields)))
