"""Two people with a clone each, and a bare repository between them."""

from __future__ import annotations

import os
import subprocess
import threading

import pytest
from followup.history import commit, equipping, errors
from followup.history import exchange_errors as refused
from followup.history.conflicts import Side, conflicted
from followup.history.exchange import sync

from .conftest import Clone

ONE, TWO = "requests/01", "requests/02"


class Person(Clone):
    def sync(self, check=lambda new, old: (), branch=""):
        said = []
        result = sync(self.repo, check, said.append, branch=branch)
        return result, said

    def change(self, record, content):
        path = self.record(record, content)
        return commit(self.repo, [path], f"Change {record}").sha


@pytest.fixture
def both(clone, tmp_path):
    """Two people who have taken the same start."""
    bare = tmp_path / "bare.git"
    clone.write(".gitattributes", equipping.ATTRIBUTES + "\n")
    clone.save("Attributes")
    clone.git("clone", "--quiet", "--bare", str(clone.tree), str(bare))
    people = []
    for name in ("ana", "bo"):
        tree = tmp_path / name
        clone.git("clone", "--quiet", str(bare), str(tree))
        person = Person(tree, tree)
        person.git("config", "user.name", name)
        person.git("config", "user.email", f"{name}@example.org")
        person.git("config", "gc.auto", "0")
        people.append(person)
    return people


def _content(person, record=ONE):
    return (person.root / f"records/{record}.toml").read_text()


def _log(person, revision="HEAD"):
    return person.git("log", "--format=%s", revision).splitlines()


def test_in_turns(both):
    ana, bo = both
    ana.change(ONE, 'strength = "asks"\ntitle = "ana"\n')
    result, said = ana.sync()
    assert (result.target, result.taken, result.sent, result.stopped) == ("origin/main", 0, 1, False)
    assert [line.split()[0] for line in said] == ["Fetching", "Checking", "Sending"]
    result, said = bo.sync()
    assert (result.taken, result.sent) == (1, 0)
    assert _content(bo) == 'strength = "asks"\ntitle = "ana"\n'
    assert bo.sha() == ana.sha()
    result, said = bo.sync()
    assert (result.taken, result.sent) == (0, 0)


def test_both_changed_fields_of_one_record(both):
    ana, bo = both
    ana.change(ONE, 'strength = "asks"\ntitle = "ana"\n')
    ana.sync()
    bo.change(ONE, 'strength = "asks"\nnote = "bo"\n')
    result, _ = bo.sync()
    assert (result.taken, result.sent) == (1, 2)
    assert _log(bo)[0] == "Merge 1 commit of origin/main"
    assert sorted(_content(bo).splitlines()) == ['note = "bo"', 'strength = "asks"', 'title = "ana"']
    ana.sync()
    assert _content(ana) == _content(bo)


def test_both_changed_one_field(both):
    ana, bo = both
    ana.change(ONE, 'strength = "urges"\n')
    ana.sync()
    bo.change(ONE, 'strength = "calls-on"\n')
    mine = bo.change(TWO, "a = 2\n")
    result, _ = bo.sync()
    assert [str(path) for path in result.conflicts] == [f"records/{ONE}.toml"]
    assert bo.git("rev-parse", "HEAD").strip() == mine
    with pytest.raises(errors.OperationUnderWay, match="merge is under way"):
        bo.sync()
    (path,) = result.conflicts
    open_ = conflicted(bo.repo, path)
    (field,) = open_.fields
    assert (field.label, field.base, field.ours, field.theirs) == ("strength", "asks", "calls-on", "urges")
    bo.write(str(path), open_.settled({field.path: Side.THEIRS}).text)
    bo.git("add", str(path))
    bo.git("commit", "--quiet", "--no-edit")
    result, _ = bo.sync()
    assert result.sent == 3
    assert _content(bo) == 'strength = "urges"\n'


def test_at_once(both):
    """Each of two sends commit after commit while the other does; all of both arrive."""
    barrier, failures = threading.Barrier(2), []

    def work(person, name):
        try:
            barrier.wait()
            for number in range(3):
                person.change(f"{name}/{number}", f'name = "{name}"\n')
                person.sync()
        except Exception as error:  # noqa: BLE001 - told below, in the main thread
            failures.append(error)

    threads = [threading.Thread(target=work, args=each) for each in zip(both, ("ana", "bo"), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    for person in both:
        person.sync()
        assert {path.name for path in (person.root / "records").glob("*/?.toml")} == {"0.toml", "1.toml", "2.toml"}
        assert len(list((person.root / "records").glob("*/?.toml"))) == 6
        assert person.git("status", "--porcelain") == ""
    assert both[0].sha() == both[1].sha()
    assert both[0].git("fsck", "--strict", "--no-dangling") == ""


def test_others_are_always_quicker(both, monkeypatch):
    ana, bo = both
    monkeypatch.setattr("followup.history.exchange.ATTEMPTS", 2)
    monkeypatch.setattr("followup.history.exchange._PAUSE", 0.01)

    def meanwhile(new, old):
        bo.change(TWO, f'a = "{bo.sha()}"\n')
        bo.git("push", "--quiet")
        return ()

    ana.change(ONE, "a = 1\n")
    with pytest.raises(refused.Overtaken, match="2 times"):
        ana.sync(meanwhile)
    assert "Change requests/01" in _log(ana)
    result, said = ana.sync()
    assert result.sent
    assert "Others were quicker" not in str(said)


def test_others_were_quicker_once(both):
    ana, bo = both
    ana.change(ONE, "a = 1\n")
    bo.change(TWO, "b = 1\n")

    def meanwhile(new, old):
        bo.git("push", "--quiet", ok=False)
        return ()

    result, said = ana.sync(meanwhile)
    assert any("Others were quicker" in line for line in said)
    assert (result.taken, result.sent) == (1, 2)


def test_what_is_wrong_is_not_sent(both):
    ana, bo = both
    bo.change(TWO, "b = 1\n")
    bo.sync()
    ana.change(ONE, "a = 1\n")
    asked = []
    before = bo.git("ls-remote", "origin")
    result, _ = ana.sync(lambda new, old: asked.append((new, old)) or ["wrong"])
    assert (result.problems, result.taken, result.sent, result.stopped) == (("wrong",), 1, 0, True)
    assert asked == [(ana.sha(), bo.sha())]
    assert ana.repo.operation is None
    assert ana.git("ls-remote", "origin") == before
    assert ana.sync()[0].sent == 2


def test_changes_that_are_not_committed_stay(both):
    ana, bo = both
    bo.change(ONE, "b = 1\n")
    bo.sync()
    ana.change(TWO, "a = 1\n")
    ana.record("actors/new", "not added = 1\n")
    ana.record("requests/03", "staged = 1\n")
    ana.write("other", "x")
    result, _ = ana.sync()
    assert result.sent == 2
    assert (ana.root / "records/requests/03.toml").read_text() == "staged = 1\n"
    assert ana.git("status", "--porcelain", "-uall").split() == [
        "??", "other", "??", "records/actors/new.toml", "??", "records/requests/03.toml",
    ]  # fmt: skip


@pytest.mark.parametrize("ahead", [False, True])
@pytest.mark.parametrize("how", ["changed", "staged", "untracked"])
def test_a_merge_never_overwrites_them(both, ahead, how):
    ana, bo = both
    record = "actors/new" if how == "untracked" else ONE
    bo.change(record, "theirs = 1\n")
    bo.sync()
    if ahead:
        ana.change(TWO, "a = 1\n")
    ana.record(record, "mine = 1\n")
    if how == "staged":
        ana.git("add", "-A")
    before = ana.sha(), ana.git("status", "--porcelain")
    with pytest.raises(refused.WouldOverwrite, match=record):
        ana.sync()
    assert (ana.sha(), ana.git("status", "--porcelain")) == before
    assert _content(ana, record) == "mine = 1\n"
    commit(ana.repo, [ana.root / f"records/{record}.toml"], "Mine")
    assert ana.sync()[0].taken == 1


def test_a_merge_that_was_killed_is_made_again(both):
    ana, bo = both
    bo.change(ONE, "theirs = 1\n")
    bo.change("actors/new", "theirs = 1\n")
    bo.sync()
    ana.git("fetch", "--quiet")
    ana.change(TWO, "a = 1\n")
    (ana.tree / ".git/FOLLOWUP_MERGE").write_text(ana.sha("origin/main"))
    ana.record(ONE, "theirs")
    ana.record("actors/new", "theirs = 1\n")
    result, said = ana.sync()
    assert any("cut short" in line for line in said)
    assert (result.taken, result.sent) == (2, 2)
    assert ana.git("status", "--porcelain") == ""


def test_a_branch_for_review(both):
    ana, bo = both
    bo.change(TWO, "b = 1\n")
    bo.sync()
    ana.git("config", "remote.origin.pushurl", ana.git("config", "remote.origin.url").strip())
    ana.change(ONE, "a = 1\n")
    result, said = ana.sync(branch="fix-01")
    assert any("new branch fix-01" in line and "git switch main" in line for line in said)
    assert (result.target, result.taken, result.sent) == ("origin/fix-01", 1, 2)
    assert ana.repo.head.branch == "fix-01"
    assert ana.git("rev-parse", "fix-01@{u}") == ana.git("rev-parse", "HEAD")
    assert ana.git("rev-parse", "origin/main").strip() == bo.sha()
    ana.change(ONE, "a = 2\n")
    result, _ = ana.sync()
    assert (result.target, result.sent) == ("origin/fix-01", 1)
    ana.change(ONE, "a = 3\n")
    assert ana.sync(branch="fix-01")[0].sent == 1
    bo.git("fetch", "--quiet")
    ana.git("switch", "--quiet", "main")
    for name, why in (("fix-01", "there is one"), ("a..b", "takes no such name"), ("-x", "takes no such name")):
        with pytest.raises(refused.BadBranch, match=why):
            ana.sync(branch=name)
    bo.git("switch", "--quiet", "main")
    with pytest.raises(refused.BadBranch, match="origin has one"):
        bo.sync(branch="fix-01")


def test_a_branch_made_by_hand_is_checked_against_the_main_one(both):
    ana, _ = both
    ana.git("switch", "--quiet", "-c", "mine")
    ana.change(ONE, "a = 1\n")
    asked = []
    result, _ = ana.sync(lambda new, old: asked.append(old) or ())
    assert (result.target, result.sent) == ("origin/mine", 1)
    assert asked == [ana.sha("origin/main")]


def test_the_page_of_the_request(both, monkeypatch):
    ana, _ = both
    bare = ana.git("config", "remote.origin.url").strip()
    ana.git("config", "remote.origin.url", "git@github.com:ada/register.git")
    ana.git("config", f"url.{bare}.insteadOf", "git@github.com:ada/register.git")
    ana.change(ONE, "a = 1\n")
    page = "https://github.com/ada/register/compare/main...fix?expand=1"
    assert ana.sync(branch="fix")[0].page == page
    hook = ana.tree.parent / "bare.git/hooks/post-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'Create one: https://example.org/new?x=1'\n")
    hook.chmod(0o755)
    ana.change(ONE, "a = 2\n")
    assert ana.sync()[0].page == "https://example.org/new?x=1"
    ana.git("switch", "--quiet", "main")
    assert ana.sync()[0].page == ""


def test_an_empty_remote(clone, tmp_path):
    subprocess.run(["git", "init", "--quiet", "--bare", str(tmp_path / "bare")], check=True)
    clone.git("remote", "add", "origin", str(tmp_path / "bare"))
    asked = []
    result = sync(clone.repo, lambda new, old: asked.append((new, old)) or (), lambda _: None)
    assert (result.sent, asked) == (1, [(clone.sha(), "")])
    assert clone.git("rev-parse", "--abbrev-ref", "@{u}") == "origin/main\n"


def test_a_hook_of_the_remote_refuses(both):
    ana, _ = both
    hook = ana.tree.parent / "bare.git/hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nprintf 'only by review\\033[31m\\n'\nexit 1\n")
    hook.chmod(0o755)
    ana.change(ONE, "a = 1\n")
    with pytest.raises(refused.PushRefused, match="only by review") as error:
        ana.sync()
    assert "\x1b" not in str(error.value)
    assert "--branch" in str(error.value)


def test_a_hook_refuses_the_merge(both):
    ana, bo = both
    bo.change(TWO, "b = 1\n")
    bo.sync()
    mine = ana.change(ONE, "a = 1\n")
    ana.hook("pre-merge-commit", "echo not now >&2; exit 1")
    with pytest.raises(errors.HookRefused, match="not now"):
        ana.sync()
    assert (ana.sha(), ana.repo.operation, ana.git("status", "--porcelain")) == (mine, None, "")


def test_without_identity_nothing_is_merged(both):
    ana, bo = both
    bo.change(TWO, "b = 1\n")
    bo.sync()
    ana.change(ONE, "a = 1\n")
    for name in ("name", "email"):
        ana.git("config", "--unset", f"user.{name}")
    ana.git("config", "user.useConfigOnly", "true")
    with pytest.raises(errors.NoIdentity):
        ana.sync()
    assert ana.repo.operation is None


def test_history_that_others_rewrote(both):
    ana, bo = both
    bo.change(TWO, "b = 1\n")
    bo.sync()
    ana.sync()
    bo.git("reset", "--quiet", "--hard", "HEAD~1")
    bo.git("push", "--quiet", "--force")
    with pytest.raises(refused.HistoryRewritten, match=r"1 commits? that it had"):
        ana.sync()
    assert _content(ana, TWO) == "b = 1\n"


def test_where_there_is_nothing_to_exchange(make, clone):
    with pytest.raises(refused.NothingCommitted):
        sync(make("empty").repo, lambda *_: (), print)
    with pytest.raises(refused.NoRemote):
        sync(clone.repo, lambda *_: (), print)
    clone.git("switch", "--quiet", "--detach")
    with pytest.raises(refused.NotOnABranch, match="--branch NAME"):
        sync(clone.repo, lambda *_: (), print)


def test_a_detached_head_gets_a_branch(both):
    ana, _ = both
    ana.git("switch", "--quiet", "--detach")
    ana.change(ONE, "a = 1\n")
    assert ana.sync(branch="kept")[0].sent == 1


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://127.0.0.1:1/register.git", refused.Offline),
        ("https://no-such-host.invalid/register.git", refused.Offline),
        ("/nowhere/register.git", refused.RemoteNotThere),
    ],
)
def test_a_remote_that_cannot_be_reached(both, url, error):
    ana, _ = both
    ana.git("config", "remote.origin.url", url)
    with pytest.raises(error, match="Git said"):
        ana.sync()


@pytest.mark.parametrize("said", ["git@example.org: Permission denied (publickey).", "Host key verification failed."])
def test_nobody_is_asked_for_a_password(both, said, tmp_path, monkeypatch):
    ana, _ = both
    ssh = tmp_path / "ssh"
    ssh.write_text(
        f"#!/bin/sh\nfor each; do test \"$each\" = BatchMode=yes && echo batch >&2; done\necho '{said}' >&2\nexit 255\n"
    )
    ssh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    ana.git("config", "remote.origin.url", "git@example.org:register.git")
    with pytest.raises(refused.SignInNeeded, match="git fetch origin") as error:
        ana.sync()
    assert "batch" in str(error.value)


def test_no_beginning_in_common(both, make):
    other = make("other")
    other.record(ONE, "x = 1\n")
    other.save()
    other.git("remote", "add", "origin", both[0].git("config", "remote.origin.url").strip())
    with pytest.raises(refused.NothingInCommon, match="another register"):
        sync(other.repo, lambda *_: (), lambda _: None)
