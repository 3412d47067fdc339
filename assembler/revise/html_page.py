"""The note on a revision as one page of HTML, which loads nothing from elsewhere."""

from __future__ import annotations

from html import escape

from assembler.revise.note import Line, Part

_STYLE = """
:root{color-scheme:light}
body{font:16px/1.5 Georgia,serif;margin:0 auto;max-width:52rem;padding:1rem;color:#111;background:#fff}
h1,h2{font-family:sans-serif;line-height:1.25}h1{font-size:1.3rem}h2{font-size:1.05rem;margin:1.5rem 0 .25rem}
ul{margin:0;padding-left:1.25rem}li{margin:.15rem 0;overflow-wrap:anywhere}li li{color:#333;font-size:.95rem}
@media print{body{font-size:10pt;padding:0}h2{break-after:avoid}li{break-inside:avoid}}
"""


def page(title: str, parts: list[Part]) -> str:
    """Return the page. `title` is its heading."""
    sections = "".join(f"<section><h2>{escape(part.title)}</h2>{_items(part)}</section>\n" for part in parts)
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>\n'
        f"<body><main><h1>{escape(title)}</h1>\n{sections}</main></body></html>\n"
    )


def _items(part: Part) -> str:
    return f"<ul>{''.join(map(_item, part.lines))}</ul>"


def _item(line: Line) -> str:
    below = "".join(f"<li>{escape(words)}</li>" for words in line.below)
    return f"<li>{escape(line.text)}{f'<ul>{below}</ul>' if below else ''}</li>"
