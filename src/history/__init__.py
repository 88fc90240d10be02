"""The register's history, kept by git: commits, the life of each field, the register as it was.

Names are loaded when first used: importing git's library takes longer than many commands do.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .beginning import begin as begin
    from .changes import FieldChange as FieldChange
    from .changes import differences as differences
    from .changes import identifying as identifying
    from .committing import CommitResult as CommitResult
    from .committing import commit as commit
    from .comparing import Comparison as Comparison
    from .comparing import RecordDifference as RecordDifference
    from .comparing import compare as compare
    from .comparing import compare_range as compare_range
    from .comparing import compare_work_tree as compare_work_tree
    from .log import Blame as Blame
    from .log import Entry as Entry
    from .log import Signature as Signature
    from .log import blame as blame
    from .log import history as history
    from .log import signatures as signatures
    from .messages import RecordChange as RecordChange
    from .messages import propose as propose
    from .operations import Operation as Operation
    from .repository import Identity as Identity
    from .repository import Repository as Repository
    from .snapshot import Snapshot as Snapshot
    from .snapshot import at as at
    from .status import Difference as Difference
    from .status import FileStatus as FileStatus
    from .status import Head as Head
    from .status import Status as Status
    from .text import text_difference as text_difference
    from .text import unified as unified
    from .text import word_difference as word_difference
    from .undoing import undo as undo
    from .undoing import undoable as undoable
    from .versions import Version as Version
    from .walking import Commit as Commit
    from .walking import Event as Event

_HOMES = {
    "beginning": ("begin",),
    "changes": ("FieldChange", "differences", "identifying"),
    "committing": ("CommitResult", "commit"),
    "comparing": ("Comparison", "RecordDifference", "compare", "compare_range", "compare_work_tree"),
    "log": ("Blame", "Entry", "Signature", "blame", "history", "signatures"),
    "messages": ("RecordChange", "propose"),
    "operations": ("Operation",),
    "repository": ("Identity", "Repository"),
    "snapshot": ("Snapshot", "at"),
    "status": ("Difference", "FileStatus", "Head", "Status"),
    "text": ("text_difference", "unified", "word_difference"),
    "undoing": ("undo", "undoable"),
    "versions": ("Version",),
    "walking": ("Commit", "Event"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOME[name]}", __name__), name)
