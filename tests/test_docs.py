"""What is generated is as it would be generated now, and says something of everything."""

import importlib.util
from pathlib import Path

import pytest
from followup.commands import SUMMARIES
from followup.commands.group import COMMANDS, followup

DOCS = Path(__file__).parents[1] / "docs"


def _generator():
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _generator()


@pytest.mark.parametrize("name", generate.PAGES)
def test_a_page_is_as_it_would_be_made_now(name):
    assert (DOCS / name).read_text(encoding="utf-8") == generate.PAGES[name](), "run: make docs"


def test_the_help_names_every_command_in_whole_sentences():
    said = {name: says for commands in SUMMARIES.values() for name, says in commands.items()}
    assert said.keys() == COMMANDS.keys()
    for name, says in said.items():
        assert says.endswith(".")
        assert len(says) <= 62, "it has its own line in a terminal of 80 columns"
        assert followup.get_command(None, name).hidden is False


def test_every_command_is_documented():
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        assert f"## followup {name}\n" in page


def test_every_command_and_option_has_a_help_text():
    for name in COMMANDS:
        command = followup.get_command(None, name)
        assert command.help, name
        for parameter in command.params:
            assert parameter.param_type_name == "argument" or parameter.help, (name, parameter.name)
