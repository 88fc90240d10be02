"""A draft: what its form shows, what its changes make of the file."""

from __future__ import annotations

import datetime as dt

import pytest
from followup.errors import FollowupError
from followup.register import Register
from followup.register.editing import Append, Set
from followup.tui.draft import Draft, editable, meaning, shown, typed

REQUEST = "2015/2564-RSP/requests/09b"
REPLY = "2015/2564-RSP/replies/09"


@pytest.fixture
def register(root):
    return Register.open(root)


def draft_of(register, record_id):
    record = register.get(record_id)
    return Draft(record, register.kind(record))


def slot_at(draft, *path):
    return next(slot for slot in draft.slots() if slot.path == path)


def test_a_form_has_every_field_of_the_schema_in_its_order(register):
    draft = draft_of(register, REQUEST)
    top = [slot.path[0] for slot in draft.slots() if len(slot.path) == 1]
    assert top == [field.name for field in draft.kind.fields]


def test_items_of_lists_and_of_tables_have_lines_of_their_own(register):
    draft = draft_of(register, REPLY)
    titles = [(slot.title, slot.kind, slot.depth) for slot in draft.slots() if slot.path[0] == "answers"]
    assert titles[:4] == [
        ("Answers", "list", 0),
        ("Answer 1", "item", 1),
        ("Request", "value", 2),
        ("Disposition", "value", 2),
    ]


def test_an_absent_table_opens_when_asked(register):
    draft = draft_of(register, REQUEST)
    assert not any(slot.path == ("implementation", "level") for slot in draft.slots())
    draft.opened.add(("implementation",))
    assert not slot_at(draft, "implementation", "level").present


def test_references_are_shown_by_name(register):
    draft = draft_of(register, REQUEST)
    assert shown(register, slot_at(draft, "addressees", 0)) == "European Commission"


def test_a_change_touches_nothing_else_in_the_file(register):
    draft = draft_of(register, REQUEST)
    draft.change(draft.setting(slot_at(draft, "strength"), "urges"))
    assert draft.raw == draft.record.raw.replace(b'strength = "calls-on"', b'strength = "urges"')
    assert draft.dirty
    assert [each.label for each in draft.differences] == ["strength"]
    assert draft.changed(("strength",))


def test_changing_back_leaves_no_trace(register):
    draft = draft_of(register, REQUEST)
    draft.change(Set(("strength",), "urges"))
    draft.change(Set(("strength",), "calls-on"))
    assert not draft.dirty
    assert draft.raw == draft.record.raw


def test_steps_are_taken_back_and_made_again(register):
    draft = draft_of(register, REQUEST)
    draft.change(Set(("strength",), "urges"))
    draft.change(Append(("verbs",), "urges"))
    assert draft.undo()
    assert draft.at(("verbs",)) == ["calls on"]
    assert draft.redo()
    assert draft.at(("verbs",)) == ["calls on", "urges"]
    assert draft.undo()
    assert draft.undo()
    assert not draft.undo()
    assert not draft.dirty
    draft.change(Set(("strength",), "asks"))
    assert not draft.redo()


def test_a_change_that_fits_nothing_leaves_the_draft_as_it_was(register):
    draft = draft_of(register, REQUEST)
    with pytest.raises(FollowupError):
        draft.change(Set(("verbs", 7), "urges"))
    assert not draft.dirty


def test_the_last_item_takes_its_list_with_it(register):
    draft = draft_of(register, REQUEST)
    draft.change(draft.removal(slot_at(draft, "verbs", 0)))
    assert draft.at(("verbs",)) is None


def test_items_move_within_their_list(register):
    draft = draft_of(register, REQUEST)
    draft.change(Append(("verbs",), "urges"))
    change = draft.move(slot_at(draft, "verbs", 1), -1)
    assert change is not None
    draft.change(change)
    assert draft.at(("verbs",)) == ["urges", "calls on"]
    assert draft.move(slot_at(draft, "verbs", 0), -1) is None
    assert draft.move(slot_at(draft, "strength"), 1) is None


def test_a_draft_goes_onto_a_newer_file(register, root):
    draft = draft_of(register, REQUEST)
    draft.change(Set(("strength",), "urges"))
    draft.record.path.write_text(draft.record.path.read_text().replace("kept by hand", "kept by Ann"))
    newer = draft.onto(Register.open(root).get(REQUEST))
    assert b"kept by Ann" in newer.raw
    assert b'strength = "urges"' in newer.raw


def test_what_is_typed_becomes_a_value(register):
    kind = register.schemas["deadlines"]
    request = register.schemas["requests"]
    assert typed(kind.by_path[("due",)], "2015-10") == "2015-10"
    assert typed(kind.by_path[("due",)], "2015-03-11") == dt.date(2015, 3, 11)
    assert typed(kind.by_path[("due",)], " 2015-03-11 ") == dt.date(2015, 3, 11)
    assert typed(request.by_path[("notes",)], "A sentence.") == "A sentence.\n"
    assert typed(request.by_path[("notes",)], "One.", "Old without a newline") == "One."
    assert typed(None, "7", 3) == 7
    with pytest.raises(FollowupError):
        typed(kind.by_path[("due",)], "next year")


def test_a_date_says_what_it_means(register):
    due = register.schemas["deadlines"].by_path[("due",)]
    assert meaning(due, "2015-10") == "October 2015: from 1 October 2015 to 31 October 2015"
    assert meaning(due, "2015-03-11") == "11 March 2015"
    assert meaning(due, "../2015-12-31") == "by 31 December 2015: from the beginning of time to 31 December 2015"
    assert meaning(due, "soon") == ""
    assert meaning(register.schemas["requests"].by_path[("title",)], "2015") == ""


def test_values_are_typed_as_they_are_written():
    assert editable(dt.date(2015, 3, 11)) == "2015-03-11"
    assert editable(True) == "true"
    assert editable(None) == ""
