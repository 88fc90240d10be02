"""How a run over a register on disk begins: its files are looked at while the checks are still being loaded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from ..register.finding import RECORDS, find_root
from ..register.git_folder import git_folder
from ..register.surveying import Surveying

if TYPE_CHECKING:
    from ..register.progress import Told
    from .tree import Checked


def check_tree(  # noqa: PLR0913 - each is a word about the run, given by name
    path: Path,
    *,
    today: dt.date,
    wanted: Callable[[Path], bool] | None = None,
    use_index: bool = True,
    only: str = "",
    as_one: bool = True,
    told: Told | None = None,
) -> Checked:
    """Check the register around ``path`` as its files are, or what of it the index doesn't know already.

    ``wanted``: of which files the problems are told. ``only``: the checks to make, as ``checks.chosen`` understands
    them, empty for all; a run of some neither uses an index nor leaves one. ``as_one``: see ``running.check``.
    ``told`` hears how far it is.

    Raises:
        NotARegister, NoSchemas, SchemaError: it can't be checked.
        NoSuchCheck: ``only`` names none.
    """
    root = find_root(path)
    is_kept = use_index and not only and git_folder(root) is not None
    with Surveying(root / RECORDS) if is_kept else nullcontext() as surveying:
        from .checks import chosen  # loaded while a second process looks at the files
        from .tree import check_tree as run

        codes = chosen(only) if only else None
        return run(root, surveying, today=today, wanted=wanted, only=codes, as_one=as_one, told=told)
