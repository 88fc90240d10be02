"""Work that tests interrupt, or do in several processes at once; each step is noted when it is done.

``python endurance.py commit ROOT LOG WHO SECONDS`` commits records of its own for some seconds.
``python endurance.py serve ROOT LOG`` starts, for each line that it reads, a process that writes, commits and exchanges
until it is killed, and says its number.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from followup.history import Repository, commit, errors, remains
from followup.history.exchange import sync
from followup.history.exchange_errors import ExchangeRefused
from followup.register import files

RECORDS = 4


class Log:
    """What was tried and what is done, in a file that outlives whoever writes it."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def note(self, *words: object) -> None:
        os.write(self._file, (" ".join(map(str, words)) + "\n").encode())


def write(repo: Repository, record: str, content: bytes) -> Path:
    path = repo.root / f"records/{record}.toml"
    before = files.digest(files.read(path)) if path.exists() else None
    files.replace(path, content, expected=before, root=repo.root)
    return path


def commit_for(root: Path, log: Log, who: str, seconds: float) -> None:
    """Commit for some seconds; each commit is of one record."""
    repo, end, number = Repository.open(root), time.monotonic() + seconds, 0
    while time.monotonic() < end:
        number += 1
        record = f"topics/{who}-{number % 3}"
        path = write(repo, record, f'name = "{who} {number}"\n'.encode())
        try:
            sha = commit(repo, [path], f"{who} {number}").sha
        except errors.RepositoryLocked:
            log.note("refused", record)
        else:
            log.note("done", sha, record, number)


def work(root: Path, log: Log, run: int) -> None:
    """Write, commit and exchange until somebody kills us."""
    repo, number = Repository.open(root), 0
    log.note("tidied", len(remains.recover(repo)))
    while True:
        number += 1
        record, mark = f"topics/mine-{(run + number) % RECORDS}", f"{run}-{number}"
        path = repo.root / f"records/{record}.toml"
        others = path.read_text().partition("\n")[2] if path.exists() else 'description = "-"\n'
        log.note("try", record, mark)
        write(repo, record, f'name = "{mark}"\n{others}'.encode())
        log.note("written", record, mark)
        log.note("committed", record, mark, commit(repo, [path], mark).sha)
        try:
            result = sync(repo, lambda *_: (), lambda _: None)
        except ExchangeRefused as error:
            log.note("refused", type(error).__name__)
        else:
            log.note("conflict" if result.conflicts else "synced", repo.head.sha)


def serve(root: Path, log: Log) -> None:
    """Start a process a line, from this one, which has everything loaded."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            try:
                work(root, log, int(line))
            except Exception as error:  # noqa: BLE001 - told by the test
                log.note("failed", repr(error).replace("\n", " "))
            finally:
                time.sleep(60)
                os._exit(1)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)
        sys.stdout.write("gone\n")
        sys.stdout.flush()


if __name__ == "__main__":
    what, where, log_file, *rest = sys.argv[1:]
    if what == "serve":
        serve(Path(where), Log(Path(log_file)))
    else:
        commit_for(Path(where), Log(Path(log_file)), rest[0], float(rest[1]))
