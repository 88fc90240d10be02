"""The keys as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterator

from .actions import CONTEXTS, Action, for_contexts, key_name

HEAD = """\
# Keys of the terminal UI

Made by `make docs` from the table of actions, as `?` shows it; the mouse works too. `followup` opens the register.

## Other keys

To give actions other keys, name them in `$XDG_CONFIG_HOME/followup/keys.toml` (`~/.config/followup/keys.toml`): the id
of the action as below, and the key or the keys that it is to have instead of its own.

```toml
edit = "i"
filter = ["f", "/"]
back = ["esc", "Q", "alt+left"]
```

Keys are written as they are shown here: `?`, `J`, `esc`, `enter`, `PgUp`, `F5`, `ctrl+s`, `alt+up`. A key that
something else has at the same place, an unknown action and an unknown key are told when the register is opened; such a
line counts for nothing, and the others hold. `?`, the palette and the bottom line show the keys as they then are.
"""


def as_markdown() -> str:
    """All actions by where they apply."""
    return "\n".join([HEAD, *_sections()])


def _sections() -> Iterator[str]:
    for context, title in CONTEXTS.items():
        yield f"## {title}\n"
        yield "| Keys | Action | What it does | Id |"
        yield "| --- | --- | --- | --- |"
        yield from (_line(each) for each in for_contexts(context))
        yield ""


def _line(action: Action) -> str:
    keys = " ".join(f"`{key_name(key)}`" for key in action.keys) or "palette"
    return f"| {keys} | {action.title} | {action.help} | `{action.id}` |"
