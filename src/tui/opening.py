"""Which page opens on what."""

from __future__ import annotations

from functools import cached_property

from textual.content import Content

from ..errors import FollowupError
from ..register import files
from .settling import Settling
from .text import SUCCESS, Para


class Opening(Settling):
    """Opens pages about a record."""

    @cached_property
    def settled_doubts(self) -> set[str]:
        """The doubts that were settled so far; outside git, this is all that remembers them."""
        return set()

    def open_record(self, record_id: str) -> None:
        """Read a record on a page of its own."""
        from .text_page import ReadingPage

        register = self.session.register
        if record_id in register or record_id in register.unreadable:
            self.push_screen(ReadingPage(record_id))
        elif record_id:
            self.say(f"There is no record “{record_id}”.", severity="warning")

    def open_side_by_side(self, record_id: str) -> None:
        """Paragraphs beside answers, in the record's dossier or the first one."""
        from .side_page import SidePage

        dossier = self._dossier_of(record_id)
        if isinstance(self.screen, SidePage):
            self.pop_screen()
        elif dossier:
            self.push_screen(SidePage(dossier, record_id))

    def open_source(self, record_id: str) -> None:
        """The source text with the record's words marked."""
        from .text_page import PlainPage, source_paras

        record = self.session.register.records.get(record_id)
        if record is None:
            return
        try:
            title, paras, at = source_paras(self.session.register, record)
        except (FollowupError, UnicodeDecodeError) as error:
            self.fail(error)
        else:
            self.push_screen(PlainPage(record_id, title, paras, at))

    def open_toml(self, record_id: str) -> None:
        """The record's file as it is on disk."""
        from .text_page import PlainPage, toml_paras

        try:
            raw = files.read(self.session.path(record_id))
        except FollowupError as error:
            self.fail(error)
        else:
            self.push_screen(PlainPage(record_id, f"records/{record_id}.toml", toml_paras(raw)))

    def open_problems(self, record_id: str) -> None:
        """What is wrong with a record."""
        from .reading_view import problem_paras
        from .text_page import PlainPage

        found = (self.session.problems or {}).get(record_id, [])
        fine = [Para(Content.styled("✓ Nothing is wrong with this record.", SUCCESS))]
        paras = list(problem_paras(self.session, record_id)) or fine
        self.push_screen(PlainPage(record_id, f"Problems of {record_id} · {len(found)}", paras))

    def open_difference(self, record_id: str) -> None:
        """What is changed and not committed."""
        from .changes_page import ChangesPage

        self.push_screen(ChangesPage(record_id, writing=False))

    def open_commit(self, record_id: str) -> None:
        """The same, with the message to write."""
        from .changes_page import ChangesPage

        self.push_screen(ChangesPage(record_id, writing=True))

    def open_history(self, record_id: str) -> None:
        """Who changed what in a record."""
        from .history_page import HistoryPage

        if not isinstance(self.screen, HistoryPage):
            self.push_screen(HistoryPage(record_id))

    def open_coverage(self, record_id: str) -> None:
        """Asks down, addressees across, in the record's dossier or the first one."""
        from .coverage_page import CoveragePage

        dossier = self._dossier_of(record_id)
        if dossier and not isinstance(self.screen, CoveragePage):
            self.push_screen(CoveragePage(dossier, record_id))

    def open_doubts(self, record_id: str) -> None:
        """What the import of the record's dossier, or the first one, was not sure of."""
        from .doubts_page import DoubtsPage

        dossier = self._dossier_of(record_id)
        if not dossier:
            self.say("There is no dossier yet, so there is no doubt about one.")
        elif not isinstance(self.screen, DoubtsPage):
            self.push_screen(DoubtsPage(dossier))

    def _dossier_of(self, record_id: str) -> str:
        record = self.session.register.records.get(record_id)
        return record.dossier if record and record.dossier else next(iter(self.session.register.dossiers), "")

    def open_search(self) -> None:
        """Search over the whole register."""
        from .search_page import SearchPage

        if not isinstance(self.screen, SearchPage):
            self.push_screen(SearchPage())

    def open_agenda(self) -> None:
        """All deadlines by when they fall due."""
        from .agenda_page import AgendaPage

        if not isinstance(self.screen, AgendaPage):
            self.push_screen(AgendaPage())
