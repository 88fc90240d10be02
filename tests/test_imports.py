"""Which part of the package may import which, and what starts without which library."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

SRC = Path(__file__).parents[1] / "src"

BASE = {"errors"}
BELOW = {*BASE, "register", "history", "validate"}
ROOMS = {
    "errors": set(),
    "register": BASE,
    "history": {*BASE, "register"},
    "validate": {*BASE, "register"},
    "intake": BELOW,
    "report": BELOW,
}
"""The rooms without a terminal: from which others each may import. A new room must be given its place here."""

TERMINAL = {"cli", "commands", "lsp", "tui"}
"""The rooms that know a terminal, or an editor; they may import everything."""

TERMINAL_LIBRARIES = {"click", "rich", "textual", "curses", "readline", "getpass", "argparse", "tty", "termios"}
TERMINAL_NAMES = {"print", "input", "exit", "quit", "breakpoint", "SystemExit"}
TERMINAL_ATTRIBUTES = {
    *(("sys", name) for name in ("exit", "stdout", "stderr", "stdin", "argv")),
    *(("os", name) for name in ("_exit", "abort", "get_terminal_size", "isatty")),
    ("shutil", "get_terminal_size"),
}

NOT_FOR_HELP = {
    "textual",
    "rich",
    "jsonschema",
    "git",
    "gitdb",
    "edtf",
    "tree_sitter",
    "tree_sitter_toml",
    "watchfiles",
    "pygls",
    "lsprotocol",
}


class Import(NamedTuple):
    """One imported name: how many dots stand before it, and its parts."""

    level: int
    parts: tuple[str, ...]
    line: int


@cache
def modules() -> list[Path]:
    return sorted(path for path in SRC.rglob("*.py") if "egg-info" not in str(path))


def room_of(path: Path) -> str:
    """The folder, or for a module at the top its own name; empty for the package itself."""
    first = path.relative_to(SRC).with_suffix("").parts[0]
    return "" if first == "__init__" else first


def imports(path: Path) -> Iterator[Import]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (Import(0, tuple(alias.name.split(".")), node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = tuple(node.module.split(".")) if node.module else ()
            yield from (Import(node.level, (*start, alias.name), node.lineno) for alias in node.names)


def room_imported(path: Path, imported: Import) -> str | None:
    """The room that a relative import reaches; None for a library and for the package itself."""
    if not imported.level:
        return None
    package = path.relative_to(SRC).parts[:-1]
    target = (*package[: len(package) - imported.level + 1], *imported.parts)
    return target[0] if target[0] in {room_of(each) for each in modules()} else None


def where(path: Path, line: int) -> str:
    return f"{path.relative_to(SRC.parent)}:{line}"


def test_every_room_has_its_place():
    assert {room_of(path) for path in modules()} - {""} <= {*ROOMS, *TERMINAL}, (
        "a new room: say in ROOMS from which others it may import"
    )


def test_the_arrows_run_one_way():
    wrong = [
        f"{where(path, imported.line)}: {room} must not import from {reached}"
        for path in modules()
        if (room := room_of(path)) in ROOMS
        for imported in imports(path)
        if (reached := room_imported(path, imported)) not in {None, room, *ROOMS[room]}
    ]
    assert not wrong, "\n".join(wrong)


def test_imports_inside_the_package_are_relative():
    wrong = [
        f"{where(path, imported.line)}: write this import with dots, not with the package's name"
        for path in modules()
        for imported in imports(path)
        if imported.level == 0 and imported.parts[0] in {"followup", "src"}
    ]
    assert not wrong, "\n".join(wrong)


def test_the_package_itself_imports_nothing_of_its_own():
    assert [imported for imported in imports(SRC / "__init__.py") if imported.level] == []


def test_nothing_below_the_terminal_imports_its_libraries():
    wrong = [
        f"{where(path, imported.line)}: {imported.parts[0]} is for tui and cli"
        for path in modules()
        if room_of(path) in ROOMS
        for imported in imports(path)
        if imported.level == 0 and imported.parts[0] in TERMINAL_LIBRARIES
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_below_the_terminal_prints_asks_or_exits():
    wrong = [
        f"{where(path, line)}: {name} is for tui and cli; return it or raise a FollowupError"
        for path in modules()
        if room_of(path) in ROOMS
        for line, name in terminal_names(path)
    ]
    assert not wrong, "\n".join(wrong)


def terminal_names(path: Path) -> Iterator[tuple[int, str]]:
    text = path.read_text("utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in TERMINAL_NAMES:
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            # A forked child has to end without its parent's clean-up; the program goes on.
            ends_a_child = node.attr == "_exit" and "os.fork()" in text
            if (node.value.id, node.attr) in TERMINAL_ATTRIBUTES and not ends_a_child:
                yield node.lineno, f"{node.value.id}.{node.attr}"
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = ((node.module or "", alias.name) for alias in node.names)
            yield from ((node.lineno, ".".join(pair)) for pair in names if pair in TERMINAL_ATTRIBUTES)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]], ids=" ".join)
def test_help_comes_without_the_slow_libraries(arguments, tmp_path):
    program = f"import sys; from followup.cli import main; sys.exit(main({arguments!r}))"
    command = [sys.executable, "-X", "importtime", "-c", program]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "followup" in done.stdout
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "followup.cli" in loaded
    assert {name for name in loaded if name.split(".")[0] in NOT_FOR_HELP} == set(), (
        "import it in the function that needs it"
    )
