"""An item as a platform can show it, and what was lost on the way (pure). Every fallback lives here, once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from chatbot.fallback.splitting import size, split
from chatbot.fallback.tables import mono
from chatbot.i18n import Translator
from chatbot.messages import (
    Actions,
    Audience,
    Block,
    Delete,
    Divider,
    Edit,
    Heading,
    Image,
    Item,
    OpenForm,
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


@dataclass(frozen=True, slots=True)
class Adapted:
    """What to send instead (one item or none, so that a send has one id), and what was degraded: "buttons→numbers"."""

    items: tuple[Item, ...]
    degraded: tuple[str, ...] = ()


def adapt(item: Item, caps: Capabilities, t: Translator, *, group: bool = False) -> Adapted:
    """The item in what `caps` can show; `group` tells that others read along in the place."""
    match item:
        case Post():
            return _post(item, caps, t, group=group)
        case Edit(post=post) if not caps.edit:
            return _post(post, caps, t, "edit→post", group=group)
        case Edit(ref=ref, post=post):
            adapted = _post(post, caps, t, group=group)
            return replace(adapted, items=tuple(Edit(ref, p) for p in adapted.items if isinstance(p, Post)))
        case Delete() if not caps.delete:
            return Adapted((say(t._("Det förra meddelandet gäller inte längre.")),), ("delete→post",))
        case React() if not caps.reactions:
            return Adapted((), ("reaction→none",))
        case Upload():
            return _upload(item, caps, t, group=group)
        case OpenForm(form=form) if caps.forms == "dialogue":
            return Adapted((say(form.title),), ("form→dialogue",))
        case _:
            return Adapted((item,))


def _upload(item: Upload, caps: Capabilities, t: Translator, *, group: bool) -> Adapted:
    if caps.files:
        withheld = _withheld(item.audience, caps, t, group=group)
        return withheld or Adapted((item,), _private_elsewhere(item.audience, caps, group=group))
    if caps.images and item.media_type == "image/png":
        picture = Post((Image(item.data, item.alt),), item.audience)
        return _post(picture, caps, t, "upload→image", group=group)
    return _post(Post((text(f"{item.filename}: {item.alt}"),), item.audience), caps, t, "upload→alt", group=group)


def _post(post: Post, caps: Capabilities, t: Translator, *names: str, group: bool) -> Adapted:
    withheld = _withheld(post.audience, caps, t, group=group)
    if withheld is not None:
        return withheld
    lost = [*names, *_private_elsewhere(post.audience, caps, group=group)]
    numbers = count(1) if _needs_numbers(post, caps) else None
    blocks = [made for block in post.blocks for made in _block(block, caps, numbers, lost)]
    if numbers is not None:
        blocks.append(text(t._("Svara med numret på det du väljer.")))
    return Adapted((replace(post, blocks=tuple(blocks)),), tuple(dict.fromkeys(lost)))


def _withheld(audience: Audience, caps: Capabilities, t: Translator, *, group: bool) -> Adapted | None:
    """What everybody may read, instead of an answer that only one person may see and the place cannot hide."""
    if not (group and audience == "actor" and caps.ephemeral == "none"):
        return None
    told = say(t._("Svaret är bara till dig. Skriv till mig i en egen chatt så får du det där."))
    return Adapted((told,), ("ephemeral→none",))


def _private_elsewhere(audience: Audience, caps: Capabilities, *, group: bool) -> tuple[str, ...]:
    return ("ephemeral→dm",) if group and audience == "actor" and caps.ephemeral == "dm" else ()


def _needs_numbers(post: Post, caps: Capabilities) -> bool:
    offered = sum(len(block.actions) for block in post.blocks if isinstance(block, Actions))
    return offered > 0 and (not caps.buttons or offered > caps.max_buttons)


def _block(block: Block, caps: Capabilities, numbers: "count[int] | None", lost: list[str]) -> Sequence[Block]:
    match block:
        case Actions(actions) if numbers is not None:
            lost.append("buttons→numbers")
            return _parts([text(f"{next(numbers)}. {action.label}") for action in actions], caps, lost)
        case Table() if caps.table == "mono":
            lost.append("table→mono")
            return _parts(mono(block), caps, lost)
        case Image(alt=alt) if not caps.images:
            lost.append("image→alt")
            return _parts([text(alt)], caps, lost)
        case Heading(words) if not caps.headings:
            lost.append("heading→text")
            return _parts([_strong(words)], caps, lost)
        case Heading(words) if size(words, caps.unit) > caps.max_text:
            return _parts([_strong(words)], caps, lost)
        case Steps(steps, start) if any(size(step.text + step.check, caps.unit) > caps.max_text for step in steps):
            return _parts([p for n, step in enumerate(steps, start) for p in _paragraphs(n, step)], caps, lost)
        case Text():
            return _parts([block], caps, lost)
        case Steps() | Heading() | Divider() | Table() | Image() | Actions():
            return [block]


def _strong(words: str) -> Text:
    return Text((Span(words, strong=True),))


def _paragraphs(number: int, step: Step) -> Sequence[Text]:
    return [text(f"{number}. {step.text}"), *([text(step.check)] if step.check else [])]


def _parts(texts: Sequence[Text], caps: Capabilities, lost: list[str]) -> Sequence[Text]:
    parts = [part for paragraph in texts for part in split(paragraph, caps.max_text, caps.unit)]
    if len(parts) > len(texts):
        lost.append("text→parts")
    return parts
