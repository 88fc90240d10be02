"""Two states of the register taken from git and compared in full."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from ..history import Repository, compare_range, compare_work_tree
from ..history.changes import identifying
from ..history.comparing import Comparison
from ..history.snapshot import of_tree
from ..register import Schemas, find_root
from ..register.register import SCHEMA
from ..validate import Problem, check
from .comparison import ComparisonReport, compared, renamed
from .comparison_html import to_html
from .comparison_json import to_json
from .comparison_markdown import to_markdown
from .comparison_text import to_text
from .effects import Effects, effects

FORMATS: Mapping[str, Callable[[ComparisonReport], str]] = {
    "text": to_text,
    "markdown": to_markdown,
    "json": to_json,
    "html": to_html,
}
"""The renderers by the name of their format."""

NOW = "the files now"


def comparison_report(repo: Repository, named: str, today: dt.date) -> ComparisonReport:
    """What ``A..B`` or ``A...B`` names, compared; ``A`` alone, or nothing (HEAD), with the files as they are now.

    Raises: UnknownRevision, BeforeHistory, GitFailed, SchemaError, NotARegister.
    """
    schemas = Schemas.load(find_root(repo.root) / SCHEMA)
    identify = {name: identifying(kind) for name, kind in schemas.items()}
    if ".." in named:
        old, _, new = named.replace("...", "..").partition("..")
        comparison, names = compare_range(repo, named, identify), (old or "HEAD", new or "HEAD")
    else:
        comparison, names = compare_work_tree(repo, named or "HEAD", identify), (named or "HEAD", NOW)
    before, after = (of_tree(repo, sha).register(repo.root) for sha in (comparison.old, comparison.new))
    found = effects(before, after, today, renamed(comparison)) if _differs(comparison) else NO_EFFECTS
    return compared(comparison, found, before, after, names)


NO_EFFECTS = Effects((), (), (), (), (), ())
"""No effects."""


def new_errors(repo: Repository, new: str, old: str, today: dt.date) -> Sequence[Problem]:
    """The errors in commit ``new`` that ``old`` has not; all of them where ``old`` is empty.

    Raises: GitFailed, SchemaError.
    """
    after = of_tree(repo, new).register(repo.root)
    found = [each for each in check(after, today=today) if each.severity == "error"]
    if not found or not old:
        return found
    return effects(of_tree(repo, old).register(repo.root), after, today).errors


def _differs(comparison: Comparison) -> bool:
    return bool(comparison.records or comparison.others)
