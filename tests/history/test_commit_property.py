"""Whatever is staged, changed, new or gone: a commit takes the files meant and leaves the rest alone."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from followup.history import commit, errors
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NAMES = ["a", "b", "c [x]", "ü *", "e\nf", "-g"]
SOME = st.sets(st.sampled_from(NAMES))
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(["write", "delete", "stage", "unstage", "announce", "uncache", "chmod"]),
        st.integers(0, 2),
    ),
    max_size=14,
)


def _act(clone, name: str, action: str, number: int) -> None:
    path = f"records/{name}.toml"
    place = clone.root / path
    if action == "write":
        # Few contents, so that files come back to what they were, or look renamed.
        clone.write(path, f"a = {number}\n" * 5)
    elif action == "delete":
        place.unlink(missing_ok=True)
    elif action == "chmod" and place.exists():
        place.chmod(0o755 if number else 0o644)
    elif action == "announce" and place.exists():
        clone.git("add", "--intent-to-add", "--", f":(literal){path}")
    elif action == "stage":
        clone.git("add", "--all", "--", f":(literal){path}", ok=False)
    elif action == "unstage":
        clone.git("reset", "--quiet", "--", f":(literal){path}", ok=False)
    elif action == "uncache":
        clone.git("rm", "--quiet", "--cached", "--force", "--ignore-unmatch", "--", f":(literal){path}")


def _state(clone) -> tuple[dict[str, str], dict[str, str]]:
    """What `git status` and the index say, a path each."""
    status = {
        line.split("toml", 1)[0].split("records/", 1)[-1] + line[:1]: line
        for line in clone.git("status", "--porcelain=v2", "-z", "-uall", "--no-renames").split("\0")
        if line
    }
    index = {line.partition("\t")[2]: line for line in clone.git("ls-files", "--stage", "-z").split("\0") if line}
    return status, index


def _others(state: tuple[dict[str, str], dict[str, str]], chosen: set[str]) -> list[list[str]]:
    names = tuple(f"records/{name}.toml" for name in chosen)
    return [[line for line in part.values() if not line.endswith(names)] for part in state]


def _contents(clone, revision: str) -> dict[str, str]:
    listed = clone.git("ls-tree", "-r", "-z", revision, ok=False).split("\0")
    return {line.partition("\t")[2]: line.partition("\t")[0] for line in listed if line}


@given(
    committed=SOME,
    actions=ACTIONS,
    chosen=SOME,
    refuse=st.booleans(),
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=40, deadline=None
)
def test_a_commit_takes_exactly_the_files_meant(make, committed, actions, chosen, refuse):
    name = Path(tempfile.mkdtemp(prefix="case-")).name
    clone = make(name)
    try:
        _check(clone, committed, actions, chosen, refuse)
    finally:
        shutil.rmtree(clone.tree)
        Path(tempfile.gettempdir(), name).rmdir()


def _check(clone, committed, actions, chosen, refuse) -> None:
    for name in committed:
        clone.record(name, "a = 0\n" * 5)
    if committed:
        clone.save()
    for action in actions:
        _act(clone, *action)
    if refuse:
        clone.hook("pre-commit", "exit 1")
    paths = {name: Path(f"records/{name}.toml") for name in chosen}
    before, tree, state = clone.git("rev-parse", "HEAD", ok=False), _contents(clone, "HEAD"), _state(clone)
    meant = {str(path) for path in paths.values() if _now(clone, path) != tree.get(str(path), "")}
    if meant and not refuse:
        commit(clone.repo, paths.values(), "Some")
        now = _contents(clone, "HEAD")
        differing = {path for path in now.keys() | tree.keys() if now.get(path) != tree.get(path)}
        assert differing == meant
        assert all(now.get(path, "") == _now(clone, Path(path)) for path in meant)
        assert _others(_state(clone), chosen) == _others(state, chosen)
    else:
        with pytest.raises((errors.NothingToCommit, errors.HookRefused)):
            commit(clone.repo, paths.values(), "None")
        assert clone.git("rev-parse", "HEAD", ok=False) == before
        assert _state(clone) == state


def _now(clone, path: Path) -> str:
    """The file as a line of `git ls-tree`."""
    place = clone.root / path
    if not place.exists():
        return ""
    blob = clone.git("hash-object", "--stdin", stdin=place.read_bytes()).strip()
    return f"{'100755' if place.stat().st_mode & 0o100 else '100644'} blob {blob}"
