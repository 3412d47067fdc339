"""Random pairs of documents for a redline: a document of every kind of block, and the same after a random negotiation."""

from __future__ import annotations

from random import Random

from msgspec.structs import replace

from assembler.document import numbering, references, walk
from assembler.document.tree import (
    Clause,
    Definition,
    Display,
    Document,
    Entry,
    Enumeration,
    Lines,
    Paragraph,
    Quotation,
    Reference,
    Row,
    SignatureLine,
    State,
    Table,
    Text,
    Value,
)
from assembler.readers import tree

WORDS = [
    "the",
    "Company",
    '"shall"',
    "deliver",
    "&",
    "pay",
    "$1.1296",
    "<b>",
    "each",
    "Investor's",
    "shares;",
    "Closing,",
    "at",
    "(a)",
    "law.",
    "and",
    "no",
    "Warrant",
]
NAMES = ["Alpha LP", "Beta & Sons", "Gamma Inc.", "Delta <Ltd>", "Epsilon LLC", "Zeta Fund"]


def pair(seed):
    """Two readings of documents with trees: `seed` decides all of them."""
    random = Random(seed)  # noqa: S311  the same pair for the same seed
    before = Document(
        "Stock Purchase Agreement", tuple(clause(random, f"c{at}", 0) for at in range(random.randint(1, 7)))
    )
    after = Document(before.title, tuple(negotiated(random, before.clauses)))
    return drawn(before), drawn(after)


def long_pair(seed):
    """The same of long documents, of which little is negotiated: a few clauses at both ends, and one or two in the midst."""
    random = Random(seed)  # noqa: S311  the same pair for the same seed
    counts = random.randint(0, 3), random.randint(15, 30), random.randint(0, 3)
    first, long, last = (
        tuple(clause(random, f"c{begins + at}", 0) for at in range(count))
        for begins, count in zip((0, 10, 60), counts, strict=True)
    )
    if random.random() < 0.4:
        page = tuple(clause(random, f"c{100 + at}", 0) for at in range(2))
        copies = (
            replace(one, subject=f"investors[{number}]", mark="", children=(), starts_page=at == 0)
            for number in range(25)
            for at, one in enumerate(page)
        )
        long = (*long[:5], *copies, *long[5:])
    at, count = random.randint(0, len(long)), random.choice([0, 0, 1, 2])
    some = [tuple(negotiated(random, first)) if first else ()]
    some += [long[:at], tuple(negotiated(random, long[at : at + count])), long[at + count :]]
    some.append(tuple(negotiated(random, last)) if last else ())
    title = "Stock Purchase Agreement"
    after = Document(title, tuple(one for several in some for one in several))
    return drawn(Document(title, first + long + last)), drawn(after)


def drawn(document):
    numbers = numbering.number(document)
    resolved, _ = references.resolve(without_dangling(document, numbers), numbers)
    return tree.read(resolved, numbers, "x")


def without_dangling(document, known):
    reserved = {one.label for one in walk.clauses(document) if one.state is not State.PRESENT}

    def kept(passage):
        return tuple(
            Text("none") if isinstance(one, Reference) and (one.label not in known or one.label in reserved) else one
            for one in passage
        )

    return walk.change_clauses(document, lambda one: walk.change_passages(one, kept))


def clause(random, label, depth):
    marks = [["1.", "A.", ""], ["(a)", "(i)", ""], ["(i)", ""]][depth]
    children = ()
    if depth < 2:
        children = tuple(clause(random, f"{label}_{at}", depth + 1) for at in range(random.choice([0, 0, 1, 2, 3])))
    return Clause(
        label,
        random.choice(marks[:2] if random.random() < 0.8 else marks),
        heading=words(random, 2) if random.random() < 0.3 else (),
        blocks=tuple(block(random) for _ in range(random.choice([0, 1, 1, 1, 2, 3]))) or (Paragraph(words(random, 6)),),
        children=children,
        starts_page=random.random() < 0.05,
        pages="signatures" if depth == 0 and random.random() < 0.1 else "",
    )


def block(random):
    made = {
        Paragraph: lambda: Paragraph(words(random, random.randint(1, 25))),
        Quotation: lambda: Quotation(words(random, 8)),
        Display: lambda: Display(words(random, 3)),
        Lines: lambda: Lines((words(random, 3), words(random, 2))),
        Entry: lambda: Entry(words(random, 2), (words(random, 3), words(random, 2))),
        SignatureLine: lambda: SignatureLine((), (words(random, 2),)),
        Enumeration: lambda: Enumeration("I.", ((words(random, 4),), (words(random, 4), words(random, 3)))),
        Table: lambda: table(random),
    }
    return made[random.choice([Paragraph] * 5 + [*made])]()


def table(random):
    head = Row("head", tuple((words_of(name),) for name in ("Investor", "Shares", "Price")))
    rows = [row(random, name) for name in random.sample(NAMES, random.randint(0, 5))]
    return Table((head, *rows, Row("total", ((words_of("Total"),), figure(random), ()))))


def row(random, name):
    return Row("row", (((Value(name, "a.name"),),), figure(random), figure(random)))


def figure(random):
    return ((Value(f"${random.randint(1, 999)},000", "a.sum"),),)


def words_of(text):
    return (Text(text),)


def words(random, count):
    found = []
    for _ in range(count):
        kind = random.random()
        if kind < 0.08:
            found += [Definition(random.choice(["Closing", "Shares"])), Text(" ")]
        elif kind < 0.14:
            found += [
                Text("Section "),
                Reference(f"c{random.randint(0, 6)}{random.choice(['', '_0', '_1'])}"),
                Text(" "),
            ]
        elif kind < 0.2:
            found += [Value(random.choice(NAMES), "a.name"), Text(" ")]
        else:
            found.append(Text(random.choice(WORDS) + " "))
    return tuple(found)


# A negotiation


def negotiated(random, clauses):
    """The clauses after it: some dropped, added, moved, reserved, reworded."""
    kept = []
    for one in clauses:
        fate = random.random()
        if fate < 0.1:
            continue
        if fate < 0.15:
            one = replace(one, state=State.RESERVED, blocks=())  # noqa: PLW2901
        elif fate < 0.5:
            one = replace(one, blocks=tuple(renegotiated(random, one.blocks)))  # noqa: PLW2901
        kept.append(replace(one, children=tuple(negotiated(random, one.children))))
        if random.random() < 0.1:
            kept.append(replace(one, label=f"{one.label}n", blocks=(Paragraph(words(random, 9)),), children=()))
    if len(kept) > 1 and random.random() < 0.2:
        kept.append(kept.pop(random.randrange(len(kept))))
    return kept or [Clause("left", blocks=(Paragraph(words(random, 3)),))]


def renegotiated(random, blocks):
    for one in blocks:
        fate = random.random()
        if fate < 0.1:
            continue
        if isinstance(one, Table):
            yield Table(tuple(renegotiated_rows(random, one.rows)))
        elif isinstance(one, Paragraph) and fate < 0.2 and len(one.inlines) > 3:
            at = random.randrange(1, len(one.inlines) - 1)
            yield from (Paragraph(one.inlines[:at]), Paragraph(one.inlines[at:]))
        elif isinstance(one, Paragraph):
            yield Paragraph(tuple(reworded(random, one.inlines)))
        else:
            yield one
        if random.random() < 0.15:
            yield block(random)


def renegotiated_rows(random, rows):
    head, *others, total = rows
    yield head
    for one in others:
        if random.random() < 0.2:
            continue
        yield replace(one, cells=(one.cells[0], figure(random), one.cells[2])) if random.random() < 0.3 else one
        if random.random() < 0.2:
            yield row(random, random.choice(NAMES))
    yield total


def reworded(random, inlines):
    for one in inlines:
        fate = random.random()
        if fate < 0.08 and one != Text(" "):
            continue
        if fate < 0.16:
            yield from words(random, random.randint(1, 3))
        yield Definition("Closing") if fate > 0.98 else one
    if random.random() < 0.2:
        yield from words(random, 2)
