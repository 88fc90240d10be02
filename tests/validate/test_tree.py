"""The register checked unit by unit, and from the index: always what checking all of it at once gives."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from pathlib import Path

import pytest
from followup.register import Register
from followup.register.lazy import LazyRegister
from followup.register.plan import Plan, Step
from followup.validate import check, check_bytes, check_tree, new_problems
from followup.validate import tree as tree_module
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import SAMPLES, TODAY, laid_over
from sequences import TEXTS, Sequence, git, steps

CASES = sorted(
    folder for check_ in SAMPLES.iterdir() for folder in check_.iterdir() if folder.is_dir() and check_.name != "base"
)


def at_once(folder: Path, today: dt.date = TODAY):
    return check(Register.open(folder), today=today, as_one=True)


def by_units(folder: Path, today: dt.date = TODAY, **how):
    return check_tree(folder, today=today, **how).problems


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_by_units_the_same_is_found_as_at_once(case, tmp_path):
    folder = laid_over(tmp_path, case)
    git(folder, "init", "-q")
    wanted = at_once(folder)
    assert by_units(folder, use_index=False) == wanted
    assert by_units(folder) == wanted
    assert by_units(folder) == wanted


@given(steps())
@settings(max_examples=int(os.environ.get("FOLLOWUP_SEQUENCES", "40")))
def test_what_the_index_knows_changes_no_answer(tmp_path_factory, steps):
    sequence = Sequence(tmp_path_factory.mktemp("sequence"))
    folder = sequence.folder
    by_units(folder)
    for what, number in steps:
        if sequence.files() and sequence.files("*.txt"):
            sequence.do(what, number)
        wanted = at_once(folder, sequence.today)
        assert by_units(folder, sequence.today) == wanted
        assert by_units(folder, sequence.today, use_index=False) == wanted
    shutil.rmtree(folder)


def test_several_processes_find_what_one_does(tmp_path, monkeypatch):
    folder = laid_over(tmp_path, SAMPLES / "no-source/wrong")
    alone = by_units(folder, use_index=False)
    monkeypatch.setattr(tree_module, "WORTH_IT", 0)
    monkeypatch.setattr("followup.register.forking.can_fork", lambda: True)
    monkeypatch.setattr("followup.register.forking._processors", lambda: 3)
    git(folder, "init", "-q")
    assert by_units(folder, use_index=False) == alone != []
    assert by_units(folder) == alone
    assert by_units(folder) == alone


@given(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(["change", "remove", "add"])), min_size=1, max_size=3))
@settings(max_examples=25)
def test_what_a_change_would_bring_is_the_same_without_reading_all(tmp_path_factory, changes):
    sequence = Sequence(tmp_path_factory.mktemp("plan"))
    whole = Register.open(sequence.folder)
    lazy = _Linked(sequence.folder, whole)
    check_tree(sequence.folder, today=TODAY)
    steps = {}
    for number, what in changes:
        chance = random.Random(number)  # noqa: S311 - the same every time
        record = chance.choice(sorted(whole.records.values(), key=lambda each: each.id))
        line = chance.choice(TEXTS)
        after = b"\n".join(
            [line, *(each for each in record.raw.split(b"\n") if not each.startswith(line.split(b" =")[0]))]
        )
        if what == "add":
            steps[f"{record.id}x"] = (None, after)
        else:
            steps[record.id] = (record.raw, after if what == "change" else None)
    for record_id, (_, after) in steps.items():
        if after is not None:
            assert check_bytes(lazy, record_id, after, today=TODAY) == check_bytes(whole, record_id, after, today=TODAY)
    plan = Plan(whole.root, tuple(Step(each, whole.root / each, *bytes_) for each, bytes_ in steps.items()))
    assert new_problems(lazy, plan, today=TODAY) == new_problems(whole, plan, today=TODAY)
    shutil.rmtree(sequence.folder)


class _Linked(LazyRegister):
    """A lazy register that knows who refers to whom, as one with an index of texts does."""

    def __init__(self, root: Path, whole: Register) -> None:
        super().__init__(root, whole.schemas)
        self._whole = whole

    def links_to(self, record_id: str):
        return self._whole.links_to(record_id)
