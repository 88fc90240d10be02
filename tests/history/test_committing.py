from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path, PurePosixPath

import pytest
from followup.history import Repository, commit, errors

ONE, TWO, NEW = (Path(f"records/requests/{name}.toml") for name in ("01", "02", "03"))


def _state(clone) -> tuple[str, str]:
    return clone.git("status", "--porcelain=v2", "-z", "-uall"), clone.git("ls-files", "--stage", "-z")


def _change(clone) -> None:
    clone.record("requests/01", 'strength = "changed"\n')


def test_a_changed_record_alone_is_committed(clone):
    _change(clone)
    clone.record("requests/02", "other = 1\n")
    result = commit(clone.repo, [ONE], "Change it\n\nBecause.")
    assert result.sha == clone.sha()
    assert (result.branch, result.detached, result.note) == ("main", False, "")
    assert "Change it" in result.output
    assert clone.files_of() == {str(ONE): "M"}
    assert clone.git("log", "-1", "--format=%an <%ae>|%B") == "Ana Müller <ana@example.org>|Change it\n\nBecause.\n\n"
    assert [file.path for file in clone.repo.status().files] == [PurePosixPath(TWO)]


def test_what_is_staged_stays_staged(clone):
    clone.record("requests/04", "a = 4\n")
    clone.record("requests/02", "staged = 1\n")
    clone.git("add", ".")
    clone.record("requests/02", "on top = 1\n")
    clone.git("mv", str(TWO), "records/requests/12.toml")
    clone.record("requests/05", "a = 5\n")
    clone.git("add", "--intent-to-add", "records/requests/05.toml")
    _change(clone)
    clone.record("requests/03", "new = 1\n")
    before = _entries_apart(clone, ONE, NEW)
    commit(clone.repo, [ONE, NEW], "Two of them")
    assert clone.files_of() == {str(ONE): "M", str(NEW): "A"}
    assert _entries_apart(clone, ONE, NEW) == before


def _entries_apart(clone, *paths) -> tuple[list[str], ...]:
    names = [str(path) for path in paths]
    return tuple(
        [entry for entry in part.split("\0") if not any(entry.endswith(name) for name in names)]
        for part in _state(clone)
    )


def test_the_first_commit_of_an_unborn_branch(make):
    clone = make()
    clone.record("requests/01", "a = 1\n")
    clone.record("requests/02", "a = 2\n")
    clone.git("add", str(TWO))
    result = commit(clone.repo, [ONE], "First")
    assert result.sha == clone.sha()
    assert clone.git("ls-tree", "-r", "--name-only", "HEAD").split() == [str(ONE)]
    assert [(file.path.stem, file.difference) for file in clone.repo.status().files] == [("02", "added")]


@pytest.mark.parametrize("by_git", [True, False])
def test_a_removed_record(clone, by_git):
    if by_git:
        clone.git("rm", "--quiet", str(ONE))
    else:
        (clone.root / ONE).unlink()
    commit(clone.repo, [ONE], "Remove")
    assert clone.files_of() == {str(ONE): "D"}
    assert clone.repo.status().files == ()


def test_a_record_taken_out_of_the_index_but_still_there(clone):
    clone.git("rm", "--quiet", "--cached", str(ONE))
    _change(clone)
    commit(clone.repo, [ONE], "Change")
    assert clone.files_of() == {str(ONE): "M"}
    assert clone.repo.status().files == ()


def test_a_renamed_record(clone):
    (clone.root / ONE).rename(clone.root / NEW)
    commit(clone.repo, [ONE, NEW], "Rename")
    assert clone.files_of() == {str(ONE): "D", str(NEW): "A"}


def test_paths_whose_names_mean_something_to_git(make):
    clone = make("odd [tree]", "a 'b' *")
    names = ["*", "[ab]", ":(glob)x", "-n", "a\nb", 'q"q', "ü", os.fsdecode(b"\xff"), "a", "b"]
    for name in names:
        clone.record(name, "a = 1\n")
    chosen = [Path(f"records/{name}.toml") for name in names[:-2]]
    commit(clone.repo, chosen, "Odd")
    assert set(clone.files_of()) == {f"a 'b' */{path}" for path in chosen}


def test_thousands_of_records_at_once(make):
    clone = make()
    paths = [clone.record(f"requests/{number:05}-{'x' * 80}", "") for number in range(3000)]
    commit(clone.repo, paths, "Many")
    assert len(clone.files_of()) == 3000


def test_a_linked_work_tree(clone):
    clone.git("worktree", "add", "--quiet", "-b", "other", "../linked")
    root = clone.tree.parent / "linked"
    (root / ONE).write_text("a = 1\n")
    result = commit(Repository.open(root), [root / ONE], "There")
    assert result.branch == "other"
    assert clone.sha("other") == result.sha


MESSAGE = "# not a comment\n\n-- >8 --\n# ------------------------ >8 ------------------------\n%h $(x) `x` ü"


def test_nothing_in_the_message_is_interpreted(clone):
    clone.git("config", "commit.cleanup", "scissors")
    clone.git("config", "commit.verbose", "true")
    clone.git("config", "i18n.commitEncoding", "ISO-8859-1")
    clone.write("template", "Template\n")
    clone.git("config", "commit.template", str(clone.root / "template"))
    _change(clone)
    commit(clone.repo, [ONE], MESSAGE)
    raw = clone.git("cat-file", "commit", "HEAD")
    assert raw.partition("\n\n")[2] == MESSAGE + "\n"
    assert "encoding" not in raw.partition("\n\n")[0]


@pytest.mark.parametrize("message", ["", " \n", "a\0b"])
def test_a_message_that_git_could_not_store(clone, message):
    _change(clone)
    with pytest.raises(errors.UnusableMessage):
        commit(clone.repo, [ONE], message)


def test_a_detached_head_is_said(clone):
    clone.git("checkout", "--quiet", "--detach")
    _change(clone)
    result = commit(clone.repo, [ONE], "Change")
    assert result.detached
    assert "git switch -c" in result.note
    assert result.sha == clone.sha()


def test_hooks_run_and_their_words_come_back(clone):
    clone.hook("pre-commit", 'echo "checking $(git diff --cached --name-only)"; test "$LC_ALL" != C')
    clone.hook("commit-msg", 'echo "Checked-by: hook" >> "$1"')
    clone.hook("post-commit", "echo done ü")
    _change(clone)
    clone.record("requests/02", "staged = 1\n")
    clone.git("add", str(TWO))
    result = commit(clone.repo, [ONE], "Change")
    assert f"checking {ONE}\n" in result.output
    assert "done ü" in result.output
    assert "Checked-by: hook" in clone.git("log", "-1", "--format=%B")


@pytest.mark.parametrize("name", ["pre-commit", "commit-msg", "prepare-commit-msg"])
def test_a_hook_that_refuses_loses_nothing(clone, name):
    clone.hook(name, "echo 'Requests 03: no such actor' >&2; exit 1")
    clone.record("requests/03", "new = 1\n")
    clone.record("requests/04", "named = 1\n")
    clone.git("add", "--intent-to-add", "records/requests/04.toml")
    clone.git("rm", "--quiet", "--cached", str(TWO))
    (clone.root / ONE).unlink()
    before = _state(clone)
    with pytest.raises(errors.HookRefused, match="no such actor") as caught:
        commit(clone.repo, [ONE, TWO, NEW, Path("records/requests/04.toml")], "My words")
    assert caught.value.commit_message == "My words"
    assert _state(clone) == before
    assert not list((clone.tree / ".git").glob("*.lock"))


def test_a_commit_made_inside_a_hook_of_another_repository(clone, make):
    """A hook's environment names its own repository's index; the register's is another one."""
    other = make("other")
    other.write("x", "x")
    _change(clone)
    script = (
        "from pathlib import Path; from followup.history import commit, Repository;"
        f"commit(Repository.open(Path({str(clone.root)!r})), [Path({str(ONE)!r})], 'From a hook')"
    )
    other.hook("pre-commit", f'exec {sys.executable} -c "{script}"')
    other.save("Other")
    assert clone.git("log", "-1", "--format=%s").strip() == "From a hook"
    assert clone.files_of() == {str(ONE): "M"}
    assert other.files_of() == {"x": "A"}


def test_nothing_to_commit(clone):
    before = _state(clone)
    for paths in ([], [ONE], [Path("records/none.toml")]):
        with pytest.raises(errors.NothingToCommit):
            commit(clone.repo, paths, "Nothing")
    clone.record("requests/03", "a = 1\n")
    clone.git("add", str(NEW))
    (clone.root / NEW).unlink()
    with pytest.raises(errors.NothingToCommit):
        commit(clone.repo, [NEW], "Added, then removed again")
    clone.git("rm", "--quiet", "--cached", str(NEW))
    assert _state(clone) == before


def test_unchanged_records_among_changed_ones_do_no_harm(clone):
    _change(clone)
    commit(clone.repo, [ONE, TWO], "Change")
    assert clone.files_of() == {str(ONE): "M"}


def test_no_identity(clone):
    clone.git("config", "--unset", "user.email")
    clone.git("config", "user.useConfigOnly", "true")
    clone.record("requests/03", "new = 1\n")
    before = _state(clone)
    with pytest.raises(errors.NoIdentity, match=r"user\.email"):
        commit(clone.repo, [NEW], "Change")
    assert _state(clone) == before


def test_a_lock_is_waited_for_and_then_named_but_never_deleted(clone):
    _change(clone)
    clone.record("requests/03", "new = 1\n")
    lock = clone.tree / ".git/index.lock"
    lock.touch()
    os.utime(lock, (1_000_000_000, 1_000_000_000))
    holder = subprocess.Popen(["git", "cat-file", "--batch"], cwd=clone.tree, stdin=subprocess.PIPE)
    try:
        with pytest.raises(errors.RepositoryLocked, match="2001-09-09") as caught:
            commit(clone.repo, [ONE, NEW], "Change", patience=0.1)
    finally:
        holder.communicate()
    assert caught.value.lock == lock
    assert lock.exists()
    if sys.platform == "linux":
        assert f"process {holder.pid}" in str(caught.value)


def test_a_lock_that_goes_away_in_time(clone):
    _change(clone)
    lock = clone.tree / ".git/index.lock"
    lock.touch()
    subprocess.Popen(["sh", "-c", f"sleep 0.3; rm '{lock}'"])
    assert commit(clone.repo, [ONE], "Change").sha == clone.sha()


def test_a_lock_on_the_branch(clone):
    clone.record("requests/03", "new = 1\n")
    lock = clone.tree / ".git/refs/heads/main.lock"
    lock.touch()
    before = _state(clone)
    with pytest.raises(errors.RepositoryLocked) as caught:
        commit(clone.repo, [NEW], "Change", patience=0)
    assert caught.value.lock == lock
    assert _state(clone) == before


def test_a_merge_under_way_is_refused(clone):
    clone.git("switch", "--quiet", "-c", "side")
    _change(clone)
    clone.save("Side")
    clone.git("switch", "--quiet", "main")
    clone.git("merge", "--no-ff", "--no-commit", "side")
    clone.record("requests/02", "x = 1\n")
    with pytest.raises(errors.OperationUnderWay, match="git merge --continue"):
        commit(clone.repo, [TWO], "Change")


def test_a_conflict_left_by_a_stash_is_refused(clone):
    _change(clone)
    clone.git("stash", "--quiet")
    clone.record("requests/01", "other = 1\n")
    clone.save("Other")
    clone.git("stash", "pop", ok=False)
    with pytest.raises(errors.Unresolved, match=r"01\.toml"):
        commit(clone.repo, [ONE], "Change")
    clone.record("requests/02", "x = 1\n")
    commit(clone.repo, [TWO], "Another record")
    assert clone.files_of() == {str(TWO): "M"}


def test_a_path_in_a_submodule(clone, make):
    inner = make("inner")
    inner.save("Inner")
    clone.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.tree), "records/sub")
    clone.write("records/sub/a.toml", "a = 1\n")
    with pytest.raises(errors.InSubmodule, match="records/sub"):
        commit(clone.repo, [Path("records/sub/a.toml")], "Change")
    nested = Repository.open(clone.root / "records/sub")
    nested.git.run("config", "user.email", "a@example.org")
    nested.git.run("config", "user.name", "A")
    result = commit(nested, [Path("a.toml")], "In the submodule")
    assert str(clone.tree) in result.note


def test_a_folder_an_ignored_file_and_a_file_outside(clone, tmp_path):
    with pytest.raises(errors.NotAFile):
        commit(clone.repo, [Path("records/requests")], "Change")
    with pytest.raises(errors.PathOutside):
        commit(clone.repo, [tmp_path / "x"], "Change")
    clone.write(".gitignore", "records/requests/03.toml\n")
    clone.record("requests/03", "new = 1\n")
    with pytest.raises(errors.IgnoredPath, match=r"03\.toml"):
        commit(clone.repo, [NEW], "Change")


def test_signing_fails(clone):
    clone.git("config", "commit.gpgsign", "true")
    clone.git("config", "gpg.program", "false")
    clone.record("requests/03", "new = 1\n")
    before = _state(clone)
    with pytest.raises(errors.SigningFailed, match=r"user\.signingkey"):
        commit(clone.repo, [NEW], "Change")
    assert _state(clone) == before


def test_another_failure_is_told_in_gits_own_words(clone):
    _change(clone)
    clone.git("config", "user.signingkey", "x")
    objects = clone.tree / ".git/objects"
    for place in objects.glob("??"):
        place.rename(objects.parent / f"kept-{place.name}")
    with pytest.raises((errors.CommitFailed, errors.GitFailed), match="Git said"):
        commit(clone.repo, [ONE], "Change")


@pytest.fixture
def read_only_tree():
    """A folder that another user may reach: pytest's own are closed to them."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


AS_NOBODY = """
import os, sys
from pathlib import Path
import git
from followup.history import Repository, commit, errors
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
try:
    commit(Repository.open(Path(sys.argv[1])), [Path("records/01.toml")], "Change")
except errors.ReadOnlyRepository as error:
    print(error)
"""


@pytest.mark.parametrize("closed", [".git", ".git/objects"])
def test_a_repository_that_may_only_be_read(read_only_tree, closed):
    tree = read_only_tree / "clone"
    git = ["git", "-C", str(tree), "-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "init", "--quiet", str(tree)], check=True)
    subprocess.run([*git, "commit", "--quiet", "--allow-empty", "-m", "x"], check=True)
    (tree / "records").mkdir()
    (tree / "records/01.toml").write_text("a = 1\n")
    if os.getuid() == 0:
        subprocess.run(["chown", "-R", "65534:65534", str(tree)], check=True)
    for folder in [tree / closed, *(tree / closed).rglob("*")]:
        if folder.is_dir():
            folder.chmod(0o555)
    environment = {**os.environ, "HOME": str(read_only_tree), "PYTHONDONTWRITEBYTECODE": "1"}
    environment |= {f"GIT_{who}_{what}": "a" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(tree)], env=environment, capture_output=True, text=True, check=False
    )
    for folder in (tree / closed).rglob("*"):
        if folder.is_dir():
            folder.chmod(0o755)
    assert "Git can't write into this repository" in done.stdout, done.stderr


COMMIT = """
import sys
from pathlib import Path
from followup.history import Repository, commit
root = Path(sys.argv[1])
repo = Repository.open(root)
for number in range(1000):
    path = Path(f"records/{sys.argv[2]}/{number}.toml")
    (root / path).parent.mkdir(exist_ok=True)
    (root / path).write_text(f"a = {number}\\n")
    print(commit(repo, [path], f"{sys.argv[2]} {number}", patience=60).sha, flush=True)
    if number + 1 == int(sys.argv[3]):
        break
"""


def _committer(clone, name: str, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMIT, str(clone.root), name, str(count)], stdout=subprocess.PIPE, text=True
    )


def test_several_programs_commit_at_once(clone):
    writers = [_committer(clone, f"writer-{number}", 5) for number in range(4)]
    shas = [sha for writer in writers for sha in writer.communicate()[0].split()]
    assert len(shas) == 20
    history = clone.git("log", "--format=%H %s").splitlines()
    assert {line.partition(" ")[0] for line in history} >= set(shas)
    for line in history[:20]:
        sha, name, number = line.split()
        assert clone.files_of(sha) == {f"records/{name}/{number}.toml": "A"}
    assert clone.repo.status().files == ()


def test_a_kill_at_any_moment_leaves_git_whole(clone):
    for trial in range(8):
        clone.record("requests/02", f"staged = {trial}\n")
        clone.git("add", str(TWO))
        staged = clone.git("ls-files", "--stage", str(TWO))
        writer = subprocess.Popen(
            [sys.executable, "-c", COMMIT, str(clone.root), f"w{trial}", "1000"],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        acknowledged = [writer.stdout.readline().strip()]
        time.sleep(0.013 * trial)
        os.killpg(writer.pid, signal.SIGKILL)
        rest = writer.communicate()[0].splitlines(keepends=True)
        acknowledged += [line.strip() for line in rest if line.endswith("\n")]
        clone.git("fsck", "--strict", "--no-dangling")
        assert set(acknowledged) <= set(clone.git("log", "--format=%H").split())
        (clone.tree / ".git/index.lock").unlink(missing_ok=True)
        for lock in (clone.tree / ".git").rglob("*.lock"):
            lock.unlink()
        assert clone.git("ls-files", "--stage", str(TWO)) == staged
        clone.save("Tidy up")


def test_a_refused_commit_in_a_register_in_a_subfolder(make):
    clone = make("clone", "a [register]")
    clone.save("Empty")
    clone.hook("pre-commit", "exit 1")
    clone.record("requests/01 *", "a = 1\n")
    before = _state(clone)
    with pytest.raises(errors.HookRefused, match="gave no reason"):
        commit(clone.repo, [Path("records/requests/01 *.toml")], "Change")
    assert _state(clone) == before


def test_neither_git_nor_the_disk_knows_one_of_several(clone):
    _change(clone)
    clone.git("rm", "--quiet", "--cached", str(TWO))
    (clone.root / TWO).unlink()
    commit(clone.repo, [ONE, TWO, NEW], "Change one, remove two, and three was never there")
    assert clone.files_of() == {str(ONE): "M", str(TWO): "D"}
