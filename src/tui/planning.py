"""Changes to several files at once: new records, withdrawals, new names, one field on all marked records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual import work

from ..errors import FollowupError
from ..register import Field, Kind, Record
from ..report.words import counted
from .changing import Changing

PLAIN = frozenset({"text", "enum", "boolean", "integer", "day", "when", "reference"})
"""The types of fields that can be set on many records at once."""

if TYPE_CHECKING:
    from ..register.plan import Plan
    from .draft import Draft


class Planning(Changing):
    """What is shown in whole before it is done."""

    @work(thread=True, exclusive=True, exit_on_error=False, group="plan")
    def propose(self, title: str, steps: Plan) -> None:
        """Show what a plan would do, with the problems that it would bring."""
        from ..validate import new_problems

        problems = new_problems(self.session.register, steps, today=self.session.today)
        self.call_from_thread(self._ask_about, title, steps, problems)

    def _ask_about(self, title: str, steps: Plan, problems: list[Any]) -> None:
        from .plan_page import PlanDialog

        def answered(answer: bool | None) -> None:
            if answer:
                self._carry_out(title, steps)

        self.push_screen(PlanDialog(title, steps, problems), answered)

    def _carry_out(self, title: str, steps: Plan) -> None:
        from .edits import FileEdit, Step

        try:
            steps.write()
        except FollowupError as error:
            self.fail(error)
        else:
            edits = tuple(FileEdit(each.id, each.path, each.before, each.after) for each in steps)
            self.edits.made(Step(title, edits))
            self.say(f"Done: {title}. u takes it back.")
        self.changed_on_disk([each.id for each in steps])

    def _try(self, title: str, make: Any) -> None:
        try:
            self.propose(title, make())
        except FollowupError as error:
            self.fail(error)

    def withdraw(self, record_id: str) -> None:
        """Say in a record that it no longer holds."""
        from ..register import plan
        from .plan_page import Prompt

        def given(reason: str | None) -> None:
            if reason:
                session = self.session
                make = lambda: plan.withdraw(session.register, record_id, reason, session.today)  # noqa: E731
                self._try(f"withdraw {record_id}", make)

        about = "A published record is withdrawn, not deleted, so that whoever cited it finds out why. Why?"
        self.push_screen(Prompt(f"Withdraw {self.session.register.label(record_id)}", about), given)

    def rename(self, record_id: str) -> None:
        """Give a record another id, with all that refers to it."""
        from ..register import plan
        from .plan_page import Prompt

        def given(new: str | None) -> None:
            if new and new != record_id:
                self._try(f"rename {record_id}", lambda: plan.rename(self.session.register, record_id, new))

        links = self.session.register.count_of_links_to(record_id)
        about = f"{counted(links, 'reference')} to it will be changed too." if links else "Nothing refers to it."
        self.push_screen(Prompt("New id", about, record_id), given)

    def new_record(self, kind: Kind | None, dossier: str) -> None:
        """Open the form of a record that isn't there yet; of which kind is asked where it isn't known."""
        from .picker import Choice, Picker

        if kind is not None:
            self._new_of(kind, dossier)
            return
        kinds = self.session.schemas
        choices = [Choice(name, each.singular, each.description) for name, each in kinds.items()]

        def chosen(name: str | None) -> None:
            if name:
                self._new_of(kinds[name], dossier)

        self.push_screen(Picker("New", choices), chosen)

    def _new_of(self, kind: Kind, dossier: str) -> None:
        from .draft import Draft
        from .form_page import FormPage

        place = dossier if "dossier" in kind.places else ""
        provisional = "/".join(filter(None, (place, kind.name, "new")))
        record = Record(provisional, kind.name, self.session.path(provisional), {}, b"")
        self.push_screen(FormPage(Draft(record, kind, new=True)))

    def create(self, draft: Draft) -> None:
        """Write a new record to the file that its fields name.

        Raises:
            FollowupError: it has no name yet, or can't be written.
        """
        from ..register import plan
        from .edits import FileEdit, Step

        register = self.session.register
        record_id = plan.propose_id(register, draft.kind, draft.record.dossier, draft.data)
        steps = plan.create(register, record_id, draft.data)
        steps.write()
        self.edits.made(Step(f"new {record_id}", tuple(FileEdit(s.id, s.path, s.before, s.after) for s in steps)))
        self.changed_on_disk([record_id])
        self.pop_screen()
        self.say(f"Wrote {record_id}. c commits it.")

    # one field on many records

    def set_on(self, record_ids: Iterable[str]) -> None:
        """Set one field of several records of a kind, seen before it is done."""
        from .picker import Choice, Picker

        records = [self.session.register.records[each] for each in record_ids if each in self.session.register]
        kind = self.session.register.kind(records[0]) if records else None
        if kind is None or {each.kind for each in records} != {kind.name}:
            self.say("Mark records of one kind first: space marks.", severity="warning")
            return
        fields = [each for each in kind.walk() if each.type in PLAIN and "*" not in each.path]
        choices = [Choice(".".join(each.path), each.title, each.description, ".".join(each.path)) for each in fields]

        def chosen(name: str | None) -> None:
            if name:
                self._ask_value(records, kind.by_path[tuple(name.split("."))])

        self.push_screen(Picker(f"Set which field of {counted(len(records), 'record')}?", choices), chosen)

    def _ask_value(self, records: list[Record], field: Field) -> None:
        from .picker import Picker
        from .plan_page import Prompt
        from .values import value_choices

        def given(text: str | None) -> None:
            if text is not None:
                self._set(records, field, text)

        if field.type in {"enum", "boolean", "reference"}:
            choices = value_choices(self.session.register, field, records[0].dossier)
            self.push_screen(Picker(field.title, choices), given)
        else:
            self.push_screen(Prompt(field.title, field.description), given)

    def _set(self, records: list[Record], field: Field, text: str) -> None:
        from ..register import plan
        from ..register.editing import Set
        from ..register.plan import Plan
        from .draft import typed

        try:
            value: Any = text == "true" if field.type == "boolean" else typed(field, text)
            register = self.session.register
            made = [plan.change(register, each.id, [Set(field.path, value)]) for each in records]
        except FollowupError as error:
            self.fail(error)
            return
        steps = tuple(step for each in made for step in each if step.before != step.after)
        if steps:
            title = f"set {field.title} on {counted(len(steps), 'record')}"
            self.propose(title, Plan(self.session.root, steps))
        else:
            self.say("They all have that value already.")
