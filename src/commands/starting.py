"""Commands that set up: init, completion."""

from __future__ import annotations

from contextlib import suppress
from importlib.resources import files as resources
from pathlib import Path, PurePosixPath

import click

from ..errors import FollowupError
from .given import Settings
from .settings import common

_STARTER = {
    "README.md": "README.md",
    "gitattributes": ".gitattributes",
    "gitignore": ".gitignore",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "workflow.yml": ".github/workflows/register.yml",
    "compare.yml": ".github/workflows/compare.yml",
}
"""Each file that a new register starts with, and where it goes."""

_MESSAGE = "Begin the register\n\nThe schemas say what its records may hold; CI and hooks check each of them.\n"


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@common
def init_command(folder: Path, settings: Settings) -> int:
    """Begin a new, empty register in DIR, and make its first commit."""
    from ..history import begin, commit
    from ..history.equipping import equip

    _refuse_what_is_there(folder)
    contents, place = _contents(), folder.absolute()
    try:
        _write(place, contents)
        repository = begin(place)
        result = commit(repository, [PurePosixPath(name) for name in contents], _MESSAGE)
    except FollowupError:
        _take_back(place, contents)  # so that it can be done again, once git can
        raise
    list(equip(repository))
    click.echo(f"Began a register in {folder}, commit {result.sha[:10]}.")
    settings.tell(f"Open it: followup --root {folder}")
    return 0


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@common
def completion_command(shell: str, settings: Settings) -> int:  # noqa: ARG001
    """Print what makes a shell complete followup's commands and options.

    For bash: followup completion bash >> ~/.bashrc; likewise ~/.zshrc, and for fish
    ~/.config/fish/completions/followup.fish.
    """
    from click.shell_completion import get_completion_class

    from .group import followup

    found = get_completion_class(shell)
    assert found is not None  # noqa: S101 - click has all three
    click.echo(found(followup, {}, "followup", "_FOLLOWUP_COMPLETE").source())
    return 0


def _write(folder: Path, contents: dict[str, bytes]) -> None:
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "records").mkdir(exist_ok=True)


def _take_back(folder: Path, contents: dict[str, bytes]) -> None:
    """Remove what was written, and the folders that are empty then; what git made stays, as it is in nobody's way."""
    for name in contents:
        (folder / name).unlink(missing_ok=True)
    folders = {"records", *(str(parent) for name in contents for parent in PurePosixPath(name).parents)}
    for each in sorted(folders, reverse=True):
        with suppress(OSError):
            (folder / each).rmdir()


def _refuse_what_is_there(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(each.name != ".git" for each in folder.iterdir())):
        raise click.UsageError(f"{folder} is not empty. A new register needs a folder of its own.")


def _contents() -> dict[str, bytes]:
    """All files of a new register, by their path."""
    starter = resources(__package__) / "starter"
    found = {target: (starter / name).read_bytes() for name, target in _STARTER.items()}
    schema = resources(__package__.rpartition(".")[0] + ".schema")
    schemas = [each for each in schema.iterdir() if each.name.endswith((".json", ".toml"))]
    found |= {f"schema/{each.name}": each.read_bytes() for each in schemas if each.is_file()}
    found[".taplo.toml"] = _taplo(found)
    return found


def _taplo(found: dict[str, bytes]) -> bytes:
    """What gives editors completion: which schema goes with which folder."""
    import json

    rules = [
        f'[[rule]]\ninclude = ["records/**/{json.loads(data)["x-kind"]}/*.toml"]\nschema.path = "{name}"\n'
        for name, data in sorted(found.items())
        if name.endswith(".schema.json")
    ]
    return ('include = ["records/**/*.toml"]\n\n' + "\n".join(rules)).encode()
