"""The life of a record: who changed what, when and why."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message

from ..errors import FollowupError
from ..history.changes import identifying
from ..history.log import Entry, Signature, history, signatures
from ..history.text import text_difference
from ..report.plain import visible
from ..report.words import counted
from .actions import bindings
from .change_view import change_paras, line_paras
from .reader import Reader
from .record_actions import RecordPage
from .reporting import report
from .text import EMPTY, ERROR, MUTED, STRONG, SUCCESS, WARNING, Para, fitted
from .virtual_list import VirtualList

CONTEXTS = ("everywhere", "record", "history")
_SIGNATURES = {
    Signature.GOOD: ("✓ signed", SUCCESS),
    Signature.BAD: ("✗ THE SIGNATURE IS WRONG: what is signed was changed, or by another key", ERROR),
    Signature.UNKNOWN: ("? signed, but the signature can’t be checked here", WARNING),
}


class EntryLines:
    """Commits as lines."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries

    def __len__(self) -> int:
        return len(self.entries)

    def line(self, index: int, width: int) -> Content:
        """Day, author, subject."""
        commit = self.entries[index].commit
        day = f"{commit.date:%Y-%m-%d}"
        author = fitted(visible(commit.author), 14 if width > 50 else 8)
        parts = (Content.styled(day, MUTED), "  ", Content.styled(author, "$link"), "  ", visible(commit.subject))
        return Content.assemble(*parts).truncate(width, ellipsis=True)

    def header(self, width: int) -> Content | None:
        """None."""
        return None

    def pickable(self, index: int) -> bool:
        """Every line."""
        return True


class HistoryPage(RecordPage):
    """Commits above, what the one under the cursor did below."""

    CONTEXTS = CONTEXTS
    BINDINGS = bindings(*CONTEXTS)

    class Found(Message):
        """The log was read."""

        def __init__(self, entries: list[Entry]) -> None:
            super().__init__()
            self.entries = entries

    class Signed(Message):
        """Git looked at the signatures."""

        def __init__(self, signatures: dict[str, tuple[Signature, str]]) -> None:
            super().__init__()
            self.signatures = signatures

    def __init__(self, record_id: str) -> None:
        super().__init__()
        self._record_id = record_id
        self._entries: list[Entry] = []
        self._signatures: dict[str, tuple[Signature, str]] = {}

    @property
    def record_id(self) -> str:
        return self._record_id

    def body(self) -> ComposeResult:
        with Horizontal(id="history"):
            with Vertical(classes="pane", id="commits-pane") as pane:
                pane.border_title = Content(f"History of {self.session.register.label(self.record_id)}")
                yield VirtualList(id="commits", empty="Reading the history …")
            with Vertical(classes="pane", id="commit-pane") as pane:
                pane.border_title = Content("What changed")
                yield Reader(id="commit")

    def on_mount(self) -> None:
        self.query_one("#commits").focus()
        self._find()

    @work(thread=True, exclusive=True, exit_on_error=False, group="history")
    def _find(self) -> None:
        kind = self.session.schemas.get(self._record_id.split("/")[-2])
        identify = identifying(kind) if kind else None
        report(self, self.Found(history(self.session.repository(), self._record_id, identify=identify)))

    @work(thread=True, exclusive=True, exit_on_error=False, group="signatures")
    def _look_at_signatures(self, shas: Sequence[str]) -> None:
        report(self, self.Signed(signatures(self.session.repository(), shas)))

    @on(Signed)
    def _signed(self, event: Signed) -> None:
        self._signatures = event.signatures
        self._show()

    def failed(self, work: str, error: BaseException) -> None:
        """Say in the list itself why it is empty."""
        if work == "signatures":
            super().failed(work, error)
            return
        listed = self.query_one("#commits", VirtualList)
        listed.empty = error.message if isinstance(error, FollowupError) else repr(error)
        listed.refresh()

    @on(Found)
    def _found(self, event: Found) -> None:
        self._entries = event.entries
        commits = self.query_one("#commits", VirtualList)
        commits.empty = "This record was never committed."
        commits.show(EntryLines(event.entries))
        self.query_one("#commits-pane").border_subtitle = Content(counted(len(event.entries), "commit"))
        self._show()
        self._look_at_signatures([each.commit.sha for each in event.entries])

    @on(VirtualList.Moved, "#commits")
    def _show(self) -> None:
        at = self.query_one("#commits", VirtualList).cursor
        if at < len(self._entries):
            self.query_one("#commit", Reader).show(self._paras(self._entries[at]))

    @on(VirtualList.Chosen, "#commits")
    def _read(self) -> None:
        self.query_one("#commit").focus()

    def _signature(self, sha: str) -> list[Para]:
        """What git says of the signature; nothing of a commit that has none."""
        state, signer = self._signatures.get(sha, (Signature.NONE, ""))
        said = _SIGNATURES.get(state)
        return [Para(Content.styled(f"{said[0]}{f' by {visible(signer)}' if signer else ''}", said[1]))] if said else []

    def _paras(self, entry: Entry) -> list[Para]:
        commit = entry.commit
        when = f"{commit.date:%Y-%m-%d %H:%M %z}"
        who = f"{visible(commit.author)} <{visible(commit.email)}>"
        paras = [
            Para(Content.styled(visible(commit.subject), STRONG)),
            Para(Content.styled(f"{commit.short} · {who} · {when} · {entry.event}", MUTED)),
        ]
        paras += self._signature(commit.sha)
        body = [Para(Content(visible(line))) for line in commit.body.strip().splitlines()]
        paras += [EMPTY, *body] if body else []
        if entry.was:
            paras.append(Para(Content.styled(f"Before, it was {entry.was}.", WARNING)))
        if entry.problem:
            paras += [EMPTY, Para(Content.styled(f"! {entry.problem}", WARNING))]
        kind = self.session.schemas.get(self._record_id.split("/")[-2])
        if entry.event != "created":
            paras += [EMPTY, *change_paras(self.session, kind, entry.changes)]
        before = entry.before[0].raw if entry.before else None
        lines = list(line_paras(text_difference(before, entry.after.raw)))
        return [*paras, EMPTY, Para(Content.styled("As text", f"{STRONG} {MUTED}")), *lines]
