"""Everything that can be done, said once: keys, palette, help and the docs are made from this table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.binding import BindingType


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a user can do.

    ``id`` names it for good (keys are remapped by it); the method that does it is ``action_`` and
    the id with underscores. ``short`` is what the bottom line says; without it, the action isn't there.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    help: str
    contexts: tuple[str, ...]
    short: str = ""
    needs: str = ""
    """What must be there for it; the page knows by ``has(needs)``."""

    @property
    def method(self) -> str:
        """The name by which Textual runs it."""
        return self.id.replace("-", "_")


CONTEXTS: dict[str, str] = {
    "everywhere": "Everywhere",
    "list": "In a list",
    "reader": "In a text",
    "record": "On a record",
    "register": "Register",
    "side": "Side by side",
    "form": "Form",
    "answer": "While a field is written",
    "changes": "Changes and commit",
    "history": "History",
    "picker": "In a choice",
    "search": "Search",
    "plan": "Before it is done",
    "prompt": "A line to write",
    "agenda": "Deadlines",
    "doubts": "Doubts",
    "coverage": "Coverage",
    "toml": "Edit as TOML",
    "settle": "Settle a conflict",
}
"""The places where actions apply, with what people call them."""

_WIDGETS = ("list", "reader")
TOGETHER: tuple[tuple[str, ...], ...] = (
    ("everywhere", "record", "register", *_WIDGETS),
    ("everywhere", "record", "side", "list"),
    *(("everywhere", "record", each, *_WIDGETS) for each in ("search", "agenda", "coverage", "history", "doubts")),
    *(("everywhere", each, *_WIDGETS) for each in ("form", "changes", "settle")),
    ("everywhere", "toml"),
    ("answer", "form"),
    ("picker", "list"),
    ("plan", "reader"),
    ("prompt",),
)
"""The contexts that are at hand at the same time, page by page."""

_PAGE = ("everywhere",)

ACTIONS: tuple[Action, ...] = (
    Action("help", ("question_mark", "f1"), "Help", "List what can be done here; enter does it.", _PAGE, "Help"),
    # lists
    Action("cursor-up", ("up", "k"), "Up", "Go up a line.", ("list",)),
    Action("cursor-down", ("down", "j"), "Down", "Go down a line.", ("list",)),
    Action("page-up", ("pageup", "ctrl+u"), "Page up", "Go up a page.", ("list", "reader")),
    Action("page-down", ("pagedown", "ctrl+d"), "Page down", "Go down a page.", ("list", "reader")),
    Action("first", ("home", "g"), "First", "Go to the first line.", ("list", "reader")),
    Action("last", ("end", "G"), "Last", "Go to the last line.", ("list", "reader")),
    Action("choose", ("enter",), "Open", "Open what the cursor is on.", ("list",)),
    # a choice
    Action("pick-up", ("up",), "Up", "Go up a line.", ("picker",)),
    Action("pick-down", ("down",), "Down", "Go down a line.", ("picker",)),
    Action("pick-page-up", ("pageup",), "Page up", "Go up a page.", ("picker",)),
    Action("pick-page-down", ("pagedown",), "Page down", "Go down a page.", ("picker",)),
    Action("cancel", ("escape",), "Go back", "Choose nothing.", ("picker",)),
    # texts
    Action("line-up", ("up", "k"), "Up", "Go to the link above, or scroll up.", ("reader",)),
    Action("line-down", ("down", "j"), "Down", "Go to the link below, or scroll down.", ("reader",)),
    Action("follow", ("enter",), "Follow link", "Go to the record that the marked link names.", ("reader",)),
    # a record
    Action(
        "open-record",
        ("enter",),
        "Open",
        "Read the record on a page of its own.",
        ("register", "search", "agenda", "coverage"),
        "Open",
        "record",
    ),
    Action("filter", ("slash",), "Filter", "Show only what holds these words; esc clears.", ("register",), "Filter"),
    Action("edit", ("e",), "Edit", "Change the record's fields in a form.", ("record", "changes"), "Edit", "editable"),
    Action("side", ("b",), "Side by side", "Paragraphs beside their answers.", ("record",), "Beside", "dossier"),
    Action("coverage", ("v",), "Coverage", "Asks down, addressees across.", ("record",), "", "dossier"),
    Action("difference", ("d",), "Difference", "What is changed and not committed.", ("record",), "Changes", "now"),
    Action("commit", ("c",), "Commit", "Commit changed records.", ("record",), "Commit", "now"),
    Action("doubts", ("D",), "Doubts", "Walk through what the import was not sure of.", ("record",), "", "now"),
    Action("history", ("H",), "History", "Who changed what in this record, and why.", ("record",), "History", "record"),
    Action("source", ("o",), "Source", "The source text, with the quotation marked.", ("record", "side"), "", "record"),
    Action("toml", ("t",), "TOML", "The record's file as it is.", ("record",), "", "record"),
    Action("problems", ("p",), "Problems", "What is wrong with this record.", ("record",), "", "record"),
    Action("edit-toml", ("T",), "Edit as TOML", "Change the record's file here as text.", ("record",), "", "editable"),
    Action("editor", ("E",), "Open in editor", "Open the record's file in $EDITOR.", ("record",), "", "editable"),
    Action("copy", ("y",), "Copy", "Copy the record's id, title, text or path.", ("record", "side"), "", "record"),
    Action("undo", ("u", "ctrl+z"), "Undo", "Take back the last change made here.", ("record", "changes"), "", "undo"),
    Action("redo", ("ctrl+r",), "Redo", "Make it again.", ("record", "changes"), "", "redo"),
    Action(
        "undo-commit",
        ("U",),
        "Undo commit",
        "Take the last commit back by a new one; shown before it is done.",
        ("record", "changes"),
        "",
        "now",
    ),
    Action(
        "withdraw", ("W",), "Withdraw", "Say that the record no longer holds, and why.", ("record",), "", "editable"
    ),
    Action("rename", ("R",), "Rename", "Change its id and all references to it.", ("record",), "", "editable"),
    # before it is done
    Action("do-it", ("y",), "Do it", "Change the files.", ("plan",)),
    Action("leave-it", ("escape",), "Leave it", "Change nothing.", ("plan", "prompt")),
    # the register page
    Action("next-match", ("n",), "Next", "Go to the next record of the list.", ("register",)),
    Action("previous-match", ("N",), "Previous", "Go to the one before.", ("register",)),
    Action("sort", ("s",), "Sort", "Sort the list by a column.", ("register",)),
    Action("pane-1", ("1",), "Pane 1", "Go to the views and kinds.", ("register",)),
    Action("pane-2", ("2",), "Pane 2", "Go to the list.", ("register",)),
    Action("pane-3", ("3",), "Pane 3", "Go to the preview.", ("register",)),
    Action("pane-right", ("l", "right"), "Pane to the right", "Go a pane to the right.", ("register",)),
    Action("pane-left", ("h", "left"), "Pane to the left", "Go a pane to the left.", ("register",)),
    Action("mark", ("space",), "Mark", "Mark the record, or take the mark away.", ("register",), "", "record"),
    Action("mark-all", ("asterisk",), "Mark all", "Mark all records of the list, or none.", ("register",)),
    Action("set-field", ("M",), "Set on marked", "Set one field on all marked records.", ("register",), "", "marked"),
    Action("new", ("a",), "New", "Begin a new record.", ("register",), "", "now"),
    Action("as-of", ("at",), "As of", "The register as of a day or commit; again: now.", ("register",)),
    Action("reload", ("f5",), "Read again", "Read the register again from disk.", ("register",)),
    # side by side
    Action("next-gap", ("n",), "Next gap", "Go to the next ask without an answer.", ("side",), "Next gap"),
    Action("previous-gap", ("N",), "Previous gap", "Go to the one before.", ("side",), "Previous"),
    Action("open-ask", ("enter",), "Read ask", "Read the request on a page of its own.", ("side",), "Ask", "record"),
    Action("open-reply", ("r",), "Read reply", "Read the section that answers it.", ("side",), "Reply", "reply"),
    # a form
    Action("change-field", ("enter",), "Change", "Write the field, or add to the list.", ("form",), "Change"),
    Action("save", ("ctrl+s",), "Save", "Check the record, write it to its file and go back.", ("form",), "Save"),
    Action("remove-field", ("x", "delete"), "Remove", "Take the field or the item away.", ("form",), "Remove"),
    Action("move-up", ("K", "alt+up"), "Move up", "Move the item up in its list.", ("form",)),
    Action("move-down", ("J", "alt+down"), "Move down", "Move the item down in its list.", ("form",)),
    Action("form-undo", ("u", "ctrl+z"), "Undo", "Take back the last change to this form.", ("form",), "Undo"),
    Action("form-redo", ("ctrl+r",), "Redo", "Make it again.", ("form",)),
    Action("accept", ("ctrl+s",), "Take it", "Take over what is written.", ("answer",)),
    Action("give-up", ("escape",), "Give up", "Leave the field as it was.", ("answer",)),
    # a file as text
    Action("save-toml", ("ctrl+s",), "Save", "Write the text to the file and go back.", ("toml",), "Save"),
    Action("text-undo", ("ctrl+z",), "Undo", "Take back what was typed last.", ("toml",), "Undo"),
    Action("text-redo", ("ctrl+r", "ctrl+y"), "Redo", "Make it again.", ("toml",), "Redo"),
    Action("first-problem", ("f8",), "To the problem", "Go to the next place that is wrong.", ("toml",), "Problem"),
    # a conflict
    Action("take-ours", ("o",), "Take ours", "Take the version of this branch.", ("settle",), "Ours"),
    Action("take-theirs", ("t",), "Take theirs", "Take the version of the other branch.", ("settle",), "Theirs"),
    Action("take-base", ("b",), "Take the former", "Take what it was before both.", ("settle",), "Before", "base"),
    Action("write-own", ("w",), "Write another", "Write what neither side has.", ("settle",), "Write"),
    Action("save-settled", ("ctrl+s",), "Save", "Write what was chosen to the file.", ("settle",), "Save"),
    # what is not committed
    Action(
        "choose-change",
        ("space",),
        "Tick",
        "Take the record into the commit, or leave it out.",
        ("changes",),
        "Tick",
        "changes",
    ),
    Action(
        "choose-all", ("a",), "Tick all", "Take all records into the commit, or none.", ("changes",), "All", "changes"
    ),
    Action("write-message", ("c", "m"), "Write message", "Go to the message.", ("changes",), "Message", "changes"),
    Action("do-commit", ("ctrl+s",), "Commit", "Commit the ticked records.", ("changes",), "Commit", "changes"),
    Action("other-pane", ("tab",), "Next pane", "Go to the next pane.", ("changes",)),
    # search
    Action("change-query", ("slash",), "Words", "Change the words to look for.", ("search",), "Words"),
    # doubts
    Action(
        "correct",
        ("enter",),
        "Correct",
        "Change the record in its form; then it is settled.",
        ("doubts",),
        "Correct",
        "editable",
    ),
    Action(
        "accept-doubt",
        ("a", "space"),
        "Accept",
        "It is right as it stands; again: open once more.",
        ("doubts",),
        "Accept",
        "doubt",
    ),
    Action("next-doubt", ("n",), "Next doubt", "Go to the next doubt that is left.", ("doubts",), "Next", "doubt"),
    Action("previous-doubt", ("N",), "Previous doubt", "Go to the one before.", ("doubts",), "Previous", "doubt"),
    # everywhere
    Action("search", ("ctrl+f",), "Search", "Search the whole register.", _PAGE),
    Action("agenda", ("A",), "Deadlines", "All deadlines as an agenda.", _PAGE),
    Action("palette", ("ctrl+p", "colon"), "Palette", "Find any action by its name.", _PAGE),
    Action("theme", (), "Theme", "Change the colours: light, dark, high contrast.", _PAGE),
    Action("back", ("escape", "q"), "Back", "Go back one level; from the first, leave.", _PAGE, "Back"),
    Action("leave", ("ctrl+q",), "Leave", "Close the register.", _PAGE),
)


def for_contexts(*contexts: str) -> tuple[Action, ...]:
    """The actions of these contexts, in the table's order."""
    wanted = set(contexts)
    return tuple(action for action in ACTIONS if wanted & set(action.contexts))


def bindings(*contexts: str) -> list[BindingType]:
    """Textual's bindings for these contexts."""
    from textual.binding import Binding

    return [
        Binding(",".join(action.keys), action.method, action.title, show=False, id=action.id)
        for action in for_contexts(*contexts)
        if action.keys
    ]


_SHOWN = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "escape": "esc",
    "enter": "enter",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "space": "space",
    "asterisk": "*",
    "at": "@",
    "delete": "del",
    "f1": "F1",
    "f5": "F5",
    "f8": "F8",
}


def key_name(key: str) -> str:
    """A key as people write it: ``?`` for question_mark."""
    return _SHOWN.get(key, key)


def key_named(text: str) -> str | None:
    """The key that people write so; None where it is written as it is called."""
    return next((key for key, shown in _SHOWN.items() if shown.lower() == text.lower()), None)
