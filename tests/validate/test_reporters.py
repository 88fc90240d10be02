"""Reports: each in the form that its reader expects, and none that a record can forge."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from followup.register import Register
from followup.validate import FORMATS, Problem, TextReporter, fails, summary
from followup.validate.reporters.text import excerpt
from jsonschema import Draft4Validator
from samples import SAMPLES, base, laid_over, problems_in, report

# As SchemaStore publishes it; the standard's own text is that of errata 01.
SARIF = json.loads((Path(__file__).parent / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))

EVIL = "\x1b[31mred\x1b[0m\u202eesrever\x07,%0A::error file=x::pwned\nrecords/x.toml:1:1: error X: forged"


@pytest.fixture
def register(tmp_path):
    return Register.open(laid_over(tmp_path, SAMPLES / "not-in-list" / "wrong"))


@pytest.fixture
def problem(register):
    (found,) = problems_in(register.root)
    return found


def evil(folder):
    """A register with hostile names and values in all places that a report shows."""
    base(folder)
    path = folder / "records/topics" / "a\nb\x1b[31m\u202e,c:d%.toml"
    path.write_text('name = "x"\n')
    request = folder / "records/2015/2564-RSP/requests/2b.toml"
    text = request.read_text(encoding="utf-8")
    value = json.dumps(EVIL).replace("\\u202e", "\u202e")
    text = text.replace('strength = "calls-on"', f"strength = {value}\n{json.dumps(EVIL)} = 1")
    request.write_text(text, encoding="utf-8")
    return Register.open(folder)


@pytest.mark.parametrize("form", FORMATS)
def test_no_report_can_be_forged_by_a_record(form, tmp_path):
    register = evil(tmp_path)
    problems = problems_in(tmp_path)
    assert {"F110", "S202", "S204"} <= {each.code for each in problems}
    text = report(problems, register, form)
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    starts = [line for line in text.splitlines() if line.startswith(("records/x.toml", "::error file=x"))]
    assert starts == []
    text.encode()


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_of_nothing(form, register):
    text = report([], register, form)
    if form in ("json", "code-quality"):
        assert json.loads(text) == []
    elif form == "sarif":
        assert json.loads(text)["runs"][0]["results"] == []
    elif form == "junit":
        assert ET.fromstring(text).get("failures") == "0"  # noqa: S314 - our own
    else:
        assert text == ""


def test_text_in_colour_says_the_same(register, problem):
    import re

    plain = TextReporter().report([problem], register)
    coloured = TextReporter(color=True).report([problem], register)
    assert "\x1b[" in coloured
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == plain


def test_paths_from_another_folder(register, problem):
    text = TextReporter(base=register.root / "records" / "topics").report([problem], register)
    assert text.startswith("../2015/2564-RSP/requests/2b.toml:9:12: error S204 not-in-list: ")


def test_json_has_all_fields_in_order(register, problem):
    (found,) = json.loads(report([problem], register, "json"))
    assert list(found) == [
        *("path", "line", "column", "end_line", "end_column", "code", "name", "severity"),
        *("record", "field", "message", "hint"),
    ]
    assert found["path"] == "records/2015/2564-RSP/requests/2b.toml"
    assert (found["line"], found["column"], found["end_line"], found["end_column"]) == (9, 12, 9, 21)
    assert Problem(**found) == problem


def test_github_escapes_what_ends_a_command(register, problem):
    odd = problem._replace(path="records/a,b:c%.toml", message="100 % wrong\nand more", hint="", severity="note")
    assert report([odd], register, "github") == (
        "::notice file=records/a%2Cb%3Ac%25.toml,line=9,endLine=9,col=12,endColumn=21,title=S204 not-in-list"
        "::100 %25 wrong%0Aand more\n"
    )


def test_github_has_no_columns_over_several_lines(register, problem):
    assert "col=" not in report([problem._replace(end_line=11)], register, "github")


@pytest.mark.parametrize(
    "name", ["not-in-list", "not-verbatim", "no-source", "symbolic-link", "overdue", "not-canonical"]
)
def test_sarif_keeps_to_the_published_schema(name, tmp_path):
    register = Register.open(laid_over(tmp_path, SAMPLES / name / "wrong"))
    problems = problems_in(tmp_path)
    log = json.loads(report(problems, register, "sarif"))
    assert [error.message for error in Draft4Validator(SARIF).iter_errors(log)] == []
    (run,) = log["runs"]
    assert len(run["results"]) == len(problems)
    for result in run["results"]:
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        assert (rule["id"], rule["name"]) == (result["ruleId"], name)


def test_sarif_of_hostile_names(tmp_path):
    log = json.loads(report(problems_in(evil(tmp_path).root), Register.open(tmp_path), "sarif"))
    assert [error.message for error in Draft4Validator(SARIF).iter_errors(log)] == []
    uris = [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in log["runs"][0]["results"]]
    assert "records/topics/a%0Ab%1B%5B31m%E2%80%AE%2Cc%3Ad%25.toml" in uris


def test_junit_fails_for_errors_only(register, problem):
    problems = [problem, problem._replace(severity="warning", code="X"), problem._replace(severity="note")]
    suites = ET.fromstring(report(problems, register, "junit"))  # noqa: S314 - our own
    (suite,) = suites
    assert (suites.get("tests"), suites.get("failures")) == ("3", "1")
    assert [[child.tag for child in case] for case in suite] == [["failure"], ["system-out"], ["system-out"]]
    assert suite[0].get("classname") == "records/2015/2564-RSP/requests/2b.toml"


def test_code_quality_gives_each_problem_a_lasting_fingerprint(register, problem):
    moved = problem._replace(line=problem.line + 5, end_line=problem.end_line + 5)
    (one,) = json.loads(report([problem], register, "code-quality"))
    (other,) = json.loads(report([moved], register, "code-quality"))
    assert one["fingerprint"] == other["fingerprint"]
    both = json.loads(report([problem, moved], register, "code-quality"))
    assert len({each["fingerprint"] for each in both}) == 2
    assert one["location"] == {"path": problem.path, "lines": {"begin": 9, "end": 9}}
    assert one["severity"] == "major"


@pytest.mark.parametrize(
    ("line", "column", "end", "shown", "mark"),
    [
        ('a = "x"', 5, 8, 'a = "x"', "    ^^^"),
        ("\ta = 1", 6, 7, "    a = 1", "        ^"),
        ('名 = "日本"', 5, 9, '名 = "日本"', "     ^^^^^^"),
        ("e\u0301 = 1", 6, 7, "e\u0301 = 1", "    ^"),
        ("", 1, 1, "", "^"),
        ("a = ", 9, 9, "a =", "        ^"[-1:].rjust(5)),
    ],
)
def test_the_caret_stands_below_the_place(problem, line, column, end, shown, mark):
    place = problem._replace(line=1, end_line=1, column=column, end_column=end)
    assert excerpt(line, place) == (shown, mark)


@pytest.mark.parametrize("at", [0, 10, 90, 500, 4990])
def test_a_long_line_is_cut_around_the_place(problem, at):
    line = "x" * at + "HERE" + "y" * (5000 - at)
    shown, mark = excerpt(line, problem._replace(line=1, end_line=1, column=at + 1, end_column=at + 5))
    assert len(shown) <= 102
    assert shown[mark.index("^") :][: mark.count("^")] == "HERE"


def test_what_fails(problem):
    warning, note = problem._replace(severity="warning"), problem._replace(severity="note")
    assert fails([problem])
    assert not fails([warning, note])
    assert fails([warning], strict=True)
    assert not fails([note], strict=True)


def test_summary(register, problem):
    assert summary([], len(register)) == f"{len(register)} records checked: no problems."
    more = [problem, problem, problem._replace(severity="warning", path="records/other.toml")]
    assert summary(more, len(register)) == f"{len(register)} records checked: 2 errors, 1 warning in 2 files."
