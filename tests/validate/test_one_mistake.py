"""One mistake gives one problem, at the culprit: what follows from it elsewhere is left out."""

from __future__ import annotations

import shutil

import pytest
from followup.register import Register
from followup.validate import check, check_bytes
from samples import TODAY, base

DOSSIER = "2015/2564-RSP"
REQUEST = f"{DOSSIER}/requests/2b"
REPLY = f"{DOSSIER}/replies/2"
RESOLUTION = f"{DOSSIER}/documents/resolution"
FOLLOW_UP = f"{DOSSIER}/documents/follow-up"
DUE = f"{DOSSIER}/deadlines/reply-to-the-resolution"
WORDS = f"{DOSSIER}/deadlines/word-to-parliament"

CHANGES = [
    (REPLY, "It intends to inform Parliament", "It intends to tell Parliament", "not-verbatim"),
    (REPLY, "The Commission will therefore not publish a further report.\n", "", "not-verbatim"),
    (REPLY, 'heading = "Point 2', 'heading = "Point 3', "not-verbatim"),
    (REPLY, "points =", "point =", "unknown-field"),
    (REPLY, f'"{FOLLOW_UP}"', f'"{RESOLUTION}"', "not-verbatim"),
    (REPLY, f'"{FOLLOW_UP}"', '"2015/2564-RSP/documents/folow-up"', "nothing-there"),
    (REQUEST, "document = ", "documnet = ", "unknown-field"),
    (REQUEST, f'document = "{RESOLUTION}"\n', "", "required-field"),
    (REQUEST, f'"{RESOLUTION}"', f'"{RESOLUTION}n"', "nothing-there"),
    (REQUEST, f'"{RESOLUTION}"', f'"{FOLLOW_UP}"', "not-verbatim"),
    (REQUEST, f'"{RESOLUTION}"', '"actors/europol"', "wrong-kind"),
    (REQUEST, 'paragraph = "2"', 'paragraph = "3"', "wrong-paragraph"),
    (REQUEST, 'part = "b"', 'part = "d"', "misnamed-file"),
    (REQUEST, "calls on the Commission to report", "calls on the \u202eCommission to report", "hidden-character"),
    (RESOLUTION, "adopted = 2015-03-11", "adopted = 2015-02-30", "toml-syntax"),
    (RESOLUTION, 'type = "resolution"', 'type = "resoluton"', "not-in-list"),
    (RESOLUTION, "[source]", "[sorce]", "unknown-field"),
    (RESOLUTION, "sources/resolution.txt", "sources/follow-up.txt", "source-changed"),
    (FOLLOW_UP, f'follows_up = "{RESOLUTION}"', f'follows_up = "{FOLLOW_UP}"', "to-itself"),
    (WORDS, "[met]\non = 2015-12-01", "[mett]\non = 2015-12-01", "unknown-field"),
    (WORDS, f'basis = "{REPLY}"', f'basis = "{REQUEST}"', "not-verbatim"),
    (DUE, f'applies_to = ["{RESOLUTION}"]', f'applies_to = ["{FOLLOW_UP}"]', "rule-not-valid"),
    (DUE, "on = 2015-06-03", "on = 2014-06-03", "impossible-order"),
]


@pytest.fixture
def register(tmp_path):
    return base(tmp_path)


def found(root):
    return check(Register.open(root), today=TODAY, as_one=True)


@pytest.mark.parametrize(("record", "old", "new", "expected"), CHANGES)
def test_a_change_of_one_value(register, record, old, new, expected):
    path = register / f"records/{record}.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    problems = found(register)
    assert [(each.name, each.record) for each in problems] == [(expected, record)]


def test_a_year_with_its_digits_turned_round(register):
    path = register / f"records/{RESOLUTION}.toml"
    path.write_text(path.read_text("utf-8").replace("adopted = 2015-03-11", "adopted = 2051-03-11"), "utf-8")
    (problem,) = found(register)
    assert (problem.name, problem.severity) == ("impossible-order", "error")
    assert "11 March 2051" in problem.message


def moved(old, new):
    def move(root):
        target = root / "records" / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (root / "records" / old).rename(target)

    return move


MOVES = {
    "another name": (moved(f"{REQUEST}.toml", f"{DOSSIER}/requests/2d.toml"), "misnamed-file"),
    "capitals": (moved(f"{REQUEST}.toml", f"{DOSSIER}/requests/2B.toml"), "bad-name"),
    "another ending": (moved(f"{REQUEST}.toml", f"{DOSSIER}/requests/2b.toml.bak"), "stray-file"),
    "another kind": (moved(f"{REQUEST}.toml", f"{DOSSIER}/replies/2b.toml"), "wrong-place"),
    "no kind": (moved(f"{REQUEST}.toml", f"{DOSSIER}/2b.toml"), "wrong-place"),
    "another dossier": (moved(f"{REQUEST}.toml", "2015/2565-RSP/requests/2b.toml"), "wrong-place"),
    "a misspelled folder": (moved("topics", "topic"), "unknown-kind"),
    "a misspelled folder of requests": (moved(f"{DOSSIER}/requests", f"{DOSSIER}/request"), "unknown-kind"),
    "a misspelled dossier": (moved(DOSSIER, "2015/2564RSP"), "wrong-place"),
    "a source text": (moved(f"{DOSSIER}/sources/resolution.txt", f"{DOSSIER}/sources/r.txt"), "source-missing"),
}


@pytest.mark.parametrize(("move", "expected"), MOVES.values(), ids=MOVES)
def test_a_file_that_was_moved(register, move, expected):
    move(register)
    assert [each.name for each in found(register)] == [expected]


@pytest.mark.parametrize("record", ["actors/european-commission", REQUEST, RESOLUTION, FOLLOW_UP])
def test_a_record_that_was_removed(register, record):
    (register / f"records/{record}.toml").unlink()
    (problem,) = found(register)
    assert problem.name == "nothing-there"
    assert record in problem.message


def test_the_problem_of_a_removed_record_names_those_that_miss_it(register):
    (register / "records/actors/european-commission.toml").unlink()
    (problem,) = found(register)
    each = check(Register.open(register), today=TODAY)
    assert len(each) > 1
    assert f"and {len({one.record for one in each}) - 1} more records refer to it" in problem.message
    other = each[-1]
    (shown,) = check(Register.open(register), today=TODAY, as_one=True, paths=[register / other.path])
    assert (shown.path, shown.line) == (other.path, other.line)


def test_the_same_words_without_the_other_mistake_are_a_mistake(register):
    """The echo is left out only while the mistake is there from which it follows."""
    path = register / f"records/{WORDS}.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(REPLY, f"{DOSSIER}/replies/introduction"), "utf-8")
    assert [each.name for each in found(register)] == ["not-in-record"]


def test_one_record_by_itself_is_judged_as_among_all_others(register):
    path = register / f"records/{REPLY}.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("intends to inform", "intends to tell"), "utf-8")
    opened = Register.open(register)
    assert check_bytes(opened, WORDS, opened.get(WORDS).raw, today=TODAY) == []


def test_an_empty_file_lacks_everything_at_once(register):
    (register / f"records/{REQUEST}.toml").write_bytes(b"")
    assert [each.name for each in found(register)] == ["required-field"]


def test_a_link_that_leads_nowhere_is_a_link(register):
    (register / "records/actors/x.toml").symlink_to("/nowhere")
    assert [each.name for each in found(register)] == ["symbolic-link"]


def test_all_answers_to_another_resolution_are_one_mistake(register):
    for name in ("documents", "requests", "sources"):
        shutil.copytree(register / f"records/{DOSSIER}/{name}", register / f"records/2014/2919-RSP/{name}")
    other = register / "records/2014/2919-RSP"
    (other / "documents/follow-up.toml").unlink()
    (other / "sources/follow-up.txt").unlink()
    for path in [*other.glob("*/*.toml"), register / f"records/{FOLLOW_UP}.toml"]:
        text = path.read_text(encoding="utf-8").replace(DOSSIER, "2014/2919-RSP").replace("2015/2564(", "2014/2919(")
        path.write_text(text, encoding="utf-8")
    reply = register / f"records/{REPLY}.toml"
    text = reply.read_text(encoding="utf-8")
    second = text[text.index("[[answers]]") :].replace("requests/2b", "requests/2a")
    reply.write_text(f"{text}\n{second}", encoding="utf-8")
    (problem,) = found(register)
    assert (problem.name, problem.record, problem.field) == ("foreign-answer", FOLLOW_UP, "follows_up")
