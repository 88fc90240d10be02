"""git as the audit trail, measured against plain git.

Each figure is the median of interleaved runs, divided by the median of the peer's: processor time,
ours and git's together, as wall time says little on a machine that does other work too. Limits: a commit
of one record 1.5, the history of one record 1.3, the register as it was 3.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from followup.history import Repository, at, blame, commit, history

from .figure import Figure, seconds

RUNS = 7
# This record is touched by every fortieth commit.
BUSY = 42


def _figure(name: str, one: float, other: float, most: float) -> Figure:
    what, against = name.split(" / ")
    return Figure(what, against, one / other, f"{seconds(one)} to {seconds(other)}", most=most)


def measure(folder: Path, records: int, commits: int) -> Iterator[Figure]:
    """Make a register with a history in ``folder``, and measure."""
    make(folder, records, commits)
    yield from _commits(folder)
    yield from _history(folder, "")
    _git(folder, "commit-graph", "write", "--reachable", "--changed-paths")
    yield from _history(folder, ", with commit-graph")
    yield from _snapshot(folder)


def make(folder: Path, records: int, commits: int) -> None:
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    stream = b"".join(_stream(records, commits))
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], input=stream, check=True)
    _git(folder, "reset", "--quiet", "--hard")
    _git(folder, "config", "user.name", "Ana")
    _git(folder, "config", "user.email", "ana@example.org")
    _git(folder, "config", "gc.auto", "0")


def _stream(records: int, commits: int) -> Iterator[bytes]:
    for number in range(commits):
        subject = f"Change {number}".encode()
        yield b"commit refs/heads/main\n"
        yield f"committer Ana <ana@example.org> {1_400_000_000 + number * 600} +0200\n".encode()
        yield b"data %d\n%b\n" % (len(subject), subject)
        touched = [(number * 7919) % records if number % 40 else BUSY] if number else range(records)
        for record in touched:
            content = _content(record, number)
            yield f"M 100644 inline {_path(record)}\n".encode() + b"data %d\n%b\n" % (len(content), content)


def _path(record: int) -> Path:
    dossier = record // 50
    return Path(f"records/{1990 + dossier % 30}/{dossier:04}-RSP/requests/{record % 50:02}.toml")


def _content(record: int, number: int) -> bytes:
    sentence = "calls on the Commission to report more regularly on the progress made through this Alliance;\n"
    return f'paragraph = "{record}"\ntitle = "Change {number}"\ntext = """\n{sentence * 18}"""\n'.encode()


def _commits(folder: Path) -> Iterator[Figure]:
    repo = Repository.open(folder)
    old = _path(BUSY)

    def plain(path: Path, *, new: bool) -> None:
        if new:
            _git(folder, "add", "--", str(path))
        _git(folder, "commit", "--quiet", "--only", "--message=Change", "--", str(path))

    for name, new in (("commit of a record", False), ("commit of a new record", True)):
        ours, peer = [], []
        for run in range(RUNS):
            paths = [old.with_name(f"{each}-{run}.toml") if new else old for each in ("ours", "peer")]
            (folder / paths[0]).write_text(f"run = {run}.1\n")
            ours.append(_timed(lambda path=paths[0]: commit(repo, [path], "Change")))
            (folder / paths[1]).write_text(f"run = {run}.2\n")
            peer.append(_timed(lambda path=paths[1], new=new: plain(path, new=new)))
        yield _figure(f"{name} / git commit --only", statistics.median(ours), statistics.median(peer), 1.5)


def _history(folder: Path, how: str) -> Iterator[Figure]:
    repo, path = Repository.open(folder), _path(BUSY)
    record = str(path.relative_to("records").with_suffix(""))

    def plain() -> None:
        log = ("log", "--raw", "--no-abbrev", "--format=", "--", str(path))
        blobs = {word for line in _git(folder, *log).decode().splitlines() for word in line.split()[2:4]}
        _git(folder, "cat-file", "--batch", stdin="\n".join(blobs).encode())

    yield _compared(f"history of a record{how} / git log", lambda: history(repo, record), plain, 1.3)
    yield _compared(f"each field's last change{how} / git log", lambda: blame(repo, record), plain, 1.5)


def _snapshot(folder: Path) -> Iterator[Figure]:
    repo = Repository.open(folder)
    command = "git archive HEAD~9 records | tar -t"

    def plain() -> None:
        subprocess.run(["sh", "-c", command], cwd=folder, stdout=subprocess.DEVNULL, check=True)

    yield _compared("the register as it was / git archive", lambda: at(repo, "HEAD~9"), plain, 3)


def _compared(name: str, ours: Callable[[], object], peer: Callable[[], object], limit: float) -> Figure:
    times = [(_timed(ours), _timed(peer)) for _ in range(RUNS)]
    one, other = (statistics.median(column) for column in zip(*times, strict=True))
    return _figure(name, one, other, limit)


def _timed(work: Callable[[], object]) -> float:
    start = _processor_time()
    work()
    return _processor_time() - start


def _processor_time() -> float:
    times = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in times)


def _git(folder: Path, *args: str, stdin: bytes | None = None) -> bytes:
    return subprocess.run(["git", "-C", str(folder), *args], input=stdin, capture_output=True, check=True).stdout
