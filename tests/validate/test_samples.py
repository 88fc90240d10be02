"""Every sample of every check is a test: what is wrong is found, in these words, and nothing else is."""

from __future__ import annotations

import pytest
from followup.register import Register
from followup.validate import check
from followup.validate.checks import all_checks
from samples import SAMPLES, TODAY, base, laid_over, report, report_of

CHECKS = {each.name: each for each in all_checks().values()}


def samples(side: str) -> list[str]:
    return sorted(
        str(each.relative_to(SAMPLES))
        for each in SAMPLES.glob(f"*/{side}*")
        if each.is_dir() and each.parent.name != "base"
    )


def test_nothing_is_wrong_with_the_register_below_the_samples(tmp_path):
    assert report_of(base(tmp_path)) == ""


@pytest.mark.parametrize("name", CHECKS)
def test_each_check_has_samples(name):
    assert (SAMPLES / name / "wrong").is_dir(), "a check needs a wrong sample"
    assert (SAMPLES / name / "wrong.txt").is_file(), "and the report that it gives"


def test_each_sample_is_of_a_check():
    assert {each.name for each in SAMPLES.iterdir() if each.is_dir()} == {*CHECKS, "base"}


@pytest.mark.parametrize("sample", samples("wrong"))
def test_wrong(sample, tmp_path):
    register = Register.open(laid_over(tmp_path, SAMPLES / sample))
    problems = check(register, today=TODAY)
    assert {each.name for each in problems} == {sample.split("/")[0]}, "one mistake is one problem"
    assert report(problems, register) == (SAMPLES / f"{sample}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("sample", samples("right"))
def test_right(sample, tmp_path):
    assert report_of(laid_over(tmp_path, SAMPLES / sample)) == ""


@pytest.mark.parametrize("named", CHECKS.values(), ids=CHECKS)
def test_each_check_explains_itself(named):
    assert named.title.endswith("."), "the first line says what is wrong, in a sentence"
    assert named.explanation, "and the rest what to do"
    assert named.severity in ("error", "warning", "note")


def test_messages_are_for_those_who_never_saw_a_schema():
    jargon = ("schema's", "regex", "pattern", "instance", "additionalProperties", "None", "oneOf", "traceback")
    for path in SAMPLES.glob("*/wrong*.txt"):
        text = path.read_text(encoding="utf-8")
        assert not [word for word in jargon if word in text], path
