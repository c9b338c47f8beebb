"""Tables as Telegram's rich messages take them: HTML in which everything a person typed is escaped (pure)."""

from collections.abc import Sequence
from html import escape

from chatbot.messages import Actions, Block, Divider, Heading, Image, Span, Steps, Table, Text


def html(blocks: Sequence[Block]) -> str:
    """The blocks as HTML; buttons and pictures are left out, they are told otherwise."""
    return "".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Heading(words):
            return f"<h3>{_words(words)}</h3>"
        case Text(spans):
            return f"<p>{''.join(_span(span) for span in spans)}</p>"
        case Steps(steps, start):
            lines = (f"{n}. {s.text}" + (f"\n{s.check}" if s.check else "") for n, s in enumerate(steps, start))
            return "".join(f"<p>{_words(line)}</p>" for line in lines)
        case Table():
            return _table(block)
        case Divider():
            return "<hr/>"
        case Image() | Actions():
            return ""


def _table(table: Table) -> str:
    caption = f"<caption>{_words(table.caption)}</caption>" if table.caption else ""
    rows = [_row(table.header, "th", table.numeric), *(_row(row, "td", table.numeric) for row in table.rows)]
    return f"<table>{caption}{''.join(rows)}</table>"


def _row(cells: Sequence[str], tag: str, numeric: Sequence[int]) -> str:
    sides = (' align="right"' if column in numeric else "" for column in range(len(cells)))
    made = (f"<{tag}{side}>{_words(cell)}</{tag}>" for side, cell in zip(sides, cells, strict=True))
    return f"<tr>{''.join(made)}</tr>"


def _span(span: Span) -> str:
    words = _words(span.text)
    if span.href.startswith("https://"):
        return f'<a href="{escape(span.href)}">{words}</a>'
    for wanted, tag in ((span.code, "code"), (span.strong, "b"), (span.emphasis, "i")):
        if wanted and span.text.strip():
            return f"<{tag}>{words}</{tag}>"
    return words


def _words(words: str) -> str:
    return escape(words).replace("\n", "<br/>")
