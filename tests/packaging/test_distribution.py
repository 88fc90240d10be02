"""What is built and installed: the wheel holds all that runs, and nothing is looked for in the checkout."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.egg-info")

WHERE_IT_LIES = """
import json
from importlib import metadata, resources
package = resources.files("followup")
print(json.dumps({
    "place": str(package),
    "version": metadata.version("followup"),
    "typed": (package / "py.typed").is_file(),
    "schemas": sorted(each.name for each in resources.files("followup.schema").iterdir() if each.name[-5:] == ".json"),
    "licences": [path.read_text() for path in metadata.files("followup") if path.name == "LICENSE"],
}))
"""


def run(*command: object, cwd: Path) -> str:
    done = subprocess.run(
        [*map(str, command)], cwd=cwd, env=surroundings(), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def surroundings() -> dict[str, str]:
    """This process's environment; PYTHONPATH would let the checkout in by the back door."""
    return {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}


def pip(*arguments: object, cwd: Path) -> str:
    return run(sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments, cwd=cwd)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """A wheel, built with no network from a copy of the sources, so that the checkout gets no build folder."""
    copy = tmp_path_factory.mktemp("sources")
    for name in ("src", "schema"):
        shutil.copytree(ROOT / name, copy / name, ignore=LEFT_OUT)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    pip("wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", copy / "dist", copy, cwd=copy)
    (built,) = (copy / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def scripts(wheel, tmp_path_factory) -> Path:
    """The scripts of a fresh environment with the wheel in it, and beside it the libraries of this one."""
    environment = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=environment)
    pip("--python", environment, "install", "--no-index", "--no-deps", wheel, cwd=environment)
    (packages,) = environment.glob("lib/python*/site-packages")
    # Only now: else pip would find this checkout's own installation, and do nothing.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return environment / "bin"


def shipped() -> set[str]:
    """What the wheel must hold: every file of the package and of the schemas."""
    folders = {"followup": ROOT / "src", "followup/schema": ROOT / "schema"}
    return {
        f"{package}/{path.relative_to(folder).as_posix()}"
        for package, folder in folders.items()
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__"} & {*path.parts} and ".egg-info" not in str(path)
    }


def test_the_wheel_holds_every_file_of_the_package_and_no_other(wheel):
    names = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert names ^ shipped() == set(), "add the folder to [tool.setuptools] packages, or the file to package-data"


def test_the_installed_package_finds_what_it_ships(scripts, tmp_path):
    found = json.loads(run(scripts / "python", "-c", WHERE_IT_LIES, cwd=tmp_path))
    assert Path(found["place"]).is_relative_to(scripts.parent)
    check_what_ships(found)
    assert found["licences"] == [(ROOT / "LICENSE").read_text("utf-8")]


def test_this_installation_finds_what_it_ships(tmp_path):
    """Usually the editable one, which make makes."""
    check_what_ships(json.loads(run(sys.executable, "-c", WHERE_IT_LIES, cwd=tmp_path)))


def check_what_ships(found):
    assert found["version"] == PROJECT["version"]
    assert found["typed"]
    assert found["schemas"] == sorted(path.name for path in (ROOT / "schema").glob("*.json"))


def test_the_installed_command_runs(scripts, tmp_path):
    assert PROJECT["version"] in run(scripts / "followup", "--version", cwd=tmp_path)
    assert "Usage: followup" in run(scripts / "followup", "--help", cwd=tmp_path)


def test_the_version_is_said_once():
    import followup

    assert followup.__version__ == PROJECT["version"]


def test_the_licence_is_the_one_that_is_declared():
    title, _, rest = (ROOT / "LICENSE").read_text("utf-8").strip().partition("\n")
    assert PROJECT["license"] == "EUPL-1.2"
    assert title == "EUROPEAN UNION PUBLIC LICENCE v. 1.2"
    assert rest.endswith(
        "All other changes or additions to this Appendix require the production of a new\nEUPL version."
    )


PIN = re.compile(r"^(?P<name>[A-Za-z0-9_.-]+)==(?P<version>[^ ;\\]+)", re.MULTILINE)


def pins(file: str) -> dict[str, str]:
    text = (ROOT / file).read_text("utf-8")
    return {match["name"].lower().replace("_", "-"): match["version"] for match in PIN.finditer(text)}


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("requirements.txt", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["build"]]),
        ("requirements-dev.txt", [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]),
    ],
)
def test_every_requirement_is_pinned_to_a_version_that_will_do(file, wanted):
    requirements = {requirement.name.lower(): requirement for requirement in map(Requirement, wanted)}
    unmet = {name: pins(file).get(name) for name in requirements if not fits(requirements[name], pins(file).get(name))}
    assert unmet == {}, "run make pins"


def fits(requirement: Requirement, version: str | None) -> bool:
    return version is not None and requirement.specifier.contains(version, prereleases=True)


def test_both_files_pin_the_same_versions():
    run_time, development = pins("requirements.txt"), pins("requirements-dev.txt")
    assert run_time.items() <= development.items()


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_its_hashes_and_no_address(file):
    text = (ROOT / file).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE)
