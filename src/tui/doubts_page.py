"""What an import could not be sure of, one doubt after another: accepted, or corrected in the record's form."""

from __future__ import annotations

from collections.abc import Container, Sequence
from contextlib import suppress
from pathlib import Path

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from ..errors import FollowupError
from ..intake.open_doubts import Doubts, OpenDoubt, doubts_of, open_after, span_of
from ..register.register import RECORDS
from ..register.source import SourceText
from ..report.plain import visible
from ..report.words import counted
from .actions import bindings
from .reader import Reader
from .reading_view import record_paras
from .record_actions import RecordPage
from .reporting import report
from .settled_doubts import SettledDoubts
from .text import EMPTY, MUTED, STRONG, SUCCESS, WARNING, Para, fitted, link, one_line
from .text_page import PlainPage, marked_paras
from .virtual_list import VirtualList

CONTEXTS = ("everywhere", "record", "doubts")


class DoubtLines:
    """Doubts: settled or not, place, and what is doubtful."""

    def __init__(self, doubts: Sequence[OpenDoubt], settled: Container[str]) -> None:
        self._doubts = doubts
        self._settled = settled
        self._wide = max((len(each.place) for each in doubts), default=0)

    def __len__(self) -> int:
        return len(self._doubts)

    def line(self, index: int, width: int) -> Content:
        """A sign, the place and the message; the sign alone tells the settled ones, so does no colour."""
        each = self._doubts[index]
        done = each.key in self._settled
        place = Content.styled(fitted(each.place, min(self._wide, width // 3)), MUTED)
        sign = Content.styled("✓ " if done else "? ", SUCCESS if done else WARNING)
        message = Content.styled(visible(one_line(each.doubt.message)), MUTED if done else "")
        return Content.assemble(sign, place, "  ", message).truncate(width, ellipsis=True)

    def header(self, width: int) -> Content | None:
        """None."""
        return None

    def pickable(self, index: int) -> bool:
        """Every line."""
        return True


class DoubtsPage(RecordPage):
    """The doubts about one dossier above, the one under the cursor with its record below."""

    CONTEXTS = CONTEXTS
    BINDINGS = bindings(*CONTEXTS)

    class Found(Message):
        """The texts were read again."""

        def __init__(self, doubts: Doubts, git_dir: Path | None) -> None:
            super().__init__()
            self.doubts = doubts
            self.git_dir = git_dir

    def __init__(self, dossier: str) -> None:
        super().__init__()
        self.dossier = dossier
        self.settled = SettledDoubts(None, set())
        self.doubts: list[OpenDoubt] = []
        """Those that were open when the page was; one that is settled since stays, so that it can be opened again."""
        self._total = 0
        self._correcting: tuple[OpenDoubt, bytes] | None = None

    def body(self) -> ComposeResult:
        with Vertical():
            with Vertical(classes="pane", id="doubts-pane") as pane:
                pane.border_title = Content("Doubts")
                yield VirtualList(id="doubts", empty="The texts are read again …")
            with Vertical(classes="pane"):
                yield Reader(id="doubt")

    def on_mount(self) -> None:
        self.query_one("#doubts").focus()
        self._find()

    @work(thread=True, exclusive=True, exit_on_error=False, group="doubts")
    def _find(self) -> None:
        session, git_dir = self.session, None
        with suppress(FollowupError):
            git_dir = session.repository().git_dir
        report(self, self.Found(doubts_of(session.register, self.dossier, session.today), git_dir))

    @on(Found)
    def _found(self, event: Found) -> None:
        self.settled = SettledDoubts(event.git_dir, self.app.settled_doubts).read()
        self.doubts = event.doubts.left(self.settled.keys)
        self._total = len(event.doubts.found)
        listed = self.query_one("#doubts", VirtualList)
        listed.empty = "No doubt is left about the texts of this dossier."
        listed.show(DoubtLines(self.doubts, self.settled.keys))
        self._tell()
        for each in event.doubts.failures:
            self.app.say(f"A text could not be read again. {each.error}", severity="warning")

    @property
    def doubt(self) -> OpenDoubt | None:
        """The doubt under the cursor."""
        at = self.query_one("#doubts", VirtualList).cursor if self.is_mounted else 0
        return self.doubts[at] if at < len(self.doubts) else None

    @property
    def record_id(self) -> str:
        return self.doubt.record if self.doubt else ""

    @property
    def left(self) -> int:
        """How many doubts are not settled."""
        return sum(each.key not in self.settled.keys for each in self.doubts)

    def session_changed(self) -> None:
        super().session_changed()
        self._tell()

    def has(self, need: str) -> bool:
        return self.doubt is not None if need == "doubt" else super().has(need)

    @on(VirtualList.Moved, "#doubts")
    def _tell(self) -> None:
        """Show the doubt under the cursor, and how many are left."""
        if self._total:
            title = f"Doubts · {self.left} of {counted(self._total, 'doubt')} left · {self.dossier}"
            self.query_one("#doubts-pane").border_title = Content(title)
        self.query_one("#doubt", Reader).show(self._paras(self.doubt) if self.doubt else [])
        self.query_one("#doubts").refresh()
        self.refresh_keys()

    def _paras(self, each: OpenDoubt) -> list[Para]:
        folder = self.session.root / RECORDS
        source = each.source.relative_to(folder) if each.source.is_relative_to(folder) else each.source
        place = f"{source}:{each.doubt.line}" if each.doubt.line else str(source)
        paras = [Para(Content.styled(visible(each.doubt.message), STRONG)), Para(Content.styled(visible(place), MUTED))]
        if each.doubt.words:
            paras.append(Para(Content(f"“{visible(each.doubt.words)}”"), "▎ ", "▎ ", "$link"))
        record = self.session.register.records.get(each.record)
        if record:
            paras += [Para(link(record.id, record.id)), EMPTY, *record_paras(self.session, record)]
        return paras

    @on(VirtualList.Chosen, "#doubts")
    def action_correct(self) -> None:
        record = self.session.register.records.get(self.record_id)
        self._correcting = (self.doubt, record.raw) if self.doubt and record else None
        self.app.edit(self.record_id)

    def action_edit(self) -> None:
        self.action_correct()

    def on_screen_resume(self) -> None:
        correcting, self._correcting = self._correcting, None
        record = self.session.register.records.get(correcting[0].record) if correcting else None
        if correcting and (record is None or record.raw != correcting[1]):
            self._settle(correcting[0])

    def action_accept_doubt(self) -> None:
        """Accept the doubt; one that was settled is opened again."""
        if self.doubt and self.doubt.key in self.settled.keys:
            self.settled.settle(self.doubt.key, settled=False)
            self._tell()
        elif self.doubt:
            self._settle(self.doubt)

    def _settle(self, doubt: OpenDoubt) -> None:
        self.settled.settle(doubt.key)
        self._tell()
        self._go(1)

    def action_next_doubt(self) -> None:
        self._go(1)

    def action_previous_doubt(self) -> None:
        self._go(-1)

    def _go(self, step: int) -> None:
        listed = self.query_one("#doubts", VirtualList)
        found = open_after(self.doubts, self.settled.keys, listed.cursor, step)
        if found is None:
            self.app.say("No doubt is left about the texts of this dossier.")
        else:
            listed.cursor = found

    @on(Reader.Followed)
    def _follow(self, event: Reader.Followed) -> None:
        self.app.open_record(event.target)

    def action_source(self) -> None:
        """The source text with the words of the doubt marked."""
        each = self.doubt
        if each is None:
            return
        try:
            text = SourceText(each.source.read_bytes())
            span = span_of(text, each.doubt)
        except (OSError, UnicodeDecodeError) as error:
            self.app.say(f"{each.source.name} can’t be read: {error}", severity="error")
            return
        paras, at = marked_paras(text.text, [span] if span else [])
        title = self.session.register.label(each.document)
        self.app.push_screen(PlainPage(self.record_id, f"Source of {title}", paras, at))
