"""Items as the fake chat takes them (pure)."""

import base64
import json

from chatbot.messages import (
    Action,
    Actions,
    Block,
    Divider,
    Form,
    Heading,
    Image,
    Span,
    Steps,
    Table,
    Text,
    Upload,
)
from tests.contract.chat.wire import Button, Dialog, Part, Question, Run


def part(block: Block) -> Part:
    """A block."""
    match block:
        case Heading(words):
            return Part(kind="heading", runs=[Run(text=words)])
        case Text(spans):
            return Part(kind="paragraph", runs=[_run(span) for span in spans])
        case Steps(steps, start):
            told = [f"{step.text}\n{step.check}" if step.check else step.text for step in steps]
            return Part(kind="list", start=start, runs=[Run(text=words) for words in told])
        case Actions(actions):
            return Part(kind="buttons", buttons=[_button(action) for action in actions])
        case Table(header, rows, caption):
            return Part(kind="table", rows=[list(header), *(list(row) for row in rows)], name=caption)
        case Image(data, alt):
            return Part(kind="image", alt=alt, data=base64.b64encode(data).decode())
        case Divider():
            return Part(kind="line")


def file(upload: Upload) -> Part:
    """A file."""
    return Part(kind="file", name=upload.filename, alt=upload.alt, data=base64.b64encode(upload.data).decode())


def dialog(form: Form) -> Dialog:
    """A form."""
    questions = [
        Question(name=f.name, label=f.label, initial=f.initial, options={c.label: c.value for c in f.choices})
        for f in form.fields
    ]
    return Dialog(name=form.name, value=form.value, title=form.title, questions=questions)


def _run(span: Span) -> Run:
    href = span.href if span.href.startswith("https://") else ""
    if span.code:
        return Run(text=span.text, look="code", href=href)
    if span.strong:
        return Run(text=span.text, look="strong", href=href)
    return Run(text=span.text, look="emphasis" if span.emphasis else "plain", href=href)


def _button(action: Action) -> Button:
    return Button(label=action.label, value=json.dumps([action.name, action.value]))


def pressed(value: str) -> tuple[str, str]:
    """Name and value of the action that a button carries."""
    name, inner = json.loads(value)
    return str(name), str(inner)
