"""What is not committed: by field and line by line; and the commit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import TextArea

from ..errors import FollowupError
from ..history.concluding import conclude, merge_message
from ..history.errors import CommitRefused, NothingToCommit
from ..history.status import Difference
from ..history.uncommitted import Uncommitted, proposed
from ..report.plain import visible
from .actions import bindings
from .change_lines import ChangeLines
from .change_view import difference_paras
from .drafts import MessageDraft
from .page import Page
from .picker import Question
from .reader import Reader
from .reporting import report
from .session import Session
from .text import ERROR, MUTED, SUCCESS, Para
from .virtual_list import VirtualList

CONTEXTS = ("everywhere", "changes")


class ChangesPage(Page):
    """Changed records on the left, the difference on the right, the message below."""

    CONTEXTS = CONTEXTS
    BINDINGS = bindings(*CONTEXTS)

    class Found(Message):
        """The differences were read."""

        def __init__(self, changes: list[Uncommitted], author: str, merge: str) -> None:
            super().__init__()
            self.changes = changes
            self.author = author
            self.merge = merge

    class Committed(Message):
        """A commit was made."""

        def __init__(self, said: str, short: str) -> None:
            super().__init__()
            self.said = said
            self.short = short

    class Refused(Message):
        """A commit was refused."""

        def __init__(self, error: FollowupError) -> None:
            super().__init__()
            self.error = error

    def __init__(self, record_id: str, *, writing: bool) -> None:
        super().__init__()
        self._wanted = record_id
        self._writing = writing
        self._changes: list[Uncommitted] = []
        self._chosen: set[str] | None = None
        self._proposed = ""
        self._draft: MessageDraft | None = None
        self._busy = False
        self._merge = ""
        """What git proposes to say of the merge that is to be concluded; empty where there is none."""

    @property
    def record_id(self) -> str:
        current = self.current
        return current.id if current else self._wanted

    @property
    def current(self) -> Uncommitted | None:
        """The change under the cursor."""
        at = self.query_one("#changed", VirtualList).cursor if self.is_mounted else 0
        return self._changes[at] if at < len(self._changes) else None

    @property
    def message(self) -> TextArea:
        """Where the message is written."""
        return self.query_one("#message", TextArea)

    def body(self) -> ComposeResult:
        with Vertical(id="changes"):
            with Horizontal(id="panes"):
                with Vertical(classes="pane", id="changed-pane") as pane:
                    pane.border_title = Content("To commit")
                    yield VirtualList(id="changed", empty="Looking …")
                with Vertical(classes="pane", id="difference-pane") as pane:
                    pane.border_title = Content("Difference")
                    yield Reader(id="difference")
            with Vertical(classes="pane", id="message-pane") as pane:
                pane.border_title = Content("Message")
                yield TextArea(id="message", soft_wrap=True, tab_behavior="focus")

    def on_mount(self) -> None:
        self.query_one("#changed").focus()

    def session_changed(self) -> None:
        super().session_changed()
        self._find()

    @work(thread=True, exclusive=True, exit_on_error=False, group="changes")
    def _find(self) -> None:
        changes = self.session.uncommitted()
        repository = self.session.repository()
        if self._draft is None:
            self._draft = MessageDraft(repository.git_dir)
        report(self, self.Found(changes, str(repository.identity or ""), merge_message(repository)))

    def failed(self, work: str, error: BaseException) -> None:
        """Say in the list itself why it is empty."""
        listed = self.query_one("#changed", VirtualList)
        listed.empty = error.message if isinstance(error, FollowupError) else repr(error)
        listed.refresh()

    @on(Found)
    def _found(self, event: Found) -> None:
        first = self._chosen is None
        self._changes, self._merge = event.changes, event.merge
        here = {each.id for each in event.changes}
        if self._chosen is None:
            self._chosen = {self._wanted} & here or here
        self._chosen &= here
        listed = self.query_one("#changed", VirtualList)
        listed.empty = "Nothing differs from the last commit."
        position = next((i for i, each in enumerate(self._changes) if each.id == self.record_id), 0)
        listed.show(ChangeLines(self.session, self._changes, self._chosen), position)
        self.query_one("#message-pane").border_title = Content(
            f"Message · as {event.author}" if event.author else "Message · git does not know who you are"
        )
        self._propose(first=first)
        self._difference()
        if first and self._writing and self._changes:
            self.action_write_message()

    # the message

    def _propose(self, *, first: bool = False) -> None:
        """Propose a message for what is chosen, unless the user wrote one."""
        kept = self._draft.read() if first and self._draft else ""
        untouched = self.message.text.strip() in {"", self._proposed.strip()}
        self._proposed = self._merge or (proposed(self._picked) if self._picked else "")
        if kept.strip():
            self.message.text = kept
            self.query_one("#message-pane").border_subtitle = Content("kept from before · ctrl+s commits")
        elif untouched:
            self.message.text = self._proposed
            self.query_one("#message-pane").border_subtitle = Content("ctrl+s commits")
        self._count()

    @on(TextArea.Changed, "#message")
    def _keep(self) -> None:
        if self._draft:
            text = self.message.text
            self._draft.write("" if text.strip() == self._proposed.strip() else text)

    @property
    def _picked(self) -> list[Uncommitted]:
        return [each for each in self._changes if each.id in (self._chosen or ())]

    def _count(self) -> None:
        pane = self.query_one("#changed-pane")
        ticked = "all of a merge" if self._merge else f"{len(self._picked)} of {len(self._changes)} ticked"
        pane.border_title = Content(f"To commit · {ticked}")
        self.refresh_keys()

    def has(self, need: str) -> bool:
        if need == "changes":
            return bool(self._changes)
        return super().has(need)

    # the list

    @on(VirtualList.Moved, "#changed")
    def _difference(self) -> None:
        current = self.current
        pane = self.query_one("#difference-pane")
        pane.border_title = Content(f"Difference · {current.id}" if current else "Difference")
        nothing = [Para(Content.styled("✓ Everything is committed.", SUCCESS))]
        paras = difference_paras(self.session, current) if current else nothing
        self.query_one("#difference", Reader).show(paras)
        self.refresh_keys()

    @on(VirtualList.Chosen, "#changed")
    def action_choose_change(self) -> None:
        current = self.current
        if current and self._chosen is not None:
            self._chosen ^= {current.id}
            self._chose()

    def action_choose_all(self) -> None:
        everything = {each.id for each in self._changes}
        self._chosen = set() if self._chosen == everything else everything
        self._chose()

    def _chose(self) -> None:
        listed = self.query_one("#changed", VirtualList)
        listed.show(ChangeLines(self.session, self._changes, self._chosen or set()), listed.cursor)
        self._propose()

    def action_write_message(self) -> None:
        self.message.focus()
        self.message.move_cursor((0, 0))

    def action_other_pane(self) -> None:
        order = ["#changed", "#difference", "#message"]
        at = next((i for i, name in enumerate(order) if self.query_one(name).has_focus), 0)
        self.query_one(order[(at + 1) % 3]).focus()

    def action_edit(self) -> None:
        if self.current:
            self.app.edit(self.current.id)

    def action_undo_commit(self) -> None:
        self.app.undo_commit()

    def action_undo(self) -> None:
        self.app.undo()

    def action_redo(self) -> None:
        self.app.redo()

    def action_back(self) -> None:
        if self.message.has_focus:
            self.query_one("#changed").focus()
        else:
            self.app.pop_screen()

    # committing

    def action_do_commit(self) -> None:
        picked = self._changes if self._merge else self._picked
        if self._busy:
            return
        open_ = [each.id for each in picked if each.status.difference is Difference.CONFLICT]
        marked = [each for each in open_ if each in self.session.register.unreadable]
        if marked:
            self.app.say(f"Settle {marked[0]} first: e opens it.", severity="warning")
            return
        if not picked and not self._merge:
            self.app.say("Choose at least one record: space ticks it.", severity="warning")
            return
        wrong = [each.id for each in picked if self.session.severity(each.id) == "error"]
        if wrong:
            self._ask_about(wrong)
        elif self._merge and open_:
            self._ask_whether_settled(open_)
        else:
            self._commit(picked, self.message.text)

    def _ask_whether_settled(self, ids: list[str]) -> None:
        """Both sides changed these, and no marks in them say that something is open."""
        answers = [("s", "commit", "They are settled: commit the merge with them as they are")]
        self.app.push_screen(Question("Both sides changed these records", "\n".join(ids), answers), self._answered)

    def _ask_about(self, wrong: list[str]) -> None:
        text = "\n".join(_mistakes(self.session, wrong))
        answers = [("f", "commit", "Commit all the same; the checks will fail for everybody")]
        self.app.push_screen(Question("These records have errors", text, answers), self._answered)

    def _answered(self, answer: str | None) -> None:
        if answer == "commit":
            self._commit(self._changes if self._merge else self._picked, self.message.text)

    def _commit(self, picked: list[Uncommitted], message: str) -> None:
        self._busy = True
        self.query_one("#message-pane").border_subtitle = Content("committing …")
        self._run_commit(picked, message)

    @work(thread=True, exit_on_error=False, group="commit")
    def _run_commit(self, picked: list[Uncommitted], message: str) -> None:
        from ..history.committing import commit

        paths = [path for each in picked for path in each.paths]
        repository = self.session.repository()
        try:
            result = conclude(repository, paths, message) if self._merge else commit(repository, paths, message)
        except FollowupError as error:
            report(self, self.Refused(error))
        else:
            said = "\n".join(filter(None, (result.output, result.note)))
            report(self, self.Committed(said, result.sha[:10]))

    @on(Committed)
    def _committed(self, event: Committed) -> None:
        self._busy = False
        if self._draft:
            self._draft.write("")
        self.message.text = self._proposed = ""
        if len(self._changes) == len(self._picked):
            self.app.pop_screen()
        self.app.committed(event.short, event.said)

    @on(Refused)
    def _refused(self, event: Refused) -> None:
        """Show what was refused and why, in place; the message stays."""
        self._busy = False
        error = event.error
        head = "Nothing was committed" if isinstance(error, CommitRefused) else "This could not be done"
        self.query_one("#difference-pane").border_title = Content(head)
        paras = [Para(Content.styled(f"✗ {head}", ERROR)), Para(Content(""))]
        paras += [Para(Content(visible(line))) for line in error.message.splitlines()]
        paras += [Para(Content.styled(error.hint, MUTED))] if error.hint else []
        if not isinstance(error, NothingToCommit):
            paras.append(Para(Content.styled("The message is kept.", MUTED)))
        self.query_one("#difference", Reader).show(paras)
        self.query_one("#message-pane").border_subtitle = Content("ctrl+s tries again")


def _mistakes(session: Session, ids: Sequence[str], most: int = 6) -> Iterator[str]:
    found = [each for key in ids for each in (session.problems or {}).get(key, ()) if each.severity == "error"]
    for each in found[:most]:
        yield f"{each.record}: {visible(each.message)}"
    if len(found) > most:
        yield f"and {len(found) - most} more"
