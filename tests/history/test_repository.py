from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest
from followup.history import Difference, Identity, Operation, Repository, errors

ODD = "a b [c] 'd' \"e\" ünï *?:(glob)x"


def test_a_register_in_a_subfolder_with_an_odd_name(make):
    clone = make("tree " + ODD, f"sub {ODD}/register")
    clone.record(f"requests/{ODD}", "a = 1\n")
    repo = clone.repo
    assert repo.work_tree == clone.tree
    assert repo.prefix == PurePosixPath(f"sub {ODD}/register")
    assert repo.git_dir == repo.common_dir == clone.tree / ".git"
    (file,) = repo.status().files
    assert file.path == PurePosixPath(f"records/requests/{ODD}.toml")
    assert file.difference is Difference.UNTRACKED


def test_a_linked_work_tree_and_a_symlink_to_the_register(clone, tmp_path):
    clone.git("worktree", "add", "--quiet", "-b", "other", "../linked")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "linked")
    repo = Repository.open(link)
    assert repo.root == tmp_path / "linked"
    assert repo.git_dir != repo.common_dir == clone.tree / ".git"
    assert repo.head.branch == "other"
    assert repo.inside(link / "records/a.toml") == repo.inside(repo.root / "records/a.toml")


def test_head_on_a_branch_unborn_and_detached(make):
    clone = make()
    assert (clone.repo.head.branch, clone.repo.head.unborn) == ("main", True)
    assert str(clone.repo.status().head) == "main, no commit yet"
    sha = clone.save()
    assert clone.repo.head == clone.repo.status().head
    assert str(clone.repo.head) == "main"
    clone.git("switch", "--quiet", "-c", "topic/[x]", ok=False)
    clone.git("checkout", "--quiet", "--detach")
    assert clone.repo.head.detached
    assert clone.repo.head == clone.repo.status().head
    assert str(clone.repo.head) == f"no branch, at {sha[:10]}"


def test_identity(make, monkeypatch):
    clone = make()
    assert clone.repo.identity == Identity("Ana Müller", "ana@example.org")
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Bo")
    assert str(clone.repo.identity) == "Bo <ana@example.org>"
    monkeypatch.delenv("GIT_AUTHOR_NAME")
    clone.git("config", "--unset", "user.email")
    clone.git("config", "user.useConfigOnly", "true")
    assert clone.repo.identity is None


def _conflicting(clone) -> str:
    clone.git("switch", "--quiet", "-c", "side")
    clone.record("requests/01", 'strength = "side"\n')
    side = clone.save("Side")
    clone.git("switch", "--quiet", "main")
    clone.record("requests/01", 'strength = "main"\n')
    clone.save("Main")
    return side


@pytest.mark.parametrize(
    ("command", "operation"),
    [
        (["merge", "side"], Operation.MERGE),
        (["rebase", "side"], Operation.REBASE),
        (["rebase", "--apply", "side"], Operation.REBASE),
        (["cherry-pick", "side"], Operation.CHERRY_PICK),
        (["revert", "HEAD~1"], Operation.REVERT),
        (["bisect", "start"], Operation.BISECT),
    ],
)
def test_an_operation_under_way_is_known_until_it_is_given_up(clone, command, operation):
    _conflicting(clone)
    assert clone.repo.operation is None
    clone.git(*command, ok=False)
    assert clone.repo.operation is operation
    clone.git(*operation.back.split()[1:])
    assert clone.repo.operation is None


def test_an_unfinished_git_am(clone, tmp_path):
    side = _conflicting(clone)
    patch = tmp_path / "p"
    patch.write_text(clone.git("format-patch", "-1", "--stdout", side))
    clone.git("am", str(patch), ok=False)
    assert clone.repo.operation is Operation.APPLY


def test_errors_on_opening(make, tmp_path):
    with pytest.raises(errors.NoSuchFolder):
        Repository.open(tmp_path / "nowhere")
    plain = tmp_path / "plain"
    plain.mkdir()
    with pytest.raises(errors.NotARepository, match="not under git") as caught:
        Repository.open(plain)
    assert "git init" in str(caught.value)
    clone = make()
    with pytest.raises(errors.InsideGitFolder):
        Repository.open(clone.tree / ".git/refs")
    subprocess.run(["git", "init", "--quiet", "--bare", str(plain)], check=True)
    with pytest.raises(errors.BareRepository):
        Repository.open(plain)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder to somebody else")
def test_a_repository_that_another_user_owns(clone):
    for place in (clone.tree, clone.tree / ".git"):
        os.chown(place, 12345, 12345)
    with pytest.raises(errors.DubiousOwnership, match=r"safe\.directory") as caught:
        Repository.open(clone.root)
    assert str(clone.root) in str(caught.value)


def _python(code: str, *args: str, env: dict[str, str]) -> str:
    done = subprocess.run([sys.executable, "-c", code, *args], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


OPEN = """
import sys
from pathlib import Path
from followup.history import Repository, errors
try:
    Repository.open(Path(sys.argv[1]))
except errors.GitMissing as error:
    print(error)
"""


def test_git_missing_on_the_first_use(clone, tmp_path):
    assert "Install git" in _python(OPEN, str(clone.root), env={**os.environ, "PATH": str(tmp_path)})


def test_git_missing_when_called_from_a_hook(clone, tmp_path):
    (tmp_path / "env").symlink_to("/usr/bin/env")
    environment = {**os.environ, "PATH": str(tmp_path), "GIT_INDEX_FILE": "x"}
    assert "Install git" in _python(OPEN, str(clone.root), env=environment)


def test_importing_the_package_does_not_import_git(tmp_path):
    code = "import sys, followup.history as h; assert 'git' not in sys.modules; print(sorted(h.__all__)[0])"
    assert _python(code, env=dict(os.environ)).strip()
    code = "import followup.history as h; [getattr(h, name) for name in h.__all__]; h.nothing_such"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "has no attribute 'nothing_such'" in done.stderr


def test_the_environment_of_a_hook_of_another_repository_is_not_obeyed(clone, make, monkeypatch):
    other = make("other")
    monkeypatch.setenv("GIT_DIR", str(other.tree / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.tree))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.tree / ".git/index"))
    monkeypatch.setenv("GIT_ICASE_PATHSPECS", "1")
    clone.record("requests/03", "a = 1\n")
    repo = clone.repo
    assert repo.git_dir == clone.tree / ".git"
    assert [file.path.name for file in repo.status().files] == ["03.toml"]


def test_a_repository_that_only_the_environment_names(clone, tmp_path, monkeypatch):
    away = tmp_path / "away.git"
    (clone.tree / ".git").rename(away)
    with pytest.raises(errors.NotARepository):
        Repository.open(clone.root)
    monkeypatch.setenv("GIT_DIR", str(away))
    monkeypatch.setenv("GIT_WORK_TREE", str(clone.tree))
    assert clone.repo.git_dir == away
    assert clone.repo.head.branch == "main"


def test_status_tells_each_kind_of_difference(clone):
    for number in range(3, 10):
        clone.record(f"requests/0{number}", f'title = "{number} is a long enough title to be known again"\n')
    clone.save()
    clone.record("requests/01", "a = 1\n")  # changed, staged
    clone.git("add", ".")
    clone.record("requests/02", "a = 1\n")  # changed
    (clone.root / "records/requests/03.toml").unlink()  # removed
    clone.git("rm", "--quiet", "records/requests/04.toml")  # removed, staged
    clone.git("mv", "records/requests/05.toml", "records/requests/15.toml")  # renamed
    clone.git("rm", "--quiet", "--cached", "records/requests/06.toml")  # out of the index alone
    clone.record("requests/20", "a = 20\n")
    clone.git("add", "records/requests/20.toml")  # added
    clone.record("requests/21\nx", "a = 21\n")  # untracked
    clone.record("requests/22", "a = 22\n")
    clone.git("add", "--intent-to-add", "records/requests/22.toml")
    clone.write("elsewhere.txt", "not a record")
    found = {file.path.stem: (file.difference.value, file.staged, file.unstaged) for file in clone.repo.status().files}
    assert found == {
        "01": ("changed", True, False),
        "02": ("changed", False, True),
        "03": ("removed", False, True),
        "04": ("removed", True, False),
        "15": ("renamed", True, False),
        "06": ("changed", True, True),
        "20": ("added", True, False),
        "21\nx": ("untracked", False, True),
        "22": ("added", False, True),
    }
    renamed = next(file for file in clone.repo.status().files if file.difference is Difference.RENAMED)
    assert renamed.was == PurePosixPath("records/requests/05.toml")
    for file in clone.repo.status().files:
        revision = f"HEAD:{file.was or file.path}"
        assert file.committed == clone.git("rev-parse", "--quiet", "--verify", revision, ok=False).strip()
    only = clone.repo.status([Path("records/requests/02.toml")]).files
    assert [file.path.stem for file in only] == ["02"]
    assert clone.repo.status([]).files == ()


def test_status_tells_files_renamed_without_git(make, monkeypatch):
    clone = make("clone", "a [register]")
    for name in ("01", "02", "03"):
        clone.record(f"requests/{name}", f'title = "{name} is a long enough title to be known again"\n' * 3)
    clone.save()
    folder = clone.root / "records/requests"
    (folder / "01.toml").rename(folder / "11 *.toml")
    (folder / "02.toml").unlink()
    clone.record("requests/12", "nothing like it\n")
    before = clone.git("status", "--porcelain=v2"), clone.git("ls-files", "--stage")
    monkeypatch.setenv("GIT_INDEX_FILE", "elsewhere")
    found = {file.path.stem: (file.difference.value, file.was and file.was.stem) for file in clone.repo.status().files}
    assert found == {"11 *": ("renamed", "01"), "02": ("removed", None), "12": ("untracked", None)}
    assert len(clone.repo.status(renames=False).files) == 4
    monkeypatch.delenv("GIT_INDEX_FILE")
    assert (clone.git("status", "--porcelain=v2"), clone.git("ls-files", "--stage")) == before


def test_status_takes_no_lock_and_ignores_the_users_display_settings(clone):
    for name, value in [
        ("status.showUntrackedFiles", "no"),
        ("status.relativePaths", "true"),
        ("status.renames", "copies"),
        ("color.ui", "always"),
        ("core.quotePath", "true"),
    ]:
        clone.git("config", name, value)
    clone.record("requests/ü", "a = 1\n")
    (clone.tree / ".git/index.lock").touch()
    assert [file.path.stem for file in clone.repo.status().files] == ["ü"]


def test_status_of_a_file_name_that_is_not_utf8(clone):
    odd = os.fsdecode(b"\xff\xfe")
    clone.record(odd, "a = 1\n")
    (file,) = clone.repo.status([Path(f"records/{odd}.toml")]).files
    assert file.path == PurePosixPath(f"records/{odd}.toml")


def test_status_of_a_conflict(clone):
    _conflicting(clone)
    clone.git("merge", "side", ok=False)
    (file,) = clone.repo.status().files
    assert file.difference is Difference.CONFLICT
    assert file.committed == clone.sha("HEAD:records/requests/01.toml")


def test_a_path_outside_the_register_is_refused(clone):
    with pytest.raises(errors.PathOutside, match="not inside"):
        clone.repo.status([Path("../elsewhere")])
