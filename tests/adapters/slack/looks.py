"""Block Kit about as Slack shows it, for the pictures of the handbook: an approximation in HTML, made from blocks."""

from collections.abc import Sequence
from html import escape
from typing import Any

from tests.contract.slack.server import Held

STYLE = """
body { margin: 0; background: #fff; color: #1d1c1d; font: 15px/1.46 Lato, "DejaVu Sans", sans-serif; }
main { width: 620px; padding: 12px 16px; display: grid; grid-template-columns: 36px 1fr; gap: 0 10px; }
.face { width: 36px; height: 36px; border-radius: 6px; background: #1264a3; color: #fff; text-align: center;
  font: bold 18px/36px sans-serif; }
.who b { margin-right: 6px; } .who span { font-size: 10px; background: #eee; color: #555; padding: 1px 3px; }
.only { font-size: 12px; color: #616061; grid-column: 2; }
h2 { font-size: 18px; margin: 8px 0; } p { margin: 6px 0; white-space: pre-wrap; } ol { margin: 6px 0; }
button { font: bold 13px sans-serif; color: #1d1c1d; background: #fff; border: 1px solid #bbb; border-radius: 4px;
  padding: 5px 10px; margin: 4px 6px 4px 0; }
button.primary { background: #007a5a; color: #fff; border-color: #007a5a; } button.danger { color: #e01e5a; }
table { border-collapse: collapse; margin: 6px 0; font-size: 13px; }
th, td { border: 1px solid #ddd; padding: 4px 8px; text-align: left; } .right { text-align: right; }
code { font-size: 12px; color: #e01e5a; background: #f6f6f6; }
"""


def page(held: Held) -> str:
    """One message of the app's, as a page."""
    only = '<div class="only">Bara du kan se detta</div>' if held.only else ""
    shown = "".join(_block(block) for block in held.blocks)
    who = '<div class="who"><b>Resfri</b><span>APP</span></div>'
    return (
        f'<!doctype html><html lang="sv"><meta charset="utf-8"><title>Slack</title><style>{STYLE}</style>'
        f'<main>{only}<div class="face">R</div><div>{who}{shown}</div></main></html>'
    )


def _block(block: dict[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f"<h2>{escape(block['text']['text'])}</h2>"
        case "rich_text":
            return "".join(_rich(element) for element in block["elements"])
        case "actions":
            return "".join(
                f'<button class="{one.get("style", "")}">{escape(one["text"]["text"])}</button>'
                for one in block["elements"]
            )
        case "table":
            return _table(block)
    return "<hr>"


def _rich(element: dict[str, Any]) -> str:
    if element["type"] == "rich_text_list":
        items = (f"<li>{_spans(item['elements'])}</li>" for item in element["elements"])
        return f"<ol>{''.join(items)}</ol>"
    return f"<p>{_spans(element['elements'])}</p>"


def _spans(spans: Sequence[dict[str, Any]]) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: dict[str, Any]) -> str:
    words, style = escape(span["text"]), span.get("style", {})
    for name, tag in (("bold", "b"), ("italic", "i"), ("code", "code")):
        words = f"<{tag}>{words}</{tag}>" if style.get(name) else words
    return words


def _table(block: dict[str, Any]) -> str:
    columns = [one.get("align", "left") for one in block["column_settings"]]
    rows = []
    for number, row in enumerate(block["rows"]):
        tag = "td" if number else "th"
        cells = zip(row, columns, strict=True)
        rows.append("".join(f'<{tag} class="{align}">{escape(cell["text"])}</{tag}>' for cell, align in cells))
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
