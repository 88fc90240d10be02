"""Two versions of a record, settled field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from ..errors import FollowupError
from ..history.changes import FieldChange, FieldPath, Item
from ..history.conflicts import Choice, Conflicted, Other, Side
from ..history.joining import FieldConflict
from ..register import Field, Kind
from ..report.plain import visible
from ..report.words import counted
from .actions import bindings
from .change_view import label
from .draft import editable, typed
from .listing import cell_text
from .page import Page
from .picker import Picker, Question
from .plan_page import Prompt
from .reader import Reader
from .session import Session
from .text import EMPTY, MUTED, STRONG, SUCCESS, WARNING, Para
from .values import value_choices
from .virtual_list import VirtualList

CONTEXTS = ("everywhere", "settle")
_NAMES = {Side.OURS: "Ours", Side.THEIRS: "Theirs", Side.BASE: "Before both"}
_SIMPLE = frozenset({"text", "integer", "day", "when", "enum", "boolean", "reference"})


class ConflictLines:
    """The fields in conflict, each with what was chosen."""

    def __init__(
        self, session: Session, kind: Kind | None, conflict: Conflicted, choices: dict[FieldPath, Choice]
    ) -> None:
        self.fields = conflict.fields
        self._session = session
        self._kind = kind
        self._choices = choices

    def __len__(self) -> int:
        return len(self.fields)

    def line(self, index: int, width: int) -> Content:
        """Sign, field, choice."""
        each = self.fields[index]
        title = label(self._session, self._kind, FieldChange(each.path, None, None))
        choice = self._choices.get(each.path)
        if choice is None:
            said, sign = Content.styled("  both changed it", MUTED), Content.styled("? ", WARNING)
        else:
            name = _NAMES[choice].lower() if isinstance(choice, Side) else "another value"
            said, sign = Content.styled(f"  {name}", SUCCESS), Content.styled("✓ ", SUCCESS)
        return Content.assemble(sign, visible(title), said).truncate(width, ellipsis=True)

    def header(self, width: int) -> Content | None:
        """None."""
        return None

    def pickable(self, index: int) -> bool:
        """Every field."""
        return True


class SettlePage(Page):
    """The fields above, the versions of one of them below. ``done`` gets the bytes that hold all choices."""

    CONTEXTS = CONTEXTS
    BINDINGS = bindings(*CONTEXTS)

    def __init__(self, record_id: str, conflict: Conflicted, done: Callable[[bytes], None]) -> None:
        super().__init__()
        self._record_id = record_id
        self._conflict = conflict
        self._done = done
        self.choices: dict[FieldPath, Choice] = {}

    @property
    def record_id(self) -> str:
        return self._record_id

    @property
    def unsaved(self) -> bool:
        return bool(self.choices)

    @property
    def sides(self) -> dict[Side, str]:
        """The versions that are known, with their names."""
        return {side: name for side, name in _NAMES.items() if side is not Side.BASE or self._conflict.based}

    def has(self, need: str) -> bool:
        return self._conflict.based if need == "base" else super().has(need)

    @property
    def kind(self) -> Kind | None:
        """The record's kind."""
        return self.session.schemas.get(self._record_id.split("/")[-2])

    def body(self) -> ComposeResult:
        with Vertical(id="settle"):
            with Vertical(classes="pane", id="conflicts-pane"):
                yield VirtualList(id="conflicts", empty="Nothing is in conflict.")
            with Vertical(classes="pane", id="versions-pane"):
                yield Reader(id="versions")

    def on_mount(self) -> None:
        self.query_one("#conflicts").focus()
        self._show()

    def _show(self) -> None:
        listed = self.query_one("#conflicts", VirtualList)
        listed.show(ConflictLines(self.session, self.kind, self._conflict, self.choices), listed.cursor)
        left = len(self._conflict.fields) - len(self.choices)
        said = f"{counted(left, 'field')} to choose" if left else "all chosen"
        pane = self.query_one("#conflicts-pane")
        pane.border_title = Content(f"Settle {self._record_id} · {said}")
        pane.border_subtitle = Content("ctrl+s saves" if not left else "")
        self._versions()

    @property
    def current(self) -> FieldConflict | None:
        """The field under the cursor."""
        at = self.query_one("#conflicts", VirtualList).cursor
        return self._conflict.fields[at] if at < len(self._conflict.fields) else None

    @on(VirtualList.Moved, "#conflicts")
    def _versions(self) -> None:
        current = self.current
        self.query_one("#versions", Reader).show(list(self._paras(current)) if current else [])

    def _paras(self, conflict: FieldConflict) -> Iterator[Para]:
        title = label(self.session, self.kind, FieldChange(conflict.path, None, None))
        self.query_one("#versions-pane").border_title = Content(visible(title))
        chosen = self.choices.get(conflict.path)
        for side, name in self.sides.items():
            mark = " ✓ chosen" if chosen is side else ""
            yield Para(Content.styled(f"{name}{mark}", SUCCESS if mark else STRONG))
            yield Para(self._value(conflict, getattr(conflict, side.value)), "  ")
            yield EMPTY
        if isinstance(chosen, Other):
            yield Para(Content.styled("Another value ✓ chosen", SUCCESS))
            yield Para(self._value(conflict, chosen.value), "  ")

    def _value(self, conflict: FieldConflict, value: Any) -> Content:
        if value is None:
            return Content.styled("no such field", MUTED)
        return Content(cell_text(self.session.register, self._field(conflict), value))

    def _field(self, conflict: FieldConflict) -> Field | None:
        names = tuple("*" if isinstance(step, int | Item) else step for step in conflict.path)
        return self.kind.by_path.get(names) if self.kind else None

    # choosing

    def action_take_ours(self) -> None:
        self._choose(Side.OURS)

    @on(VirtualList.Chosen, "#conflicts")
    def _cycle(self) -> None:
        """Enter goes through the versions."""
        sides = list(self.sides)
        now = self.choices.get(self.current.path) if self.current else None
        self._choose(sides[(sides.index(now) + 1) % len(sides)] if isinstance(now, Side) else sides[0], stay=True)

    def action_take_theirs(self) -> None:
        self._choose(Side.THEIRS)

    def action_take_base(self) -> None:
        self._choose(Side.BASE)

    def _choose(self, choice: Choice, *, stay: bool = False) -> None:
        if self.current is None:
            return
        self.choices[self.current.path] = choice
        self._show()
        if not stay:
            self.query_one("#conflicts", VirtualList).action_cursor_down()

    def action_write_own(self) -> None:
        conflict = self.current
        field = self._field(conflict) if conflict else None
        if conflict is None or field is None or field.type not in _SIMPLE:
            self.app.say("Choose a version here; the form or the text can change it afterwards.", severity="warning")
        elif field.type in {"enum", "boolean", "reference"}:
            choices = value_choices(self.session.register, field, "")
            self.app.push_screen(Picker(field.title, choices), lambda text: self._written(field, text))
        else:
            prompt = Prompt(field.title, field.description, editable(conflict.ours))
            self.app.push_screen(prompt, lambda text: self._written(field, text))

    def _written(self, field: Field, text: str | None) -> None:
        if text is None:
            return
        try:
            self._choose(Other(text == "true" if field.type == "boolean" else typed(field, text)))
        except FollowupError as error:
            self.app.fail(error)

    # saving and leaving

    def action_save_settled(self) -> None:
        left = [each.label for each in self._conflict.fields if each.path not in self.choices]
        if left:
            self.app.say(f"Choose first: {', '.join(left)}.", severity="warning")
            return
        try:
            raw = self._conflict.settled(self.choices).text
        except FollowupError as error:
            self.app.fail(error)
        else:
            self.app.pop_screen()
            self._done(raw)

    def action_back(self) -> None:
        if not self.choices:
            self.app.pop_screen()
            return
        answers = [("x", "drop", "Drop the choices made here")]
        self.app.push_screen(Question("Not saved", "What you chose is in no file yet.", answers), self._left)

    def _left(self, answer: str | None) -> None:
        if answer:
            self.app.pop_screen()
