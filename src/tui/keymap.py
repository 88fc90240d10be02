"""Keys as the user wants them: a small file that gives actions other keys. No UI in here."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from .actions import ACTIONS, TOGETHER, Action, key_name, key_named

CONFUSED = {"ctrl+m": "enter", "ctrl+i": "tab", "ctrl+h": "backspace", "ctrl+[": "esc"}
"""Keys that many terminals can't tell from another one."""
_MODIFIERS = frozenset({"ctrl", "shift", "alt"})
_REPLACED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Where Textual's name of a key is not Unicode's name of the character."""
_NAMED = frozenset(
    (
        *("enter", "escape", "space", "tab", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown"),
        *("up", "down", "left", "right"),
        *(f"f{number}" for number in range(1, 25)),
    )
)


def keys_file() -> Path:
    """Where the keys are written: ``followup/keys.toml`` in the folder for settings."""
    settings = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    return Path(settings).expanduser() / "followup" / "keys.toml"


@dataclass(frozen=True, slots=True)
class Keymap:
    """The keys of actions that the user gave others, and what is wrong with the file that says so."""

    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    faults: tuple[str, ...] = ()

    def of(self, action: Action) -> tuple[str, ...]:
        """An action's keys."""
        return self.keys.get(action.id, action.keys)

    @property
    def textual(self) -> dict[str, str]:
        """The same as Textual takes it."""
        return {name: ",".join(keys) for name, keys in self.keys.items()}


def load(path: Path) -> Keymap:
    """The keys of a file. What is wrong with a line leaves its action as it was; no file is no fault."""
    if not path.exists():
        return Keymap()
    import tomllib

    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return Keymap(faults=(f"The file can’t be read: {error}",))
    return keymap(said)


def keymap(said: Mapping[str, Any]) -> Keymap:
    """The keys that a file's content gives, without those that would not work."""
    keys: dict[str, tuple[str, ...]] = {}
    faults: list[str] = []
    for name, value in said.items():
        found, fault = _keys(name, value)
        if fault:
            faults.append(fault)
        else:
            keys[name] = found
    clashes = list(_clashes(keys))
    return Keymap(
        {name: each for name, each in keys.items() if name not in {a for a, _ in clashes}},
        (*faults, *(text for _, text in clashes)),
    )


def _keys(name: str, value: Any) -> tuple[tuple[str, ...], str]:
    """The keys of one line, or what is wrong with it."""
    known = [each.id for each in ACTIONS]
    if name not in known:
        like = get_close_matches(name, known, 1)
        return (), f"There is no action “{name}”." + (f" Did you mean {like[0]}?" if like else "")
    written = [value] if isinstance(value, str) else value
    if not isinstance(written, list) or not written or not all(isinstance(each, str) for each in written):
        return (), f"{name} needs a key in quotes, or a list of keys."
    found = tuple(map(key_of, written))
    if None in found:
        return (), f"{name}: there is no key “{written[found.index(None)]}”."
    confused = next((each for each in written if each.lower() in CONFUSED), None)
    if confused:
        return (), f"{name}: terminals can’t tell {confused} from {CONFUSED[confused.lower()]}."
    return tuple(each for each in found if each), ""


def key_of(written: str) -> str | None:
    """A key as Textual calls it; None for what is no key. ``?``, ``esc``, ``ctrl+s``, ``F5`` and ``J`` are keys."""
    *modifiers, last = [""] if not written else [written] if len(written) == 1 else _split(written)
    if not set(modifiers) <= _MODIFIERS or not last:
        return None
    base = key_named(last) or _base(last)
    return "+".join([*modifiers, base]) if base else None


def _split(written: str) -> list[str]:
    *modifiers, last = written.split("+") if not written.endswith("++") else [*written[:-2].split("+"), "+"]
    return [*(each.lower() for each in modifiers), last]


def _base(text: str) -> str | None:
    if len(text) > 1:
        return text.lower() if text.lower() in _NAMED else None
    if text.isalnum():
        return text
    name = unicodedata.name(text, "").lower().replace("-", "_").replace(" ", "_")
    return _REPLACED.get(name, name) or None


def _clashes(keys: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """The actions whose new key something else has where both apply, and what to say of it."""
    for action in ACTIONS:
        for key in keys.get(action.id, ()):
            others = (each for each in ACTIONS if each.id != action.id and key in keys.get(each.id, each.keys))
            other = next((each for each in others if together(action.contexts, each.contexts)), None)
            if other and not (key in action.keys and key in other.keys):
                yield action.id, f"{action.id}: {key_name(key)} is the key of “{other.title}” ({other.id}) already."
                break


def together(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two actions of these contexts can be at hand at the same time."""
    first, second = set(one), set(other)
    return any(first & set(group) and second & set(group) for group in TOGETHER)
