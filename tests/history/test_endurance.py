"""Many at once, and processes killed at any moment: nothing that was said to be done is lost.

A few seconds of it by default; with HYPOTHESIS_PROFILE=thorough (make fuzz) a minute, and 200 kills.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from followup.history import Repository, equipping
from followup.history.exchange import sync
from followup.history.remains import recover
from followup.report.audit import audit

from .conftest import Clone

WORKER = Path(__file__).with_name("endurance.py")
SCHEMA = Path(__file__).parents[2] / "schema"
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
SECONDS = 60 if THOROUGH else 2
KILLS = 200 if THOROUGH else 25
SEED = int(os.environ.get("FOLLOWUP_SEED", "0")) or random.randrange(1, 10**6)  # noqa: S311
PROCESSES = 8


@pytest.fixture
def register(clone):
    shutil.copytree(SCHEMA, clone.root / "schema", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.py", "__py*"))
    shutil.rmtree(clone.root / "records")
    clone.write(".gitattributes", equipping.ATTRIBUTES + "\n")
    clone.write(".gitignore", ".followup-*.tmp\n")
    clone.record("topics/first", 'name = "First"\n')
    clone.save("Schemas")
    return clone


def test_eight_processes_commit_for_a_while(register, tmp_path):
    first = register.sha()
    logs = [tmp_path / f"log-{number}" for number in range(PROCESSES)]
    command = [sys.executable, str(WORKER), "commit", str(register.root)]
    workers = [
        subprocess.Popen([*command, str(log), f"w{number}", str(SECONDS)], stderr=subprocess.PIPE)
        for number, log in enumerate(logs)
    ]
    said = [worker.communicate(timeout=SECONDS + 60)[1].decode() for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * PROCESSES, said
    lines = [line.split() for log in logs for line in log.read_text().splitlines()]
    done = {sha: (record, number) for word, *(sha, record, number) in lines if word == "done"}
    assert len(done) >= PROCESSES
    listed = register.git("log", "--format=%H", f"{first}..HEAD").split()
    assert sorted(listed) == sorted(done), "every commit was acknowledged, and every acknowledged one is there"
    for sha, (record, number) in done.items():
        assert register.files_of(sha).keys() == {f"records/{record}.toml"}
        content = register.git("show", f"{sha}:records/{record}.toml")
        assert content == f'name = "{record.split("/")[1].split("-")[0]} {number}"\n'
    assert audit(register.repo, first).bypasses == ()
    assert register.git("fsck", "--strict", "--no-dangling") == ""
    refused = {record for word, record, *_ in lines if word == "refused"}
    assert {line[3:] for line in register.git("status", "--porcelain").splitlines()} <= {
        f"records/{record}.toml" for record in refused
    }
    print(f"{len(done)} commits by {PROCESSES} processes in {SECONDS} s, {len(refused)} records refused")  # noqa: T201


class Victim:
    """A clone in which processes are killed, and somebody else's beside it."""

    def __init__(self, register: Clone, folder: Path) -> None:
        bare = folder / "bare.git"
        register.git("clone", "--quiet", "--bare", str(register.tree), str(bare))
        self.mine, self.others = (self._clone(bare, folder / name) for name in ("mine", "others"))
        self.log = folder / "log"
        self.found: Counter[str] = Counter()
        self.served = subprocess.Popen(
            [sys.executable, str(WORKER), "serve", str(self.mine.root), str(self.log)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.log.touch()

    def _clone(self, bare: Path, tree: Path) -> Clone:
        subprocess.run(["git", "clone", "--quiet", str(bare), str(tree)], check=True)
        clone = Clone(tree, tree)
        for name, value in {"user.name": tree.name, "user.email": f"{tree.name}@x.org", "gc.auto": "0"}.items():
            clone.git("config", name, value)
        list(equipping.equip(clone.repo))
        return clone

    def others_send(self, number: int) -> None:
        """Somebody else changes another field of one of our records, and adds records of their own."""
        self.others.git("pull", "--quiet", "--no-rebase", "--no-edit")
        path = self.others.root / f"records/topics/mine-{number % 4}.toml"
        name = path.read_text().partition("\n")[0] if path.exists() else None
        if name:
            path.write_text(f'{name}\ndescription = "{number}"\n')
        for each in range(5):
            self.others.record(f"topics/others-{each}", f'name = "others {number}"\n')
        self.others.save(f"others {number}")
        self.others.git("push", "--quiet")

    def kill(self, number: int, after: float, everything: bool) -> None:
        self.served.stdin.write(f"{number}\n")
        self.served.stdin.flush()
        child = int(self.served.stdout.readline())
        time.sleep(after)
        os.kill(child, signal.SIGSTOP)
        below = descendants(child)
        # The other side runs elsewhere: nothing of ours can kill it.
        elsewhere = {each for process in below if _serves(process) for each in (process, *descendants(process))}
        for process in [child, *(each for each in below if everything and each not in elsewhere)]:
            _kill(process)
        assert self.served.stdout.readline() == "gone\n"
        while any(map(_runs, below)):
            time.sleep(0.01)

    def told(self) -> list[list[str]]:
        return [line.split() for line in self.log.read_text().splitlines() if line]

    def close(self) -> None:
        self.served.stdin.close()
        self.served.wait(timeout=10)


def descendants(process: int) -> list[int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(") ")[2].split()[1])
        except OSError:
            continue
    found, pending = [], [process]
    while pending:
        around = pending.pop()
        inner = [each for each, parent in parents.items() if parent == around]
        found += inner
        pending += inner
    return found


def _serves(process: int) -> bool:
    try:
        return b"receive-pack" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def _kill(process: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes by /proc")
def test_killed_at_any_moment_nothing_acknowledged_is_gone(register, tmp_path):
    chance, victim = random.Random(SEED), Victim(register, tmp_path)  # noqa: S311
    print(f"FOLLOWUP_SEED={SEED}")  # noqa: T201 - to try it again
    try:
        for number in range(KILLS):
            victim.others_send(number)
            victim.kill(number, chance.uniform(0, chance.choice((0.1, 0.3, 0.9))), chance.random() < 0.7)
            look_after(victim)
    finally:
        victim.close()
    sync(victim.mine.repo, lambda *_: (), lambda _: None)
    assert victim.mine.git("status", "--porcelain", "-uall") == ""
    committed = {rest[-1] for word, *rest in victim.told() if word == "committed"}
    assert committed <= set(victim.others.git("-C", str(tmp_path / "bare.git"), "rev-list", "main").split())
    print(dict(victim.found), Counter(line[0] for line in victim.told()))  # noqa: T201 - for pytest -s


def look_after(victim: Victim) -> None:
    """What a user finds after a crash; how they go on; and that nothing is missing."""
    mine, told = victim.mine, victim.told()
    assert not [line for line in told if line[0] in {"failed", "conflict"}], told[-5:]
    git_dir = mine.tree / ".git"
    locks = [*git_dir.glob("*.lock"), *git_dir.glob("refs/**/*.lock"), *git_dir.glob("objects/**/*.lock")]
    for lock in locks:
        victim.found[lock.name] += 1
        lock.unlink()
    if (git_dir / "MERGE_HEAD").exists():
        victim.found["merge under way"] += 1
        mine.git("merge", "--abort")
    assert mine.git("fsck", "--strict", "--no-dangling") == ""
    victim.found["files of a merge put back"] += len(recover(mine.repo))
    _nothing_is_gone(mine, told)
    _go_on(victim)


def _nothing_is_gone(mine: Clone, told: list[list[str]]) -> None:
    written, tried, committed = {}, {}, []
    for word, *rest in told:
        if word == "try":
            tried[rest[0]] = rest[1]
        elif word == "written":
            written[rest[0]] = rest[1]
        elif word == "committed":
            committed.append(rest[2])
    have = set(mine.git("rev-list", "HEAD").split())
    assert set(committed) <= have
    for record, mark in written.items():
        content = tomllib.loads((mine.root / f"records/{record}.toml").read_text())
        assert content["name"] in {mark, tried[record]}, record
    for path in (mine.root / "records").rglob("*.toml"):
        tomllib.loads(path.read_text())
    synced = [rest[0] for word, *rest in told if word == "synced"]
    if synced:
        theirs = set(mine.git("ls-remote", "origin", "main").split()[:1])
        mine.git("fetch", "--quiet")
        assert theirs == {mine.sha("origin/main")}
        assert set(synced) <= set(mine.git("rev-list", "origin/main").split())


def _go_on(victim: Victim) -> None:
    """Nothing is changed but what was written and not yet committed; the user commits that."""
    mine = victim.mine
    for line in mine.git("status", "--porcelain", "-uall").splitlines():
        path = line[3:]
        assert path.startswith("records/topics/mine-"), line
        mine.git("add", path)
        if mine.git("diff", "--cached", "--name-only", "--", path):
            victim.found["written, not committed"] += 1
            mine.git("commit", "--quiet", "-m", "Left over", "--", path)
        else:
            victim.found["committed, but not yet in the index"] += 1
    assert mine.git("status", "--porcelain", "-uall") == ""
    assert Repository.open(mine.root).operation is None
