"""The first page: ways into the register, a list of records, and a preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from ..register import Record, Register, parse_id, procedure_of
from ..register.ids import kind_of
from .actions import bindings
from .listing import ASKS, Listing
from .navigation import Way, ways
from .reader import Reader
from .record_actions import RecordPage
from .reporting import report
from .tables import RecordLines, WayLines
from .text import Para
from .virtual_list import VirtualList
from .welcome import Welcome, remember, seen

if TYPE_CHECKING:
    from ..report.standings import Stand

CONTEXTS = ("everywhere", "record", "register")
PAUSE = 0.06
"""Seconds on a record before it is shown beside the list, so that a key held down moves on at once."""
FIRST = 300
"""Records of a long list that are shown at once; the others come when it has been read whether any has changed."""
AT_ONCE = 1_000
"""The longest list that is made without a worker: up to there, a worker and a further painting would take longer."""


class RegisterPage(RecordPage):
    """Ways on the left, records in the middle, the record under the cursor on the right."""

    CONTEXTS = CONTEXTS
    BINDINGS = bindings(*CONTEXTS)

    class Listed(Message):
        """The records of a way are ready to be shown."""

        def __init__(self, listing: Listing, keep: str) -> None:
            super().__init__()
            self.listing = listing
            self.keep = keep

    def __init__(self) -> None:
        super().__init__()
        self._listing: Listing | None = None
        self._way = f"kind:{ASKS}"
        self._ways: list[Way] = []
        self._trail: list[str] = []
        self._previewed: str | None = None
        self._soon: Timer | None = None
        self._made_of: tuple[Register | None, Mapping[str, Stand] | None] = (None, None)
        """The register and the standings of which the listing is made."""
        self._is_made = False

    def body(self) -> ComposeResult:
        with Horizontal(id="panes"):
            with Vertical(id="ways-pane", classes="pane") as pane:
                pane.border_title = Content("1 Register")
                yield VirtualList(id="ways", empty="Reading …")
            with Vertical(id="list-pane", classes="pane") as pane:
                pane.border_title = Content("2 Records")
                yield VirtualList(id="records", empty="Reading the register …")
                yield Input(placeholder="words to find", id="filter", compact=True, classes="hidden")
            with Vertical(id="preview-pane", classes="pane") as pane:
                pane.border_title = Content("3 Preview")
                yield Reader(id="preview")
        if not seen():
            yield Welcome(self.app.keymap)

    def on_mount(self) -> None:
        self.records.focus()

    @property
    def records(self) -> VirtualList:
        """The list in the middle."""
        return self.query_one("#records", VirtualList)

    @property
    def filter_box(self) -> Input:
        """Where the filter is typed."""
        return self.query_one("#filter", Input)

    @property
    def record_id(self) -> str:
        if self._trail:
            return self._trail[-1]
        return self._under_cursor

    @property
    def _under_cursor(self) -> str:
        listing, at = self._listing, self.records.cursor
        return listing.shown[at].id if listing and at < len(listing.shown) else ""

    # what changes from outside

    def session_changed(self) -> None:
        super().session_changed()
        if not self.session.loaded or (self.session.is_glance and self.app.start_at):
            return  # where a record stands in the list is known once all is read
        self._ways = ways(self.session)
        ways_list = self.query_one("#ways", VirtualList)
        position = next((i for i, way in enumerate(self._ways) if way.key == self._first_way()), 0)
        with self.prevent(VirtualList.Moved):
            ways_list.show(WayLines(self._ways), position)
        self._list(self._ways[position], self._under_cursor or self.app.start_at)

    def _first_way(self) -> str:
        """The way that is open; at first the asks, or everything where a record was named or there are no asks."""
        start, register = self.app.start_at, self.session.register
        is_ask = not start or (kind_of(start) == ASKS and start in register)
        if self._listing is None and not (register.count_of(ASKS) and is_ask):
            return "all"
        return self._way

    def _list(self, way: Way, keep: str) -> None:
        if self._is_same(way):
            if self._is_made:
                self._show_rows(keep)
            return
        self._way, self._is_made = way.key, False
        self._made_of = (self.session.register, self.session.standings)
        before = self._listing if self._same_columns(way) else None
        if (way.count or 0) <= AT_ONCE or (self.session.is_glance and way.first):
            self.workers.cancel_group(self, "listing")
            self._show_listing(self.Listed(self._listing_of(way, before), keep))
        else:
            self._collect(way, keep, before)

    def _is_same(self, way: Way) -> bool:
        """Whether the listing that is shown or being made is of this; views may hold other records now."""
        register, standings = self._made_of
        is_known = register is self.session.register and standings is self.session.standings
        return is_known and way.key == self._way and not way.key.startswith("view:")

    def _same_columns(self, way: Way) -> bool:
        return bool(self._listing and self._listing.kind == way.kind)

    @work(thread=True, exclusive=True, exit_on_error=False, group="listing")
    def _collect(self, way: Way, keep: str, before: Listing | None) -> None:
        report(self, self.Listed(self._listing_of(way, before), keep))

    def _listing_of(self, way: Way, before: Listing | None) -> Listing:
        """The records of a way, in the order that the list had before."""
        session = self.session
        if session.is_glance and way.first:
            return Listing(session.register, way.first(FIRST), way.kind, total=way.count, is_part=True)
        listing = Listing(session.register, way.records() if way.records else (), way.kind, session.standings)
        if before and before.sorted_by is not None:
            listing.sort(before.sorted_by, backwards=before.backwards)
        return listing

    @on(Listed)
    def _show_listing(self, event: Listed) -> None:
        self._listing, self._is_made = event.listing, True
        self._listing.filter(self.filter_box.value)
        self._show_rows(event.keep)

    def _show_rows(self, keep: str) -> None:
        if self._listing is None:
            return
        position = self._listing.position(keep) if keep else None
        self.records.empty = self._nothing()
        self.records.show(RecordLines(self._listing, self.session), position or 0)
        self._title()
        if self._previewed is None:
            # The list comes first: with the record beside it, the first painting would be later.
            self.call_after_refresh(self._preview)
        else:
            self._preview()

    def _nothing(self) -> str:
        if self._listing and self._listing.query.strip():
            return "Nothing here holds these words. esc clears, ctrl+f searches all."
        return "There is no record here."

    def _title(self) -> None:
        listing = self._listing
        if listing is None:
            return
        way = next((way.title for way in self._ways if way.key == self._way), "Records")
        pane = self.query_one("#list-pane")
        pane.border_title = Content(f"2 {way} · {listing.count}")
        query = f"filter: {listing.query}" if listing.query.strip() else ""
        marked = f"{len(self.session.marked):,} marked" if self.session.marked else ""
        pane.border_subtitle = Content(" · ".join(filter(None, (self._dossier(), query, marked))))

    def _dossier(self) -> str:
        """Of which procedure the record under the cursor is, where it could be of another."""
        known = parse_id(self._under_cursor)
        several = not self.session.is_glance and len(self.session.register.dossier_sizes) > 1
        return procedure_of(known.dossier) if known and several else ""

    # moving about

    @on(VirtualList.Moved, "#ways")
    def _way_changed(self, event: VirtualList.Moved) -> None:
        if event.index < len(self._ways) and self._ways[event.index].key != self._way:
            self._trail.clear()
            self._list(self._ways[event.index], "")

    @on(VirtualList.Chosen, "#ways")
    def _way_chosen(self) -> None:
        self.action_pane_2()

    @on(VirtualList.Moved, "#records")
    def _record_changed(self) -> None:
        self._trail.clear()
        if self._soon:
            self._soon.stop()
        self._soon = self.set_timer(PAUSE, self._preview)
        self.refresh_keys()

    def _preview(self) -> None:
        if self._soon:
            self._soon.stop()
            self._soon = None
        shown = self.record_id
        keep, self._previewed = shown == self._previewed, shown
        self.query_one("#preview", Reader).show(self._paras(shown), keep=keep)
        pane = self.query_one("#preview-pane")
        pane.border_subtitle = Content("esc goes back" if self._trail else "")
        self._title()
        self.refresh_keys()

    def _paras(self, record_id: str) -> list[Para]:
        from .reading_view import record_paras, unreadable_paras

        register = self.session.register
        record: Record | None = register.records.get(record_id)
        if record:
            return record_paras(self.session, record)
        entry = register.unreadable.get(record_id)
        return unreadable_paras(entry) if entry else []

    @on(Reader.Followed)
    def _follow(self, event: Reader.Followed) -> None:
        if event.target not in self.session.register and event.target not in self.session.register.unreadable:
            self.app.say(f"There is no record “{event.target}”.", severity="warning")
            return
        self._trail = [*(self._trail or [self.record_id]), event.target]
        self._preview()

    @on(VirtualList.Chosen, "#records")
    def action_open_record(self) -> None:
        self.app.open_record(self.record_id)

    def _close_welcome(self) -> bool:
        shown = [each for each in self.query(Welcome) if each.display]
        for each in shown:
            remember()
            each.remove()
        return bool(shown)

    def action_back(self) -> None:
        if self._close_welcome():
            return
        if self._trail:
            self._trail.pop()
            if len(self._trail) == 1:
                self._trail.clear()
            self._preview()
        elif self._listing and self._listing.query:
            self._clear_filter()
        elif not self.records.has_focus:
            self.action_pane_2()
        else:
            self.app.leave()

    # filter and sort

    def action_filter(self) -> None:
        self.filter_box.remove_class("hidden")
        self.filter_box.focus()

    @on(Input.Changed, "#filter")
    def _filter(self, event: Input.Changed) -> None:
        if self._listing:
            keep = self._under_cursor
            self._listing.filter(event.value)
            self._show_rows(keep)

    @on(Input.Submitted, "#filter")
    def _filtered(self) -> None:
        if not self.filter_box.value:
            self.filter_box.add_class("hidden")
        self.records.focus()

    def _clear_filter(self) -> None:
        self.filter_box.value = ""
        self.filter_box.add_class("hidden")
        self.records.focus()

    def key_down(self) -> None:
        if self.filter_box.has_focus:
            self.records.focus()

    def action_next_match(self) -> None:
        self.records.action_cursor_down()

    def action_previous_match(self) -> None:
        self.records.action_cursor_up()

    def action_sort(self) -> None:
        if self._listing is None:
            return
        from .picker import Choice, Picker

        choices = [Choice(str(i), name) for i, name in enumerate(self._listing.columns)]
        current = str(self._listing.sorted_by) if self._listing.sorted_by is not None else ""
        hint = "enter sorts; the same column again turns the order"
        self.app.push_screen(Picker("Sort by", choices, current=current, hint=hint), self._sort)

    def _sort(self, chosen: str | None) -> None:
        if chosen is None or self._listing is None:
            return
        column = int(chosen)
        backwards = self._listing.sorted_by == column and not self._listing.backwards
        keep = self._under_cursor
        self._listing.sort(column, backwards=backwards)
        self._show_rows(keep)

    # marks, new records, earlier days

    def action_mark(self) -> None:
        self.session.marked ^= {self.record_id}
        self.records.action_cursor_down()
        self._marked()

    def action_mark_all(self) -> None:
        shown = {row.id for row in self._listing.shown} if self._listing else set()
        self.session.marked = (
            self.session.marked - shown if shown <= self.session.marked else self.session.marked | shown
        )
        self._marked()

    def _marked(self) -> None:
        self.records.refresh()
        self._title()
        self.refresh_keys()

    def action_set_field(self) -> None:
        self.app.set_on(sorted(self.session.marked))

    def action_new(self) -> None:
        dossiers = self.session.register.dossiers
        record = self.session.register.records.get(self.record_id)
        dossier = record.dossier if record else ""
        self.app.new_record(self._listing.kind if self._listing else None, dossier or next(iter(dossiers), ""))

    def action_as_of(self) -> None:
        self.app.go_back_in_time()

    # panes

    def _panes(self) -> list[Widget]:
        panes = [self.query_one("#ways"), self.records, self.query_one("#preview")]
        return [pane for pane in panes if isinstance(pane.parent, Widget) and pane.parent.display]

    def _to_pane(self, step: int) -> None:
        panes = self._panes()
        at = next((i for i, pane in enumerate(panes) if pane.has_focus), 0)
        panes[max(0, min(at + step, len(panes) - 1))].focus()

    def action_pane_left(self) -> None:
        self._to_pane(-1)

    def action_pane_right(self) -> None:
        self._to_pane(1)

    def action_pane_1(self) -> None:
        self.add_class("-ways-open")
        self.query_one("#ways").focus()

    def action_pane_2(self) -> None:
        self.remove_class("-ways-open")
        self.records.focus()

    def action_pane_3(self) -> None:
        if self.query_one("#preview-pane").display:
            self.query_one("#preview").focus()
        else:
            self.action_open_record()

    def action_reload(self) -> None:
        self.app.read_register()
