"""What a line of work brought and removed: always what checking both states at once, as a whole, gives."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from followup.history import Repository, compare_work_tree
from followup.history.errors import GitFailed
from followup.history.snapshot import of_tree
from followup.register import Register, SchemaError, Schemas
from followup.register.files import RECORD_LIMIT
from followup.report.comparison import renamed
from followup.report.effects import new_and_gone
from followup.report.since import left_at, since
from followup.validate import TextReporter, check, records_of
from hypothesis import given, settings
from sequences import TEXTS, Sequence, git, steps

_GIT = ["staged", "ignored", "forgotten", "unwatched", "converted", "hidden", "large", "moved", "vocabulary", "module"]


def tried(folder: Path, *args: str) -> str:
    """What git says; nothing where it refuses, as it does in another repository's folder."""
    try:
        return git(folder, *args)
    except subprocess.CalledProcessError:
        return ""


class Work(Sequence):
    """A register in git in which more is done than to files."""

    def _staged(self, chance: random.Random) -> None:
        path = self._some(chance)
        path.write_bytes(path.read_bytes() + b"# staged\n")
        tried(self.folder, "add", "-f", str(path))
        path.write_bytes(path.read_bytes() + b"# and not\n")

    def _ignored(self, chance: random.Random) -> None:
        name = chance.choice(["*.bak", "requests/", "sources/", "*.txt", "3.toml", "actors/"])
        with (self.folder / ".gitignore").open("a") as file:
            file.write(f"{name}\n")
        path = self._some(chance)
        shutil.copyfile(path, path.with_name("3.bak"))

    def _forgotten(self, chance: random.Random) -> None:
        path = self._some(chance)
        tried(self.folder, "rm", "-q", "-f", "--cached", "--ignore-unmatch", str(path))
        with (self.folder / ".gitignore").open("a") as file:
            file.write(f"{path.name}\n")

    def _unwatched(self, chance: random.Random) -> None:
        path = self._some(chance)
        if tried(self.folder, "ls-files", str(path)):
            git(self.folder, "update-index", chance.choice(["--assume-unchanged", "--skip-worktree"]), str(path))
            path.write_bytes(path.read_bytes() + chance.choice(TEXTS) + b"\n")

    def _converted(self, chance: random.Random) -> None:
        how = chance.choice(["text eol=lf", "text eol=crlf", "ident"])
        (self.folder / ".gitattributes").write_text(f"records/**/*.toml {how}\n")
        self._crlf(chance)
        if chance.random() < 0.5:
            tried(self.folder, "add", "-A")

    def _hidden(self, chance: random.Random) -> None:
        path = self._some(chance)
        path.with_name(chance.choice([".x.toml", ".other.txt", ".x"])).write_bytes(path.read_bytes())

    def _large(self, chance: random.Random) -> None:
        path = self._some(chance)
        path.write_bytes(path.read_bytes() + b"#" * RECORD_LIMIT)

    def _moved(self, chance: random.Random) -> None:
        path = self._some(chance)
        old, new = path.relative_to(self.records).as_posix()[:-5], f"{path.parent.relative_to(self.records)}/new-name"
        path.replace(path.with_name("new-name.toml"))
        for each in self.files():
            each.write_bytes(each.read_bytes().replace(f'"{old}"'.encode(), f'"{new}"'.encode()))

    def _vocabulary(self, chance: random.Random) -> None:
        word = chance.choice(["Commission", "report"])
        term = f'[[term]]\ndeprecated = ["{word}"]\npreferred = "it"\nwhy = "A trial."\n'
        (self.folder / "schema/vocabulary.toml").write_text(term)

    def _module(self, chance: random.Random) -> None:
        inner = self.records / "2017/2000-RSP"
        if not inner.exists():
            shutil.copytree(self._some(chance).parent, inner, symlinks=True)
            git(inner, "init", "-q")
            git(inner, "add", "-A")
            git(inner, "commit", "-qm", "Inner")


def both_at_once(work: Sequence, named: str):
    """The two states, each read and checked as a whole."""
    repo = Repository.open(work.folder)
    register = Register.open(work.folder)
    now = check(register, today=work.today)
    sha = left_at(repo, named, "HEAD")
    before = check(as_it_was(repo, sha, register.schemas), today=work.today)
    brought, removed = new_and_gone(before, now, renamed(compare_work_tree(repo, sha)))
    return brought, removed, now, TextReporter().changes(brought, removed, register), records_of(register)


def as_it_was(repo: Repository, sha: str, schemas: Schemas) -> Register:
    """All records of a commit, in memory; by other schemas where it has none that can be used."""
    snapshot = of_tree(repo, sha)
    try:
        return snapshot.register(repo.root)
    except SchemaError:
        return Register.of_blobs(repo.root, schemas, {str(path): raw for path, raw in snapshot.files.items()})


def by_what_differs(work: Sequence, named: str, **how):
    found = since(Repository.open(work.folder), named, work.today, **how)
    told = TextReporter().changes(found.brought, found.removed, found.register)
    return found.brought, found.removed, found.all, told, found.records


@given(steps(*_GIT))
@settings(max_examples=int(os.environ.get("FOLLOWUP_SEQUENCES", "40")))
def test_no_answer_is_another_for_what_is_left_out(tmp_path_factory, doings):
    work = Work(tmp_path_factory.mktemp("work"))
    git(work.folder, "tag", "begin")
    for what, number in doings:
        if work.files() and work.files("*.txt"):
            work.do(what, number)
    for named in ("begin", "HEAD"):
        try:
            wanted = both_at_once(work, named)
        except GitFailed:  # git adds nothing that lies outside of a sparse checkout
            continue
        assert by_what_differs(work, named) == wanted
        assert by_what_differs(work, named) == wanted
        assert by_what_differs(work, named, use_index=False) == wanted
    shutil.rmtree(work.folder)


@pytest.fixture
def work(tmp_path):
    """A register of which nothing has changed yet."""
    return Work(tmp_path)


def never(*_):
    raise AssertionError("all records were read")


def edited(work):
    path = work.records / "2015/2564-RSP/requests/3.toml"
    path.write_bytes(path.read_bytes().replace(b"strength = ", b"strength = 3 #"))


def imported(work):
    source = work.records / "2016/2000-RSP/sources/other.txt"
    source.write_text("1.  Calls for something;\n")
    document = (work.records / "2016/2000-RSP/documents/resolution.toml").read_text()
    name = document.partition('file = "')[2].partition('"')[0]
    other = document.replace(name, "sources/other.txt")
    (work.records / "2016/2000-RSP/documents/other.toml").write_text(other)


def source_changed(work):
    for path in work.files("*.txt"):
        path.write_text(path.read_text().replace("the", "a"))


def source_renamed(work):
    path = work.files("*.txt")[0]
    path.rename(path.with_name("renamed.txt"))


def folder_gone(work):
    shutil.rmtree(work.records / "topics")


def renamed_with_references(work):
    work.do("moved", 4)


def in_other_line_endings(work):
    (work.folder / ".gitattributes").write_text("records/**/*.toml text eol=lf\n")
    for path in work.files()[:4]:
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    git(work.folder, "add", "-A")
    assert git(work.folder, "diff", "--cached", "--name-only", "--", "records") == ""


def ignored(work):
    (work.folder / ".gitignore").write_text("*.bak\n")
    (work.records / "actors/x.bak").write_text("")


def unwatched(work):
    work.do("unwatched", 0)


def other_words(work):
    work.do("vocabulary", 0)


def other_schema(work):
    path = work.folder / "schema/request.schema.json"
    path.write_text(path.read_text().replace('"title": "Title",', '"title": "Title", "maxLength": 3,', 1))


def broken_before(work):
    path = work.folder / "schema/request.schema.json"
    kept = path.read_bytes()
    path.write_bytes(kept.replace(b'"x-kind"', b'"x-unkind"'))
    git(work.folder, "commit", "-qam", "Break a schema")
    path.write_bytes(kept)
    edited(work)


USUAL = [
    edited,
    imported,
    source_changed,
    source_renamed,
    folder_gone,
    renamed_with_references,
    in_other_line_endings,
    ignored,
    unwatched,
    other_words,
    other_schema,
    broken_before,
]


@pytest.mark.parametrize("change", USUAL)
def test_what_a_change_brings_is_told_without_a_second_register(work, monkeypatch, change):
    wanted_before = both_at_once(work, "HEAD")
    assert by_what_differs(work, "HEAD") == wanted_before
    change(work)
    wanted = both_at_once(work, "HEAD")
    assert wanted[:2] != wanted_before[:2]
    monkeypatch.setattr("followup.report.since._at_once", never)
    assert by_what_differs(work, "HEAD") == wanted
    assert by_what_differs(work, "HEAD") == wanted, "what was has been kept for what is"
    assert by_what_differs(work, "HEAD", use_index=False) == wanted


def linked(work):
    work.do("link", 0)


def partly_checked_out(work):
    git(work.folder, "sparse-checkout", "set", "schema", "records/2015", "records/actors")


@pytest.mark.parametrize("change", [linked, partly_checked_out])
def test_where_bytes_dont_say_it_all_the_commit_is_read_whole(work, monkeypatch, change):
    edited(work)
    change(work)
    assert by_what_differs(work, "HEAD") == both_at_once(work, "HEAD")
    monkeypatch.setattr("followup.report.since._at_once", never)
    with pytest.raises(AssertionError, match="all records were read"):
        by_what_differs(work, "HEAD")


def test_in_a_clone_without_what_was(work, tmp_path_factory):
    edited(work)
    git(work.folder, "commit", "-qam", "Edit")
    git(work.folder, "config", "uploadpack.allowFilter", "true")
    folder = tmp_path_factory.mktemp("clone") / "clone"
    git(work.folder, "clone", "-q", "--filter=blob:none", f"file://{work.folder}", str(folder))
    git(folder, "remote", "set-url", "origin", "file:///nowhere")
    clone = Work.__new__(Work)
    clone.folder, clone.records, clone.today = folder, folder / "records", work.today
    found = since(Repository.open(folder), "HEAD~1", work.today)
    assert found.missing == 1
    assert by_what_differs(clone, "HEAD~1") == both_at_once(clone, "HEAD~1")
