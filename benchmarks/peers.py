"""The tools that validate is held against, each in an environment of its own, checking the same schemas.

All of them check ``format: date``; none knows ``format: edtf`` (dates such as 2015-10 or ../2015-12-31), which
followup checks. tombi takes a TOML date only where ``format: date`` is said, so it gets a copy of the schemas where
``edtf`` is "a text or a date". None checks anything beyond one record.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .process import Command, NotRun

ROOT = Path(__file__).parents[1]
CACHE = ROOT / "build" / "bench"
PINS = Path(__file__).with_name("peers.txt")

TOMBI = """\
[files]
include = ["records/**/*.toml"]

[schema]
strict = false
catalog.paths = []
"""


def pinned() -> dict[str, str]:
    """The version of each peer."""
    lines = [line for line in PINS.read_text("utf-8").splitlines() if not line.startswith("#")]
    return dict(line.split("==") for line in lines)


def installed(name: str) -> Path:
    """The program of a peer, installed from the package index unless it is there already.

    Raises NotRun where it can't be.
    """
    version = pinned()[name]
    folder = CACHE / f"{name}-{version}"
    program = folder / "bin" / name
    if program.exists():
        return program
    print(f"installing {name} {version} into {folder.relative_to(ROOT)}", file=sys.stderr, flush=True)
    venv.create(folder, with_pip=True, clear=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "install", f"{name}=={version}"], capture_output=True, text=True, check=False)
    if done.returncode or not program.exists():
        raise NotRun(f"{name} {version} can't be installed: {done.stderr.strip()[-300:]}")
    return program


def check_jsonschema(folder: Path) -> list[Command]:
    """One run a kind, as each run takes one schema."""
    program = str(installed("check-jsonschema"))
    commands = []
    for schema, kind in _schemas(folder).items():
        files = sorted(str(each.relative_to(folder)) for each in folder.glob(f"records/**/{kind['x-kind']}/*.toml"))
        path = str(schema.relative_to(folder))
        commands.append(Command([program, "--schemafile", path, *files], folder))
    return commands


def taplo(folder: Path) -> list[Command]:
    """One run, with the settings that this repository has for it."""
    (folder / ".taplo.toml").write_bytes((ROOT / ".taplo.toml").read_bytes())
    return [Command([str(installed("taplo")), "lint"], folder)]


def tombi(folder: Path) -> list[Command]:
    """One run, with the same schema for each kind; its settings and schemas lie beside the register."""
    program = str(installed("tombi"))
    beside = folder / ".git" / "tombi-schemas"
    beside.mkdir(parents=True, exist_ok=True)
    settings = [TOMBI]
    for schema, kind in _schemas(folder).items():
        (beside / schema.name).write_text(json.dumps(_dates_or_texts(kind)), encoding="utf-8")
        place = f'path = "{beside / schema.name}"\ninclude = ["records/**/{kind["x-kind"]}/*.toml"]\n'
        settings.append(f"[[schemas]]\n{place}")
    (folder / "tombi.toml").write_text("\n".join(settings), encoding="utf-8")
    (folder / ".git" / "info" / "exclude").write_text("tombi.toml\n", encoding="utf-8")
    return [Command([program, "lint", "--offline"], folder)]


PEERS: dict[str, Callable[[Path], list[Command]]] = {
    "check-jsonschema": check_jsonschema,
    "taplo lint": taplo,
    "tombi lint": tombi,
}


def refuses(name: str, folder: Path) -> bool:
    """Whether a peer checks the schema at all: a request with a field too many must not pass it."""
    request = next(folder.glob("records/*/*/requests/*.toml"))
    right = request.read_bytes()
    request.write_bytes(b"no_such_field = 1\n" + right)
    try:
        for command in PEERS[name](folder):
            command.run()
    except NotRun as why:
        return "no_such_field" in str(why)
    else:
        return False
    finally:
        request.write_bytes(right)


def _schemas(folder: Path) -> dict[Path, dict[str, Any]]:
    return {path: json.loads(path.read_text("utf-8")) for path in sorted((folder / "schema").glob("*.schema.json"))}


def _dates_or_texts(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_dates_or_texts(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    own = {name: _dates_or_texts(each) for name, each in schema.items()}
    if own.get("format") == "edtf":
        del own["format"], own["type"]
        own["anyOf"] = [{"type": "string"}, {"type": "string", "format": "date"}]
    return own
