"""Reading HTML: the words that a browser shows, with the numbers of its lists, and those that it hides."""

from __future__ import annotations

import hashlib
import re
import string
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from lxml import etree
from msgspec import Struct, field

from assembler.errors import InputError, Location, Problem
from assembler.readers import contents, css, edgar
from assembler.readers.objects import LINK, address
from assembler.readers.outline import ReadParagraph, head_of, provisions
from assembler.readers.pages import edges_of
from assembler.readers.reading import BLANK, BY_ADDRESS, PLACE, NonTextPart, Reading, straightened, words_in
from assembler.readers.symbols import in_font

_BEGINS = re.compile(
    r"(?:\s|<!--.*?-->|<\?xml[^>]*>)*<(?P<tag>!doctype\s+html|[a-z][a-z0-9]*)\b", re.IGNORECASE | re.DOTALL
)
_OF_A_PAGE = ("html", "head", "body", "meta", "title")
# EDGAR's texts have tags of their own, <TABLE> among them. These belong to HTML alone.
_ONLY_HTML = re.compile(
    r"</?(?:p|div|span|td|font|b|i|u|br|h[1-6]|li|ol|ul|a|center|strong|em)\b[^<>]*>", re.IGNORECASE
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_SILENT = frozenset(["script", "style", "template", "title", "datalist"])
_UNREAD = {"iframe": "frames", "object": "objects", "embed": "objects", "svg": "drawings", "canvas": "drawings"}
_FURNITURE = ("header", "footer")  # titles of parts of the page, as LibreOffice writes them
_DEEPEST = 150  # elements within each other
_HELD = frozenset([BY_ADDRESS, LINK])
_STRUCK = frozenset(["del", "s", "strike"])


_HIDING = re.compile(
    r"display:none|mso-hide:all|visibility:hidden|font-size:[01](?:px|pt|%|;|$)|(?<![a-z-])(?:opacity:0|color:(?:#fff(?:fff)?|white))(?:;|$)"
)
_TURN = re.compile(r"(?:^|;)(?:page-)?break-(?:before|after):(?:always|page)")
_SPACES_OF_STYLE = re.compile(r"\s*([:;]|$)\s*|\s*!\s*important")
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|\*{1,3}|[\u2020\u2021]|[a-z])[\])]?")
_JOINED_BEFORE, _JOINED_BEHIND = frozenset(["$", "\u20ac", "\u00a3"]), frozenset([")", "%", ")%", "),", "."])
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def is_html(text: str) -> bool:
    """Return True if a text is a page of HTML, or a piece of one."""
    begins = _BEGINS.match(text)
    if not begins:
        return False
    tag = begins["tag"].lower()
    return tag.startswith("!") or tag in _OF_A_PAGE or _ONLY_HTML.search(text) is not None


def read(text: str, file: str, remarks: Sequence[str] = (), revisions: str = "accepted") -> Reading:
    """Return HTML as a reading. Struck and inserted words count as tracked changes.

    Raises InputError if it is nested too deeply to be read whole.
    """
    root = _parsed(text, file)
    page = _PageReader(revisions, css.sheet_of(root))
    page.inside(root)
    page.flush()
    page.leave_out_furniture()
    paragraphs, listed = contents.set_apart(page.paragraphs)
    is_settled = page.tracked and revisions == "accepted"
    untracked = read(text, file, remarks, "rejected") if is_settled else None
    said, parts = (*remarks, *page.remarks()), tuple(page.parts)
    found, unread = provisions(paragraphs), page.unread()
    return Reading(file, found, said, parts, _HELD, untracked=untracked, contents=listed, unread=unread, format="HTML")


def paragraphs_of(text: str) -> list[ReadParagraph]:
    """Return the paragraphs of a piece of HTML that stands in another text.

    Raises InputError if it is nested too deeply to be read whole.
    """
    root = _parsed(text, "")
    page = _PageReader("accepted", css.sheet_of(root))
    page.inside(root)
    page.flush()
    return page.paragraphs


_LONGEST = 10_000_000  # bytes of one text
_LONGEST_ADDRESS = 200


def _parsed(text: str, file: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    data = text.encode("utf-8", "replace")
    root = etree.fromstring(data, parser)
    # Beyond its limits of depth and length the parser leaves words out.
    broken = next((error for error in parser.error_log if error.level_name == "FATAL" or "xcessive" in error.message), None)  # fmt: skip
    what = broken.message.strip() if broken else ""
    # Not every version of the parser says that it cuts a long text.
    if not what and any(len(run) >= _LONGEST for run in data.split(b"<")):
        what = "a text in it is too long"
    if root is not None and not what and _depth(root) > _DEEPEST:
        what = "nested too deeply"
    if what:
        hint = "Open it in a browser, and save it as text."
        raise InputError([Problem("K110", f"is not readable as HTML: {what}", hint, Location(file))])
    return root if root is not None else etree.Element("html")


def _depth(root: etree._Element) -> int:
    """Return the number of elements around the deepest one."""
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


class _List(Struct):
    """An open list: how it counts, and the number of its next item."""

    figure: Callable[[int], str]
    next: int
    step: int


class _PageReader(Struct):
    """One pass through a page. `text` is the paragraph so far, and `concealed` the hidden ones to put behind it."""

    revisions: str
    sheet: css.StyleSheet
    counters: css.Counters = field(default_factory=css.Counters)
    paragraphs: list[ReadParagraph] = []
    parts: list[NonTextPart] = []
    counted: Counter[str] = field(default_factory=Counter)
    text: list[str] = []
    concealed: list[ReadParagraph] = []
    kind: str = "text"
    number: str = ""
    lists: list[_List] = []
    cell: tuple[int, int, int] | None = None
    depth: int = 0
    tables: int = 0
    tracked: int = 0
    font: str = ""
    turns: list[int] = []
    heads: tuple[str, ...] = ()

    def inside(self, element: etree._Element) -> None:
        """Read the text and the elements within an element."""
        self.say(element.text)
        for child in element:
            self.element(child, str(child.tag))
            self.say(child.tail)

    def say(self, text: str | None) -> None:
        if text:
            self.text.append(re.sub(r"\s+", " ", in_font(text, self.font)))

    def flush(self) -> None:
        """End the paragraph."""
        if not self.text and not self.number and not self.concealed:
            return
        for text in _PARAGRAPHS.split(straightened("".join(self.text))):
            if text.strip() or self.number:
                self.paragraphs.append(ReadParagraph(text.strip(" "), self.kind, self.number, self.cell))
                self.number = ""
        self.paragraphs += self.concealed
        self.text, self.concealed = [], []

    def element(self, element: etree._Element, tag: str) -> None:
        declared = {**self.sheet.elements.get(element, {}), **css.declared(element.get("style", ""))}
        given = ";".join(f"{name}:{value}" for name, value in declared.items())
        style = _SPACES_OF_STYLE.sub(r"\1", given).lower() if given else ""
        if self.is_unread(tag, style):
            return
        before = self.before(element, declared) if self.sheet.before or declared else ""
        font, self.font = self.font, _font(element, style, self.font)
        if turned := tag == "hr" or (style and _TURN.search(style)):
            self.flush()
            self.turns.append(len(self.paragraphs))
        if self.kind != "hidden" and self.is_hidden(element, style):
            self.within(element, "hidden")
        elif tag in _BLOCKS or "display:block" in style:
            self.flush()
            if before and head_of(f"{before} X") == before.strip():
                self.number = before.strip()
            else:
                self.say(before)
            self.block(element, tag, style)
            self.flush()
        else:
            self.say(before)
            self.inline(element, tag, style)
        self.font = font
        if turned:
            self.flush()
            self.turns.append(len(self.paragraphs))
        self.counters.leave(id(element))

    def leave_out_furniture(self) -> None:
        """Leave out the page numbers and running heads at the ends of pages, which lines and page breaks show."""
        lines = [line for paragraph in self.paragraphs for line in (f"{paragraph.number} {paragraph.text}", "")]
        pages = pairwise([0, *sorted(set(self.turns)), len(self.paragraphs)])
        edges = edges_of(lines, [(2 * start, 2 * stop) for start, stop in pages if start < stop])
        gone = edges.numbers | edges.heads.keys()
        self.paragraphs = [paragraph for at, paragraph in enumerate(self.paragraphs) if 2 * at not in gone]
        self.counted["page numbers"] += len(edges.numbers)
        self.heads = edges.shown

    def before(self, element: etree._Element, declared: Mapping[str, str]) -> str:
        """Return what the style sheet puts before an element, such as its number."""
        parent = element.getparent()
        self.counters.enter(declared, id(parent))
        content = self.sheet.before.get(element, {})
        self.counters.enter(content, id(parent))
        return self.counters.said(content.get("content", ""))

    def is_unread(self, tag: str, style: str) -> bool:
        """Return True if an element holds no words, or a tracked change that is not wanted."""
        if tag in _UNREAD:
            self.counted[_UNREAD[tag]] += 1
        is_gone, is_new = tag in _STRUCK or "line-through" in style, tag == "ins"
        self.tracked += is_gone or is_new
        unwanted = (is_gone and self.revisions == "accepted") or (is_new and self.revisions == "rejected")
        return unwanted or tag in _SILENT or tag in _UNREAD

    def is_hidden(self, element: etree._Element, style: str) -> bool:
        return element.get("hidden") is not None or _HIDING.search(style) is not None

    def within(self, element: etree._Element, kind: str) -> None:
        """Read hidden words. They follow the paragraph that they stand in."""
        self.counted[kind] += 1
        text, number, begins = self.text, self.number, len(self.paragraphs)
        self.text, self.number, outer, self.kind = [], "", self.kind, kind
        self.inside(element)
        self.flush()
        self.concealed += self.paragraphs[begins:]
        del self.paragraphs[begins:]
        self.text, self.number, self.kind = text, number, outer

    def block(self, element: etree._Element, tag: str, style: str) -> None:
        outer = self.kind
        if element.get("title") in _FURNITURE:
            self.counted["header or footer"] += 1
        elif tag in ("ol", "ul"):
            self.lists.append(_list(element, tag, style))
            self.inside(element)
            self.lists.pop()
        elif tag == "li":
            self.number = self.item(element, style) or self.number
            self.inside(element)
        elif tag in ("table", "tr", "td", "th"):
            self.table(element, tag)
        elif tag == "pre":
            self.preformatted(element)
        else:
            is_contents = tag == "nav" and element.get("role") == "doc-toc"
            is_heading = re.fullmatch("h[1-6]", tag) and outer == "text"
            self.kind = contents.KIND if is_contents else "heading" if is_heading else outer
            self.inside(element)
            self.flush()
        self.kind = outer

    def item(self, element: etree._Element, style: str) -> str:
        """Return the number of a list item."""
        open_list = self.lists[-1] if self.lists else _list(element, "ul", "")
        typed = element.get("value", "")
        count = int(typed) if re.fullmatch(r"-?\d{1,9}", typed) else open_list.next
        open_list.next = count + open_list.step
        figure = (_figure(element, style) or open_list.figure)(count)
        return f"{figure}." if figure else ""

    def table(self, element: etree._Element, tag: str) -> None:
        """Read a table, a row or a cell. The words of a nested table belong to the outer cell."""
        self.depth += tag == "table"
        begins = len(self.paragraphs)
        if self.depth == 1:
            self.enter(tag)
        self.inside(element)
        self.flush()
        if self.depth == 1 and tag == "tr":
            self.paragraphs[begins:] = _joined(self.paragraphs[begins:])
        elif self.depth == 1 and tag == "table":
            self.cell = None
        self.depth -= tag == "table"

    def enter(self, tag: str) -> None:
        """Count a table, a row or a cell."""
        if tag == "table":
            self.tables += 1
            self.cell = (self.tables, -1, -1)
        elif self.cell:
            table, row, column = self.cell
            self.cell = (table, row + 1, -1) if tag == "tr" else (table, row, column + 1)

    def preformatted(self, element: etree._Element) -> None:
        """Read lines that keep their spaces, as a text file has them."""
        lines = straightened("".join(map(str, element.itertext()))).expandtabs(8).split("\n")
        self.paragraphs += edgar.read(lines).paragraphs

    def inline(self, element: etree._Element, tag: str, style: str) -> None:
        if _is_blank(element, tag, style):
            self.text.append(BLANK)
        elif tag == "br":
            self.text.append("\n")
        elif tag == "img":
            self.counted["pictures"] += 1
            self.add(BY_ADDRESS, element.get("src", ""))
        elif tag == "input":
            self.say(_typed(element))
        elif tag == "select":
            chosen = element.findall("option[@selected]") or element.findall("option")[:1]
            self.say(", ".join("".join(map(str, option.itertext())) for option in chosen))
        elif tag == "sup":
            self.raised(element)
        else:
            quote = '"' if tag == "q" else ""
            self.text.append(quote)
            self.inside(element)
            self.text.append(quote)
            if tag == "a" and re.match(r"[a-z]+:", element.get("href", "")):
                self.add(LINK, address(element.get("href", "")))

    def add(self, name: str, target: str) -> None:
        """Add a link or a picture, in its place."""
        begun = words_in("".join(self.text)) or words_in(self.paragraphs[-1].text if self.paragraphs else "")
        # A picture may stand in its address.
        is_short = len(target) < _LONGEST_ADDRESS
        digest = target if is_short else hashlib.sha256(target.encode()).hexdigest()
        self.parts.append(NonTextPart(name, digest, " ".join(begun[:PLACE]), target if is_short else ""))

    def raised(self, element: etree._Element) -> None:
        """Read a superscript. The mark of a note is no word, an exponent keeps its height, and a fraction is one."""
        before = "".join(self.text[-2:])[-1:]
        if (element.tail or "").lstrip().startswith(("/", "\u2044")):
            self.text.append(" " if before.isdigit() else "")
            self.inside(element)
            return
        outer, self.text = self.text, []
        self.inside(element)
        words = "".join(self.text)
        is_exponent = before.isdigit() and element.find(".//a") is None
        is_mark = not is_exponent and _NOTE_MARK.fullmatch(words.strip()) is not None
        self.counted["note marks"] += is_mark
        power = "^" if is_exponent and words.strip().isdigit() else ""
        self.text = [*outer, *([] if is_mark else [power, words])]

    def unread(self) -> tuple[str, ...]:
        """Return the kinds of content that were not read, with their counts."""
        kinds = dict.fromkeys(_UNREAD.values())
        furniture = ["headers and footers"] if self.counted["header or footer"] else []
        furniture += [f"running heads: {'; '.join(self.heads)}"] if self.heads else []
        return (*(f"{self.counted[kind]} {kind}" for kind in kinds if self.counted[kind]), *furniture)

    def remarks(self) -> Iterator[str]:
        if self.tracked:
            yield f"{self.tracked} struck or inserted passages read as {self.revisions}"
        if self.counted["hidden"]:
            yield f"{self.counted['hidden']} hidden passages are compared as words, after their paragraphs"
        if self.counted["page numbers"]:
            yield f"not compared: {self.counted['page numbers']} page numbers"
        if self.counted["note marks"]:
            yield f"not compared: {self.counted['note marks']} marks of notes"
        if self.counted["pictures"]:
            yield f"{self.counted['pictures']} pictures compared by their addresses, not by what they show"
        yield "not compared: fonts and pages; curly quotation marks are read as straight"


def _is_blank(element: etree._Element, tag: str, style: str) -> bool:
    """Return True if an element is a blank to be filled in: spaces that are underlined."""
    is_ruled = "border-bottom:" in style
    if not is_ruled and tag != "u" and "underline" not in style:
        return False
    text = "".join(map(str, element.itertext()))
    return not text.strip() and text.count("\xa0") > (0 if is_ruled else 1)


def _font(element: etree._Element, style: str, outer: str) -> str:
    """Return the font of an element: one of signs, or "" for another one. Without a font of its own it has the outer."""
    if "font" not in style and element.get("face") is None:
        return outer
    given = re.search(r"(?:^|;)font(?:-family)?:([^;]*)", f"{style};font:{element.get('face', '').lower()}")
    named = re.search(r"wingdings(?: 2)?", given[1]) if given else None
    return named[0].title() if named else "" if given and given[1] else outer


def _typed(element: etree._Element) -> str:
    """Return what a field of a form shows."""
    kind = element.get("type", "text")
    if kind in ("checkbox", "radio"):
        return "\u2612" if element.get("checked") is not None else "\u2610"
    return "" if kind in ("hidden", "submit", "button", "image") else element.get("value", "") or f" {BLANK} "


def _list(element: etree._Element, tag: str, style: str) -> _List:
    figure = _figure(element, style) or css.figure("decimal" if tag == "ol" else "disc") or str
    items = len(element.findall("li"))
    is_reversed = element.get("reversed") is not None
    typed = element.get("start", "")
    start = int(typed) if re.fullmatch(r"-?\d{1,9}", typed) else items if is_reversed else 1
    return _List(figure, start, -1 if is_reversed else 1)


def _figure(element: etree._Element, style: str) -> Callable[[int], str] | None:
    """Return how a list or an item of it counts, if it says so."""
    named = re.search(r"list-style(?:-type)?:([^;]+)", style)
    kinds = named[1].split() if named else [element.get("type", "")]
    return next(filter(None, map(css.figure, kinds)), None)


def _joined(row: Sequence[ReadParagraph]) -> list[ReadParagraph]:
    """Return the paragraphs of a row, with numbers, signs of currencies and brackets joined to their cells."""
    joined: list[ReadParagraph] = []
    waiting = ""
    for paragraph in row:
        text = paragraph.text.strip()
        is_number = not joined and text[-1:] not in ("", *string.digits) and head_of(f"{text} X") == text
        if joined and not waiting and text in _JOINED_BEHIND:
            joined[-1].text += text
        elif text in _JOINED_BEFORE or is_number:
            waiting = f"{waiting}{text}{'' if text in _JOINED_BEFORE else ' '}"
        else:
            joined.append(ReadParagraph(waiting + paragraph.text, paragraph.kind, paragraph.number, paragraph.cell))
            waiting = ""
    return [*joined, *([ReadParagraph(waiting.strip(), cell=row[-1].cell)] if waiting else [])]
