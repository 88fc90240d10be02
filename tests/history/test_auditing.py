from __future__ import annotations

import subprocess

import pytest
from followup.history import errors
from followup.history.auditing import authors, contents, rewrites, steps

from .conftest import Clone

ONE, TWO = "requests/01", "requests/02"
BO = "Bo <bo@example.org>"


@pytest.fixture
def remote(clone, tmp_path):
    """The clone's remote, and somebody else's clone of it."""
    bare, other = tmp_path / "bare.git", tmp_path / "other"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare)], check=True)
    clone.git("remote", "add", "origin", str(bare))
    clone.git("push", "--quiet", "-u", "origin", "main")
    clone.git("clone", "--quiet", "--branch", "main", str(bare), str(other))
    found = Clone(other, other)
    found.git("config", "user.name", "Bo")
    found.git("config", "user.email", "bo@example.org")
    return found


def test_history_that_was_never_rewritten(clone, remote):
    assert rewrites(clone.repo) == []
    for number in range(3):
        remote.record(ONE, f"a = {number}\n")
        remote.save()
        remote.git("push", "--quiet")
        clone.git("pull", "--quiet")
        clone.record(TWO, f"a = {number}\n")
        clone.save()
        clone.git("push", "--quiet")
        remote.git("pull", "--quiet")
    assert rewrites(clone.repo) == rewrites(remote.repo) == []


def test_history_that_was_rewritten_by_others_and_by_me(clone, remote):
    remote.record(ONE, "a = 1\n")
    lost = remote.save()
    remote.git("push", "--quiet")
    clone.git("pull", "--quiet")
    remote.git("commit", "--quiet", "--amend", "-m", "Rewritten")
    remote.git("push", "--quiet", "--force")
    clone.git("fetch", "--quiet")
    (found,) = rewrites(clone.repo)
    assert (found.branch, found.old, found.new, found.lost) == ("origin/main", lost, remote.sha(), 1)
    assert [each.new for each in rewrites(remote.repo)] == [remote.sha()]


def test_what_each_commit_touched(clone):
    clone.record(ONE, "a = 1\n")
    (clone.root / f"records/{TWO}.toml").unlink()
    clone.write("records/sources/x.txt", "x")
    clone.write("schema/x.schema.json", "{}")
    clone.write("README", "x")
    clone.save("All")
    clone.write("README", "y")
    clone.save("No record")
    first, second = steps(clone.repo)
    assert [each.record for each in first.files] == [ONE, TWO]
    touched = {str(each.path): (bool(each.before), bool(each.after)) for each in second.files}
    assert touched == {
        f"records/{ONE}.toml": (True, True),
        f"records/{TWO}.toml": (True, False),
        "records/sources/x.txt": (False, True),
        "schema/x.schema.json": (False, True),
    }
    assert [each.record for each in second.files if each.record] == [ONE, TWO]
    assert contents(clone.repo, [second])[second.files[0].after] == b"a = 1\n"
    assert [each.commit.subject for each in steps(clone.repo, "HEAD~2")] == ["All"]
    with pytest.raises(errors.UnknownRevision):
        steps(clone.repo, "nowhere")


def test_merges_and_odd_names(make):
    clone = make("clone", "a [register]")
    assert steps(clone.repo) == []
    clone.record("actors/ü\n", "a = 1\n")
    clone.save("Odd")
    clone.write("../README", "x")
    outside = clone.save("Outside")
    clone.git("switch", "--quiet", "-c", "side")
    clone.record(ONE, "a = 1\n")
    side = clone.save("Side")
    clone.git("switch", "--quiet", "main")
    clone.record(TWO, "a = 1\n")
    main = clone.save("Main")
    clone.git("merge", "--quiet", "--no-edit", "side")
    found = steps(clone.repo)
    assert [each.record for each in found[0].files] == ["actors/ü\n"]
    assert {each.commit.subject for each in found[1:3]} == {"Side", "Main"}
    assert all(each.commit.parents == (found[0].commit.sha,) != (outside,) for each in found[1:3])
    assert found[3].commit.parents == (main, side)
    assert [each.record for each in found[3].files] == [ONE]


def test_who_wrote_what(clone):
    clone.record(ONE, 'a = 1\nb = 1\n[[l]]\nid = "x"\n')
    clone.save(author=BO)
    clone.record(ONE, 'a = 2\nb = 1\n[[l]]\nid = "y"\n[[l]]\nid = "x"\n')
    clone.record("requests/03", "broken")
    clone.save(author="Bo Berg <BO@example.org>")
    found = steps(clone.repo)
    assert [
        (each.name, each.email, each.commits, each.records, each.fields)
        for each in authors(found, contents(clone.repo, found), {"requests": {"l": ["id"]}})
    ] == [("Bo", "BO@example.org", 2, 2, 6), ("Ana Müller", "ana@example.org", 1, 2, 2)]
