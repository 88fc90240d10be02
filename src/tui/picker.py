"""Choosing one of many: the palette, the help, values of a field, records to refer to, columns to sort by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from .actions import bindings
from .text import MUTED, STRONG, fitted, highlighted, one_line
from .virtual_list import VirtualList


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose; ``words`` is found by the filter and not shown."""

    value: str
    label: str
    about: str = ""
    words: str = ""
    heading: bool = False
    haystack: str = field(init=False)

    def __post_init__(self) -> None:
        text = f"{self.label} {self.about} {self.words} {self.value}"
        object.__setattr__(self, "haystack", text.casefold())


def matching(choices: Sequence[Choice], query: str, limit: int = 500) -> list[Choice]:
    """The choices that hold all words; where there is none, those that are most like them."""
    words = query.casefold().split()
    if not words:
        return list(choices)
    found = [each for each in choices if not each.heading]
    for word in words:
        found = [each for each in found if word in each.haystack]
    return sorted(found, key=lambda each: _rank(each, words))[:limit] if found else _alike(choices, query)


def _rank(choice: Choice, words: Sequence[str]) -> tuple[bool, bool]:
    label = choice.label.casefold()
    return (not label.startswith(words[0]), not all(word in label for word in words))


def _alike(choices: Sequence[Choice], query: str) -> list[Choice]:
    from rapidfuzz import fuzz, process, utils

    real = [each for each in choices if not each.heading]
    names = {index: f"{each.label} {each.words}" for index, each in enumerate(real)}
    found = process.extract(
        query, names, scorer=fuzz.WRatio, processor=utils.default_process, limit=12, score_cutoff=60
    )
    return [real[key] for _, _, key in found]


class Choices:
    """Choices as lines: what they are called on the left, what they mean on the right."""

    def __init__(self, choices: Sequence[Choice], words: Sequence[str], marked: set[str] | None = None) -> None:
        self.choices = choices
        self._words = words
        self._marked = marked
        labels = [each for each in choices[:400] if each.about]
        self._label = max((Content(one_line(each.label)).cell_length for each in labels), default=0)

    def __len__(self) -> int:
        return len(self.choices)

    def line(self, index: int, width: int) -> Content:
        """One choice."""
        each = self.choices[index]
        if each.heading:
            return Content.styled(each.label, f"{MUTED} bold")
        mark = ("● " if each.value in self._marked else "○ ") if self._marked is not None else " "
        label_width = self._room(width) if each.about else width - len(mark) - 1
        label = highlighted(Content(fitted(each.label, max(1, label_width))), self._words)
        about = Content.styled(f"  {one_line(each.about)}" if each.about else "", MUTED)
        return Content.assemble(mark, label, about).truncate(width, ellipsis=True)

    def _room(self, width: int) -> int:
        """Cells for what choices are called, where something is said about them."""
        return min(self._label, max(10, width // 2))

    def is_cut(self, choice: Choice, width: int) -> bool:
        """Whether what a choice is called has no room in its line."""
        return bool(choice.about) and Content(one_line(choice.label)).cell_length > self._room(width)

    def header(self, width: int) -> Content | None:
        """None: the title says what is chosen."""
        return None

    def pickable(self, index: int) -> bool:
        """Everything but headings."""
        return not self.choices[index].heading


class Picker(ModalScreen[str | None]):
    """A list with a filter above it. Gives the value chosen, or None after esc."""

    BINDINGS = bindings("picker")

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        current: str = "",
        hint: str = "enter chooses · esc goes back",
        describe: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._current = current
        self._hint = hint
        self._describe = describe

    def compose(self) -> ComposeResult:
        with Vertical(id="picker") as box:
            box.border_title = Content(self._title)
            box.border_subtitle = Content(self._hint)
            yield Input(placeholder="type to find", id="picker-filter", compact=True)
            yield VirtualList(empty="Nothing is called that.", id="picker-list")
            yield Static("", id="picker-about", markup=False)

    def on_mount(self) -> None:
        self._show("")
        current = next((i for i, each in enumerate(self._choices) if each.value == self._current), 0)
        self._list.show(self._list.lines, current if self._current else 0)
        self._fit()
        self._tell()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """As tall as its choices, as far as the terminal allows."""
        room = self.app.size.height - (2 if self.app.size.height < 20 else 4)
        self.query_one("#picker").styles.height = max(6, min(len(self._choices) + 5, room))

    @property
    def _list(self) -> VirtualList:
        return self.query_one("#picker-list", VirtualList)

    def _show(self, query: str) -> None:
        self._list.show(Choices(matching(self._choices, query), query.casefold().split()))

    @on(Input.Changed, "#picker-filter")
    def _filter(self, event: Input.Changed) -> None:
        self._show(event.value)
        self._tell()

    @on(VirtualList.Moved, "#picker-list")
    def _tell(self) -> None:
        chosen = self.chosen
        about = self._describe(chosen.value) if chosen and self._describe else self._whole(chosen) if chosen else ""
        self.query_one("#picker-about", Static).update(Content.styled(one_line(about), MUTED))

    def _whole(self, choice: Choice) -> str:
        """What a choice is, with as much of its line as is cut there."""
        lines = self._list.lines
        is_cut = isinstance(lines, Choices) and lines.is_cut(choice, self._list.size.width)
        return " · ".join(filter(None, (choice.label, choice.about))) if is_cut else choice.about

    @property
    def chosen(self) -> Choice | None:
        """What the cursor is on."""
        lines = self._list.lines
        if isinstance(lines, Choices) and len(lines) and lines.pickable(self._list.cursor):
            return lines.choices[self._list.cursor]
        return None

    @on(Input.Submitted, "#picker-filter")
    @on(VirtualList.Chosen, "#picker-list")
    def action_pick(self) -> None:
        if self.chosen:
            self.dismiss(self.chosen.value)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def action_pick_up(self) -> None:
        self._list.action_cursor_up()

    def action_pick_down(self) -> None:
        self._list.action_cursor_down()

    def action_pick_page_up(self) -> None:
        self._list.action_page_up()

    def action_pick_page_down(self) -> None:
        self._list.action_page_down()


class Question(ModalScreen[str | None]):
    """A question with a few answers, each under a key of its own; esc answers nothing."""

    def __init__(self, title: str, text: str, answers: Sequence[tuple[str, str, str]]) -> None:
        """``answers``: key, value and text of each."""
        super().__init__()
        self._title = title
        self._text = text
        self._answers = answers

    def compose(self) -> ComposeResult:
        with Vertical(id="question") as box:
            box.border_title = Content(self._title)
            yield Static(self._text, markup=False, id="question-text")
            for key, _, text in self._answers:
                yield Static(Content.assemble(Content.styled(f" {key} ", "reverse"), " ", Content.styled(text, STRONG)))
            yield Static(Content.assemble(Content.styled(" esc ", "reverse"), " Go back"))

    def on_key(self, event: events.Key) -> None:
        answers = {"escape": None, **{key: value for key, value, _ in self._answers}}
        if event.key in answers:
            event.stop()
            event.prevent_default()
            self.dismiss(answers[event.key])
