"""Pages that show a text: a record, its file, a source with the quotation marked, problems."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content

from ..errors import FollowupError
from ..history.text import visible
from ..register import Record, Register, values_at
from ..report.reading import reading
from .actions import bindings
from .reader import Reader
from .reading_view import field_paras, head_paras, referrers, unreadable_paras
from .record_actions import RecordPage
from .text import EMPTY, MUTED, STRONG, WARNING, Para

CONTEXTS = ("everywhere", "record")


class ReadingPage(RecordPage):
    """One record as a person reads it, with the links both ways."""

    CONTEXTS = CONTEXTS
    BINDINGS = bindings(*CONTEXTS)

    def __init__(self, record_id: str) -> None:
        super().__init__()
        self._record_id = record_id

    @property
    def record_id(self) -> str:
        return self._record_id

    def body(self) -> ComposeResult:
        with Horizontal(id="panes"):
            with Vertical(classes="pane", id="reading-pane"):
                yield Reader(id="reading")
            with Vertical(classes="pane", id="links-pane") as pane:
                pane.border_title = Content("Referred to by")
                yield Reader(id="links")

    def on_mount(self) -> None:
        self.query_one("#reading").focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    def session_changed(self) -> None:
        super().session_changed()
        self._show()

    def _show(self) -> None:
        register = self.session.register
        record = register.records.get(self.record_id)
        self.query_one("#reading-pane").border_title = Content(self.record_id)
        if record is None:
            entry = register.unreadable.get(self.record_id)
            gone = [Para(Content.styled("This record is no longer there.", WARNING))]
            self.query_one("#reading", Reader).show(unreadable_paras(entry) if entry else gone)
            return
        wide = self.query_one("#links-pane").display
        links = referrers(self.session, record.id)
        fields = field_paras(reading(register, record, self.session.today))
        paras = [*head_paras(self.session, record), EMPTY, *fields]
        if links and not wide:
            paras += [EMPTY, Para(Content.styled("Referred to by", STRONG)), *links]
        self.query_one("#reading", Reader).show(paras, keep=True)
        nobody = [Para(Content.styled("No record refers to this one.", MUTED))]
        self.query_one("#links", Reader).show(links or nobody, keep=True)

    @on(Reader.Followed)
    def _follow(self, event: Reader.Followed) -> None:
        self.app.open_record(event.target)


class PlainPage(RecordPage):
    """A text about a record, on a page of its own."""

    CONTEXTS = CONTEXTS
    BINDINGS = bindings(*CONTEXTS)

    def __init__(self, record_id: str, title: str, paras: Sequence[Para], at: int = 0) -> None:
        super().__init__()
        self._record_id = record_id
        self._title = title
        self._paras = paras
        self._at = at

    @property
    def record_id(self) -> str:
        return self._record_id

    def body(self) -> ComposeResult:
        with Vertical(classes="pane") as pane:
            pane.border_title = Content(self._title)
            yield Reader(id="text")

    def on_mount(self) -> None:
        reader = self.query_one(Reader)
        reader.focus()
        reader.show(self._paras)
        if self._at:
            self.call_after_refresh(reader.mark_line, self._at)

    @on(Reader.Followed)
    def _follow(self, event: Reader.Followed) -> None:
        self.app.open_record(event.target)


def toml_paras(raw: bytes) -> list[Para]:
    """A file as it is, with its line numbers."""
    lines = raw.decode(errors="replace").split("\n")
    wide = len(str(len(lines)))
    return [Para(_coloured(line), f"{number:>{wide}}  ") for number, line in enumerate(lines, 1)]


def _coloured(line: str) -> Content:
    """A line of TOML: comments and headers quiet, keys marked."""
    text = visible(line.replace("\t", "    "))
    if text.lstrip().startswith("#"):
        return Content.styled(text, MUTED)
    if text.startswith("["):
        return Content.styled(text, STRONG)
    key, equals, rest = text.partition(" = ")
    if equals and key.replace("_", "").replace("-", "").replace(".", "").isalnum():
        return Content.assemble(Content.styled(key, "$link"), equals, rest)
    return Content(text)


class NoSource(FollowupError):
    """There is no source text to show."""

    def __init__(self, record_id: str) -> None:
        super().__init__(
            f"no source text is known for {record_id}",
            hint="The document that it names says which file holds its text, under “Source”.",
        )


def source_paras(register: Register, record: Record) -> tuple[str, list[Para], int]:
    """The title, the text of the record's source with its quotations marked, and where the first one begins.

    Raises:
        NoSource: the record's document names none.
        FollowupError: it can't be read.
    """
    document = register.document_of(record.id)
    source = register.source_of(document) if document else None
    if document is None or source is None:
        raise NoSource(record.id)
    spans = [span for quotation in _quotations(register, record) if (span := source.span(quotation))]
    return f"Source of {register.label(document.id)}", *marked_paras(source.text, spans)


def marked_paras(text: str, spans: Sequence[tuple[int, int]]) -> tuple[list[Para], int]:
    """A text with some spans of it marked, and the line on which the first begins."""
    paras: list[Para] = []
    first, offset = 0, 0
    for number, line in enumerate(text.split("\n")):
        content = Content(visible(line.replace("\t", " ")))
        for start, end in spans:
            begin, stop = max(0, start - offset), min(len(line), end - offset)
            if begin < stop and len(content) == len(line):
                content = content.stylize("$background on $warning", begin, stop)
                first = first or number
        paras.append(Para(content))
        offset += len(line) + 1
    return paras, first


def _quotations(register: Register, record: Record) -> list[str]:
    """The words of a record that stand in its document; the whole text is left out where parts of it are quoted."""
    kind = register.kind(record)
    fields = [each for each in kind.verbatim if each.verbatim == "document"] if kind else []
    found = [(each.path, str(value)) for each in fields for _, value in values_at(record.data, each.path)]
    deeper = [text for path, text in found if len(path) > 1]
    return deeper or [text for _, text in found]
