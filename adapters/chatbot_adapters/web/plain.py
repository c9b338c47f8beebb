"""A post as text, about as the page shows it: for previews."""

from collections.abc import Iterable

from chatbot.messages import Actions, Block, Divider, Heading, Image, Post, Steps, Table, Text


def plain(post: Post) -> str:
    """The post's lines."""
    return "\n".join(line for block in post.blocks for line in _lines(block))


def _lines(block: Block) -> Iterable[str]:
    match block:
        case Heading(words):
            yield words
        case Text(spans):
            yield "".join(span.text for span in spans)
        case Steps(steps, start):
            for number, step in enumerate(steps, start):
                yield f"{number}. {step.text}"
                if step.check:
                    yield f"{' ' * len(f'{number}. ')}{step.check}"
        case Actions(actions):
            yield " ".join(f"[{action.label}]" for action in actions)
        case Table(header, rows, caption):
            yield from (line for line in (caption, *(" | ".join(row) for row in (header, *rows))) if line)
        case Image(_, alt):
            yield f"[{alt}]"
        case Divider():
            yield "---"
