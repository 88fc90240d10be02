"""Search over the whole register."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from ..report.plain import visible
from ..report.search import Excerpt, Hit
from .actions import bindings
from .reader import Reader
from .reading_view import record_paras
from .record_actions import RecordPage
from .reporting import report
from .session import Session
from .text import EMPTY, MUTED, STRONG, Para, fitted
from .virtual_list import VirtualList

CONTEXTS = ("everywhere", "record", "search")
MARK = "$warning bold underline"


class HitLines:
    """Records found: kind, name, and the words where they stand."""

    def __init__(self, session: Session, hits: Sequence[Hit]) -> None:
        self.hits = hits
        self._session = session

    def __len__(self) -> int:
        return len(self.hits)

    def line(self, index: int, width: int) -> Content:
        """Name and the first excerpt that isn't the name itself."""
        hit = self.hits[index]
        record = self._session.register.records.get(hit.id)
        kind = self._session.register.kind(record) if record else None
        name_width = max(20, width // 3)
        found = next((each for each in hit.excerpts if each.text.strip() != hit.label), None)
        parts = [
            Content.styled(fitted(kind.singular if kind else "", 9), MUTED),
            Content.styled(fitted(visible(hit.label), name_width), STRONG),
        ]
        if found:
            title = Content.styled(f"{found.title}: ", MUTED)
            room = width - sum(part.cell_length + 1 for part in parts) - title.cell_length
            parts.append(title + marked(in_view(found, room)))
        return Content(" ").join(parts).truncate(width, ellipsis=True)

    def header(self, width: int) -> Content | None:
        """None."""
        return None

    def pickable(self, index: int) -> bool:
        """Every line."""
        return True


def in_view(excerpt: Excerpt, room: int) -> Excerpt:
    """The excerpt from where its first word has room."""
    start, end = excerpt.spans[0] if excerpt.spans else (0, 0)
    cut = excerpt.text.rfind(" ", 0, max(0, start - room // 4)) + 1 if end >= room else 0
    if not cut:
        return excerpt
    spans = tuple((a - cut + 2, b - cut + 2) for a, b in excerpt.spans if a >= cut)
    return excerpt._replace(text=f"… {excerpt.text[cut:]}", spans=spans)


def marked(excerpt: Excerpt) -> Content:
    """An excerpt with the words marked."""
    text = visible(excerpt.text)
    content = Content(text)
    if len(text) != len(excerpt.text):
        return content
    for start, end in excerpt.spans:
        content = content.stylize(MARK, start, end)
    return content


class SearchPage(RecordPage):
    """Words above, what they find below, the record under the cursor beside it."""

    CONTEXTS = CONTEXTS
    BINDINGS = bindings(*CONTEXTS)

    class Found(Message):
        """The search came back."""

        def __init__(self, query: str, hits: list[Hit]) -> None:
            super().__init__()
            self.query = query
            self.hits = hits

    def __init__(self) -> None:
        super().__init__()
        self._hits: list[Hit] = []
        self._later: Timer | None = None

    def body(self) -> ComposeResult:
        with Horizontal(id="panes"):
            with Vertical(classes="pane", id="search-pane") as pane:
                pane.border_title = Content("Search")
                yield Input(placeholder='words, "a phrase", strength:urges, kind:replies', id="query", compact=True)
                yield VirtualList(id="hits", empty="Type what to look for.")
            with Vertical(classes="pane", id="preview-pane") as pane:
                pane.border_title = Content("Preview")
                yield Reader(id="preview")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    @property
    def record_id(self) -> str:
        at = self.query_one("#hits", VirtualList).cursor if self.is_mounted else 0
        return self._hits[at].id if at < len(self._hits) else ""

    @on(Input.Changed, "#query")
    def _typed(self) -> None:
        if self._later:
            self._later.stop()
        self._later = self.set_timer(0.12, self._ask)

    def _ask(self) -> None:
        self._search(self.query_one(Input).value)

    @work(thread=True, exclusive=True, exit_on_error=False, group="search")
    def _search(self, query: str) -> None:
        report(self, self.Found(query, self.session.search(query)))

    @on(Found)
    def _found(self, event: Found) -> None:
        if event.query != self.query_one(Input).value:
            return
        self._hits = event.hits
        hits = self.query_one("#hits", VirtualList)
        hits.empty = "No record holds these words." if event.query.strip() else "Type what to look for."
        hits.show(HitLines(self.session, self._hits))
        self.query_one("#search-pane").border_title = Content(
            f"Search · {len(self._hits)} found" if self._hits else "Search"
        )
        self._preview()

    @on(VirtualList.Moved, "#hits")
    def _preview(self) -> None:
        at = self.query_one("#hits", VirtualList).cursor
        record = self.session.register.records.get(self.record_id)
        paras: list[Para] = []
        if record:
            excerpts = self._hits[at].excerpts
            paras = [Para(Content.styled(each.title, MUTED) + " " + marked(each)) for each in excerpts]
            paras += [EMPTY, *record_paras(self.session, record)]
        self.query_one("#preview", Reader).show(paras)
        self.refresh_keys()

    @on(Input.Submitted, "#query")
    def _to_hits(self) -> None:
        if self._hits:
            self.query_one("#hits").focus()

    def key_down(self) -> None:
        """From the words down to what they found."""
        if self.query_one(Input).has_focus:
            self._to_hits()

    @on(VirtualList.Chosen, "#hits")
    def action_open_record(self) -> None:
        self.app.open_record(self.record_id)

    @on(Reader.Followed)
    def _follow(self, event: Reader.Followed) -> None:
        self.app.open_record(event.target)

    def action_change_query(self) -> None:
        self.query_one(Input).focus()
