"""Fields and tables put into, taken out of and moved within a file: what is written as lines of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from . import lines
from .lines import Patch
from .ordering import Beside, beside
from .spans import KeyPath, Pair, Section, Span
from .toml_document import TomlDocument


def own_section(document: TomlDocument, path: KeyPath) -> Section | None:
    """The section with the header of a table; the root has one without."""
    return next((section for section in document.sections if section.path == path), None)


def dotted_pairs(document: TomlDocument, path: KeyPath) -> list[tuple[Section, Pair]]:
    """The pairs whose dotted keys lead into a table: ``a.b = 1`` into ``a``."""
    return [
        (section, pair)
        for section in document.sections
        for pair in section.pairs
        if len(section.path) < len(path) < len(section.path) + len(pair.keys)
        and (section.path + pair.names)[: len(path)] == path
    ]


def sections_below(document: TomlDocument, path: KeyPath) -> list[Section]:
    """The section of a table, and those of the tables in it."""
    return [section for section in document.sections if section.path[: len(path)] == path]


def has_comments(document: TomlDocument, key: Span, value: Span) -> bool:
    """Whether a pair has comments of its own: above, within, or at its end."""
    above = _top(document, key) < lines.line_start(document.raw, key.start)
    return above or bool(lines.rest_of_line(document.raw, value.end)) or b"#" in document.raw[value.start : value.end]


def add_to_section(
    document: TomlDocument, section: Section, name: str, text: str, order: Mapping[str, object]
) -> Patch:
    """Put a line into a section, beside its neighbours in the order."""
    if not section.pairs:
        return _first_line(document, section, text)
    return _line_beside(document, section.pairs, [pair.names[0] for pair in section.pairs], name, text, order)


def add_dotted(
    document: TomlDocument, path: KeyPath, pairs: Sequence[tuple[Section, Pair]], name: str, text: str,
    order: Mapping[str, object],
) -> Patch:  # fmt: skip
    """Put a line beside those whose dotted keys lead into the same table."""
    names = [pair.names[len(path) - len(section.path)] for section, pair in pairs]
    return _line_beside(document, [pair for _, pair in pairs], names, name, text, order)


def _line_beside(
    document: TomlDocument, pairs: Sequence[Pair], names: Sequence[str], name: str, text: str,
    order: Mapping[str, object],
) -> Patch:  # fmt: skip
    index, after = beside(names, name, order)
    span, raw = pairs[index].span, document.raw
    newline = lines.newline_at(raw, span.start)
    line = lines.indent_at(raw, span.start) + encoded(text, newline)
    if after:
        return lines.lines_at(raw, lines.line_end(raw, span.end), line, newline)
    top = _top(document, span)
    return Patch(top, top, line)


def _first_line(document: TomlDocument, section: Section, text: str) -> Patch:
    raw, newline = document.raw, lines.newline_at(document.raw, section.span.end)
    line = encoded(text, newline)
    if not section.keys:
        return lines.block_at(raw, _end_of_root(document), line, newline)
    indented = lines.indent_at(raw, section.span.start) + line
    return lines.lines_at(raw, lines.line_end(raw, section.span.end), indented, newline)


def add_blocks(
    document: TomlDocument, path: KeyPath, name: str, blocks: Sequence[str], order: Mapping[str, object]
) -> Patch:
    """Put the headers and lines of a new table, or list of tables, among those of the table at ``path``."""
    below = sections_below(document, path)
    index, after = _among(below, path, name, order)
    return _blocks_at(document, _bottom(document, below[index]) if after else _start(document, below[index]), blocks)


def _among(below: Sequence[Section], path: KeyPath, name: str, order: Mapping[str, object]) -> Beside:
    """A table's own fields come before the tables in it."""
    own = next((index for index, section in enumerate(below) if section.path == path), None)
    tables = [(index, str(section.path[len(path)])) for index, section in enumerate(below) if section.path != path]
    if not tables:
        return Beside(own or 0, after=True)
    index, after = beside([child for _, child in tables], name, order)
    if not after and own is not None:
        return Beside(own, after=True)
    return Beside(tables[index][0], after)


def add_header(document: TomlDocument, path: KeyPath, blocks: Sequence[str]) -> Patch:
    """Give a table of its own header that so far is only said by the headers of tables in it."""
    return _blocks_at(document, _start(document, sections_below(document, path)[0]), blocks)


def add_item(document: TomlDocument, path: KeyPath, index: int, count: int, blocks: Sequence[str]) -> Patch:
    """Put the header and lines of an item before the one with ``index`` in a list of tables, or after the last."""
    return _blocks_at(document, _before_item(document, path, index, count), blocks)


def _before_item(document: TomlDocument, path: KeyPath, index: int, count: int) -> int:
    if index == count:
        return _bottom(document, sections_below(document, (*path, count - 1))[-1])
    return _start(document, sections_below(document, (*path, index))[0])


def move_item(document: TomlDocument, path: KeyPath, old: int, new: int, count: int) -> list[Patch]:
    """Move an item of a list of tables, with the tables in it and their comments."""
    runs = [_extent(document, run) for run in _runs(document, sections_below(document, (*path, old)))]
    newline = lines.newline_at(document.raw, runs[0].start)
    blocks = [document.raw[run.start : run.end].rstrip(b"\r\n") + newline for run in runs]
    position = _before_item(document, path, new if new < old else new + 1, count)
    return [
        *(lines.without(document.raw, run.start, run.end) for run in runs),
        lines.block_at(document.raw, position, newline.join(blocks), newline),
    ]


def remove(document: TomlDocument, path: KeyPath) -> list[Patch]:
    """Take away every line that says what is at ``path``, with the comments of those lines."""
    raw = document.raw
    pairs = [
        Patch(_top(document, pair.span), lines.line_end(raw, pair.span.end))
        for section in document.sections
        if section.path[: len(path)] != path
        for pair in section.pairs
        if (section.path + pair.names)[: len(path)] == path
    ]
    runs = [_run_away(document, run) for run in _runs(document, sections_below(document, path))]
    removals = _joined(sorted([*pairs, *runs], key=lambda patch: patch.start))
    return _apart([lines.without(raw, each.start, each.end, each.text) for each in removals])


def _run_away(document: TomlDocument, run: Sequence[Section]) -> Patch:
    extent = _extent(document, run)
    kept = _floating_comments(document, run)
    if kept and not lines.blank_below(document.raw, extent.end):
        kept += lines.newline_at(document.raw, extent.start)
    return Patch(extent.start, extent.end, kept)


def _joined(patches: Sequence[Patch]) -> list[Patch]:
    """Removals that follow each other directly are one, so that the blank lines around them are seen rightly."""
    joined: list[Patch] = []
    for patch in patches:
        if joined and joined[-1].end == patch.start:
            patch = Patch(joined[-1].start, patch.end, joined.pop().text + patch.text)  # noqa: PLW2901
        joined.append(patch)
    return joined


def _apart(patches: Sequence[Patch]) -> list[Patch]:
    """Two removals may both have taken the one blank line between them."""
    apart: list[Patch] = []
    for patch in patches:
        start = max(patch.start, apart[-1].end) if apart else patch.start
        apart.append(Patch(start, max(start, patch.end), patch.text))
    return apart


def _floating_comments(document: TomlDocument, run: Sequence[Section]) -> bytes:
    """The comments that belong to no line of these sections, since a blank line separates them."""
    raw, position, kept = document.raw, _start(document, run[0]), b""
    for span in (span for section in run for span in _statements(section)):
        kept += b"".join(
            line for line in raw[position : _top(document, span)].splitlines(keepends=True) if line.strip()
        )
        position = lines.line_end(raw, span.end)
    return kept


def _statements(section: Section) -> list[Span]:
    return [section.span, *(pair.span for pair in section.pairs)]


def _runs(document: TomlDocument, wanted: Sequence[Section]) -> list[list[Section]]:
    """The sections, those that follow each other together."""
    number = {id(section): index for index, section in enumerate(document.sections)}
    indexed = enumerate(wanted)
    return [[each for _, each in run] for _, run in groupby(indexed, lambda pair: number[id(pair[1])] - pair[0])]


def _extent(document: TomlDocument, run: Sequence[Section]) -> Span:
    """From the comments above the first header to the end of the last line."""
    return Span(_start(document, run[0]), lines.line_end(document.raw, run[-1].last.end))


def _start(document: TomlDocument, section: Section) -> int:
    return _top(document, section.span)


def _bottom(document: TomlDocument, section: Section) -> int:
    """Where a block after this section begins."""
    if not section.keys and not section.pairs:
        return _end_of_root(document)
    return lines.comments_end(document.raw, lines.line_end(document.raw, section.last.end))


def _end_of_root(document: TomlDocument) -> int:
    """The end of a root without fields: the first header's comments, or the end of the file."""
    return _start(document, document.sections[1]) if len(document.sections) > 1 else len(document.raw)


def _top(document: TomlDocument, span: Span) -> int:
    """Where the lines of a statement begin, from the comments directly above it."""
    return lines.comments_start(document.raw, span.start, document.end_before(span.start))


def _blocks_at(document: TomlDocument, position: int, blocks: Sequence[str]) -> Patch:
    newline = lines.newline_at(document.raw, max(position - 1, 0))
    return lines.block_at(document.raw, position, encoded("\n".join(blocks), newline), newline)


def encoded(text: str, newline: bytes) -> bytes:
    """Text as bytes, with the file's own line ending."""
    return text.encode().replace(b"\n", newline)
