"""A register of which only a part is checked out, as a partial clone has it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from followup.commands.group import followup
from followup.register import Register
from followup.register.plan import AlreadyThere, MayBeReferredTo, create, rename, withdraw
from followup.register.register import NotCheckedOut
from followup.validate import check, check_tree
from samples import TODAY, base


def git(folder: Path, *args: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone without contents, in which one of two dossiers and no topic is checked out."""
    origin = base(tmp_path / "origin")
    records = origin / "records"
    shutil.copytree(records / "2015/2564-RSP", records / "2016/2000-RSP")
    for path in (records / "2016").rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"2015/2564", b"2016/2000"))
    request = records / "2015/2564-RSP/requests/3.toml"
    request.write_text(request.read_text().rstrip() + '\nrepeats = ["2016/2000-RSP/requests/3"]\n')
    git(origin, "init", "-q", "-b", "main")
    git(origin, "config", "uploadpack.allowFilter", "true")
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "Begin")
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--sparse", f"file://{origin}", "clone")
    folder = tmp_path / "clone"
    git(folder, "sparse-checkout", "set", "schema", "records/2015", "records/actors", "records/rules")
    return folder


def test_what_git_has_is_there_though_it_is_not_checked_out(clone):
    problems = check_tree(clone, today=TODAY).problems
    assert problems == check(Register.open(clone), today=TODAY, as_one=True)
    assert {(each.name, each.path) for each in problems} == {
        ("not-checked-out", "records/topics/reporting.toml"),
        ("not-checked-out", "records/2016/2000-RSP/requests/3.toml"),
    }


def test_what_git_does_not_have_is_not_there(clone):
    path = clone / "records/2015/2564-RSP/requests/3.toml"
    path.write_text(path.read_text().replace("2016/2000-RSP/requests/3", "2016/2000-RSP/requests/4"))
    found = [each for each in check_tree(clone, today=TODAY).problems if each.severity == "error"]
    assert [(each.name, each.record) for each in found] == [("nothing-there", "2015/2564-RSP/requests/3")]


def test_what_comes_in_is_checked_and_what_goes_out_is_taken_to_be_right(clone):
    for more in (["add", "records/2016"], ["add", "records/topics"], ["set", "schema", "records/actors"], ["disable"]):
        git(clone, "sparse-checkout", *more)
        problems = check_tree(clone, today=TODAY).problems
        assert problems == check_tree(clone, today=TODAY, use_index=False).problems
    assert problems == []


def test_paragraphs_whose_requests_are_not_checked_out_are_not_left_out(clone):
    git(clone, "sparse-checkout", "set", "--no-cone", "/schema/", "/records/", "!/records/2015/2564-RSP/requests/2*")
    assert {each.name for each in check_tree(clone, today=TODAY).problems} == {"not-checked-out"}


def test_to_show_what_is_not_checked_out_says_how_to_have_it(clone):
    with pytest.raises(NotCheckedOut):
        Register.open(clone).get("topics/reporting")
    said = CliRunner().invoke(followup, ["--root", str(clone), "show", "topics/reporting"], catch_exceptions=True)
    assert isinstance(said.exception, NotCheckedOut)
    assert "git sparse-checkout add records/topics" in str(said.exception)


def test_nothing_is_renamed_while_something_may_refer_to_it_unseen(clone):
    run = ["--root", str(clone), "rename", "2015/2564-RSP/requests/3", "2015/2564-RSP/requests/4"]
    said = CliRunner().invoke(followup, run).exception
    assert isinstance(said, MayBeReferredTo)
    assert "12 records are not checked out here (records/2016/2000-RSP/deadlines and 4 more)" in said.message
    assert "git sparse-checkout disable" in said.hint
    register = Register.open(clone)
    git(clone, "sparse-checkout", "add", "records/2016")
    with pytest.raises(MayBeReferredTo, match=r"1 record is not checked out here \(records/topics\)"):
        rename(register, "2015/2564-RSP/requests/3", "2015/2564-RSP/requests/4")
    git(clone, "sparse-checkout", "disable")
    steps = rename(Register.open(clone), "topics/reporting", "topics/reports").steps
    assert {"topics/reports", "topics/reporting"} < {each.id for each in steps}


def test_only_source_texts_are_not_checked_out_and_a_record_can_be_renamed(clone):
    git(clone, "sparse-checkout", "set", "--no-cone", "/*", "!*.txt")
    assert rename(Register.open(clone), "topics/reporting", "topics/reports").steps


def test_a_record_that_is_not_checked_out_is_not_written_over(clone):
    register = Register.open(clone)
    with pytest.raises(AlreadyThere):
        create(register, "topics/reporting", {"name": "Reporting"})


def test_what_others_may_refer_to_unseen_can_be_withdrawn_for_it_stays(clone):
    plan = withdraw(Register.open(clone), "2015/2564-RSP/requests/3", "Moot.", TODAY)
    assert [each.id for each in plan if each.after] == ["2015/2564-RSP/requests/3"]


def test_what_is_outside_of_the_checkout_can_be_compared(clone):
    put = clone / "records/2016/2000-RSP/requests/9.toml"
    put.parent.mkdir(parents=True)
    put.write_text('title = "New"\n')
    for words in (["compare", "HEAD"], ["validate", "--changed-since", "HEAD"]):
        done = CliRunner().invoke(followup, ["--root", str(clone), *words])
        assert "2016/2000-RSP/requests/9" in done.output
        assert done.exit_code in (0, 1)
    git(clone, "sparse-checkout", "reapply")
    assert subprocess.run(["git", "diff", "--cached", "--quiet"], cwd=clone, check=False).returncode == 0
