"""The keys as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterator

from .actions import CONTEXTS, Action, for_contexts, key_name

HEAD = """\
# Keys of the terminal UI

Made by `make docs` from the table of actions, as `?` shows it; the mouse works too. `followup` opens the register.
"""


def as_markdown() -> str:
    """All actions by where they apply."""
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for context, title in CONTEXTS.items():
        yield f"## {title}\n"
        yield "| Keys | Action | What it does |"
        yield "| --- | --- | --- |"
        yield from (_line(each) for each in for_contexts(context))
        yield ""


def _line(action: Action) -> str:
    keys = " ".join(f"`{key_name(key)}`" for key in action.keys) or "palette"
    return f"| {keys} | {action.title} | {action.help} |"
