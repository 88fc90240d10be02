"""What a shell offers while a command is typed: ids, kinds, fields and checks, read without parsing any record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

from .given import Settings

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from ..register import Schemas

T = TypeVar("T")


def ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The records' ids."""
    from click.shell_completion import CompletionItem

    found = _or_nothing(lambda: _ids(ctx))
    return [CompletionItem(each) for each in found if each.startswith(incomplete)]


def kinds(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The kinds of records."""
    from click.shell_completion import CompletionItem

    found = _or_nothing(lambda: list(_schemas(ctx).values()))
    return [CompletionItem(each.name, help=each.plural) for each in found if each.name.startswith(incomplete)]


def kinds_and_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The kinds, and the ids on which a new one can be modelled."""
    return kinds(ctx, param, incomplete) + (ids(ctx, param, incomplete) if "/" in incomplete else [])


def checks(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """The checks, by name and code."""
    from click.shell_completion import CompletionItem

    from ..validate.checks import all_checks

    found = {name: each.title for each in all_checks().values() for name in (each.name, each.code)}
    wanted = (incomplete, incomplete.upper())
    return [CompletionItem(name, help=title) for name, title in found.items() if name.startswith(wanted)]


def _ids(ctx: click.Context) -> list[str]:
    from ..register import find_root, id_of, natural_key
    from ..register.reading import record_files
    from ..register.register import RECORDS

    root = find_root(ctx.ensure_object(Settings).start)
    return sorted((id_of(inner) for _, inner in record_files(root / RECORDS)), key=natural_key)


def _schemas(ctx: click.Context) -> Schemas:
    from ..register import Schemas, find_root
    from ..register.register import SCHEMA

    return Schemas.load(find_root(ctx.ensure_object(Settings).start) / SCHEMA)


def _or_nothing(find: Callable[[], list[T]]) -> list[T]:
    """Outside a register, or in a broken one, there is nothing to offer; a shell can't show why."""
    from ..errors import FollowupError

    try:
        return find()
    except (FollowupError, OSError):
        return []
