"""Git's merge driver: git hands over three files, and takes the first one back with the merge in it.

The contract is gitattributes(5), "Defining a custom merge driver".
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from ..errors import FollowupError
from ..register import files
from ..register.parsing import parse
from ..register.register import RECORDS, SCHEMA
from ..register.schema import Kind, Schemas
from . import marking
from .changes import identifying
from .marking import BASE, OURS, THEIRS
from .merging import CannotMerge, merge

_CONFLICTS = range(1, 128)
"""What git merge-file ends with: how many conflicts there are; more is a failure."""


def merge_files(base: Path, ours: Path, theirs: Path, path: PurePosixPath, size: int = marking.SIZE) -> bool:
    """Put the merge of three files into ``ours``; whether it is clean. ``path`` is the record's, in the work tree.

    What can't be read as TOML is merged as text, and then never called clean unless it can be read.

    Raises: FileError, GitFailed.
    """
    before, mine, other = (files.read(each) for each in (base, ours, theirs))
    try:
        clean, after = _merged(before, mine, other, path, size)
    except CannotMerge:
        return _as_text(base, ours, theirs, size)
    if after != mine:
        files.replace(ours, after, expected=files.digest(mine), root=ours.absolute().parent)
    return clean


def _merged(base: bytes, ours: bytes, theirs: bytes, path: PurePosixPath, size: int) -> tuple[bool, bytes]:
    kind = kind_at(path)
    options = (identifying(kind), kind.layout) if kind else ()
    merged = merge(base if _is_toml(base) else None, ours, theirs, *options)
    return merged.clean, merged.marked(size)


def kind_at(path: PurePosixPath, folder: Path = Path()) -> Kind | None:
    """The kind of the record at a path in a work tree, whose register may lie in a folder of its own."""
    for place, name in enumerate(path.parts):
        schema = folder.joinpath(*path.parts[:place], SCHEMA)
        if name == RECORDS and schema.is_dir():
            try:
                return Schemas.load(schema).get(path.parent.name)
            except FollowupError:
                return None
    return None


def _as_text(base: Path, ours: Path, theirs: Path, size: int) -> bool:
    from .running import Git

    named = [part for name in (OURS, BASE, THEIRS) for part in ("-L", name)]
    names = [str(each.absolute()) for each in (ours, base, theirs)]
    answer = Git(Path.cwd()).run("merge-file", f"--marker-size={size}", "--diff3", *named, *names, accept=())
    if answer.status not in _CONFLICTS:
        answer.checked("merge-file")
    return not answer.status and _is_toml(files.read(ours))


def _is_toml(raw: bytes) -> bool:
    try:
        parse(raw)
    except ValueError:
        return False
    return True
