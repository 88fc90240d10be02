"""A merge that waits for somebody: what is settled, and its end."""

from __future__ import annotations

import pytest
from followup.history.concluding import conclude, merge_message, settle
from followup.history.errors import GitFailed, HookRefused, PathOutside, Unresolved, UnusableMessage
from followup.history.operations import Operation

ONE, TWO = "records/requests/01.toml", "records/requests/02.toml"
SETTLED = 'strength = "deplores"\n'


@pytest.fixture(params=[".", "a register [1]"])
def waiting(make, request):
    """A merge that stopped at a value of 01, and at a file that ours has removed; they have changed 02 too."""
    clone = make("clone", request.param)
    for name in ("01", "02", "gone"):
        clone.record(f"requests/{name}", 'strength = "asks"\n')
    clone.save("Begin")
    clone.git("switch", "--quiet", "-c", "theirs")
    for name in ("01", "02", "gone"):
        clone.record(f"requests/{name}", 'strength = "urges"\n')
    clone.save("Theirs")
    clone.git("switch", "--quiet", "main")
    clone.record("requests/01", 'strength = "calls-on"\n')
    (clone.root / "records/requests/gone.toml").unlink()
    clone.save("Ours")
    clone.git("merge", "--quiet", "theirs", ok=False)
    assert clone.repo.operation is Operation.MERGE
    return clone


def _unmerged(clone) -> list[str]:
    listed = clone.git("diff", "--name-only", "--diff-filter=U", "-z").split("\0")
    return [name.rpartition("/")[2] for name in listed if name]


def test_what_is_settled_is_no_longer_in_conflict_for_git(waiting):
    waiting.write(ONE, SETTLED)
    assert _unmerged(waiting) == ["01.toml", "gone.toml"]
    settle(waiting.repo, [waiting.root / ONE])
    assert _unmerged(waiting) == ["gone.toml"]


def test_a_removal_settles_too(waiting):
    (waiting.root / "records/requests/gone.toml").unlink()
    settle(waiting.repo, [waiting.root / "records/requests/gone.toml"])
    assert _unmerged(waiting) == ["01.toml"]


def test_marks_are_not_taken_for_the_settled_version(waiting):
    with pytest.raises(Unresolved, match="01"):
        settle(waiting.repo, [waiting.root / ONE])
    with pytest.raises(Unresolved, match="01"):
        conclude(waiting.repo, [waiting.root / ONE], "Merge")
    assert _unmerged(waiting) == ["01.toml", "gone.toml"]


def test_nothing_but_the_named_files_is_handed_over(waiting):
    waiting.write(ONE, SETTLED)
    waiting.write("records/requests/new.toml", "")
    settle(waiting.repo, [waiting.root / ONE])
    assert "new.toml" not in waiting.git("ls-files")


def test_a_file_that_git_never_heard_of_and_one_outside(waiting, tmp_path):
    with pytest.raises(GitFailed, match="never"):
        settle(waiting.repo, [waiting.root / "records/never.toml"])
    with pytest.raises(PathOutside):
        settle(waiting.repo, [tmp_path / "elsewhere.toml"])


def test_the_end_has_both_parents_and_what_was_settled(waiting):
    ours, theirs = waiting.sha(), waiting.sha("theirs")
    message = merge_message(waiting.repo)
    assert message == "Merge branch 'theirs'"
    waiting.write(ONE, SETTLED)
    gone = waiting.root / "records/requests/gone.toml"
    gone.unlink()
    result = conclude(waiting.repo, [waiting.root / ONE, gone], message)
    assert waiting.git("log", "-1", "--format=%H %P %s").split() == [result.sha, ours, theirs, *message.split()]
    assert waiting.git("status", "--porcelain") == ""
    assert (waiting.root / ONE).read_text() == SETTLED
    assert (waiting.root / TWO).read_text() == 'strength = "urges"\n'
    assert merge_message(waiting.repo) == ""


def test_what_a_hook_refuses_still_waits(waiting):
    waiting.hook("pre-commit", "echo not today >&2; exit 1")
    waiting.git("rm", "--quiet", "--cached", "--ignore-unmatch", ":(glob)**/gone.toml")
    waiting.write(ONE, SETTLED)
    with pytest.raises(HookRefused, match="not today"):
        conclude(waiting.repo, [waiting.root / ONE], "Merge")
    assert waiting.repo.operation is Operation.MERGE
    with pytest.raises(UnusableMessage):
        conclude(waiting.repo, [], " ")


def test_without_a_merge_nothing_is_proposed(clone):
    assert merge_message(clone.repo) == ""
