"""What the index answers, against the plainest way to say it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from pathlib import Path

import pytest
import tomli_w
from followup.register import Record, Register, Schemas, natural_key
from followup.report.folding import Term, fold, parse, words
from followup.report.search import Search
from followup.report.selecting import select, select_ids
from followup.report.texts import IndexedRegister, asking
from followup.report.texts.columns import Columns
from followup.report.texts.rows import LONGEST, PART, entries
from hypothesis import given
from hypothesis import strategies as st

from .conftest import DOSSIER, SCHEMA

SCHEMAS = Schemas.load(SCHEMA)
COLUMNS = Columns(SCHEMAS)
WORD = st.sampled_from(
    ["commission", "commissions", "com", "report", "reports", "9", "9a", "95", "été", "日本", "a", "ab"]
)
TEXT = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
DATA = st.fixed_dictionaries(
    {"title": TEXT},
    optional={"text": TEXT, "paragraph": WORD, "addressees": st.lists(st.just("actors/a"), max_size=1), "other": TEXT},
)
FIELD = st.sampled_from(["", "", "title:", "paragraph:", "kind:", "dossier:", "id:", "addressees:"])
QUERY = st.lists(
    st.builds(
        "{}{}".format,
        FIELD,
        st.one_of(
            WORD,
            WORD.map(lambda word: word[:-1] or word),
            WORD.map(lambda word: word[1:] or word),
            TEXT.map('"{}"'.format),
        ),
    ),
    min_size=1,
    max_size=3,
).map(" ".join)


def stands(term: Term, said: list[str], *, inside: bool) -> bool:
    """Whether a term stands in some words."""
    wanted = term.words
    whole = re.compile(rf"(?<!\d){wanted[-1]}(?!\d)") if asking.is_number(term) else None
    for at in range(len(said) - len(wanted) + 1):
        *before, last = said[at : at + len(wanted)]
        fits = wanted[-1] in last if inside and asking.may_be_inside(term) else last.startswith(wanted[-1])
        if before == wanted[:-1] and fits and (whole is None or whole.search(last)):
            return True
    return False


def grade(register: Register, record: Record, terms: list[Term]) -> int:
    texts = [(entry, words(fold(entry.text))) for entry in entries(COLUMNS, record, register)]

    def found(term: Term, *, inside: bool = False, named: bool = False) -> bool:
        return any(
            stands(term, said, inside=inside)
            for entry, said in texts
            if (term.field in entry.names if term.field else entry.column >= 0)
            and (not named or term.field or entry.column in COLUMNS.of_names)
        )

    free = [term for term in terms if not term.field]
    asked = [word for term in free for word in term.words]
    whole = any(said == asked for entry, said in texts if entry.column in COLUMNS.of_names)
    if free and whole and all(found(term) for term in terms if term.field):
        return asking.WHOLE_NAME
    if all(map(found, terms)):
        if free and all(found(term, named=True) for term in terms):
            return asking.NAMES
        return asking.NAMED if any(found(term, named=True) for term in free) else asking.WORDS
    return asking.INSIDE if all(found(term, inside=True) for term in terms) else 0


@given(st.lists(DATA, max_size=6), QUERY)
def test_a_search_finds_what_looking_at_every_text_finds(data, query):
    records = [
        Record(f"{DOSSIER}/requests/{number}", "requests", Path(), each, b"") for number, each in enumerate(data)
    ]
    records.append(Record("actors/a", "actors", Path(), {"name": "Com Report", "aliases": ["日本"]}, b""))
    register = Register(Path(), SCHEMAS, records)
    search = Search(register)
    terms = [term for term in parse(query, search.fields) if term.words]
    graded = {record.id: grade(register, record, terms) for record in records}
    if any(each > asking.INSIDE for each in graded.values()):
        graded = {name: each for name, each in graded.items() if each > asking.INSIDE}
    expected = sorted(((-each, natural_key(name), name) for name, each in graded.items() if each))
    hits = [hit for hit in search.find(query) if hit.score > asking.ALIKE]
    assert [(hit.id, hit.score) for hit in hits] == [(name, -each) for each, _, name in expected]
    assert all(hit.excerpts for hit in hits)


@pytest.mark.parametrize("most", [0, 1])
def test_of_many_words_with_one_beginning_sqlite_finds_the_same(monkeypatch, most):
    data = [{"title": f"Report {word}"} for word in ("common", "commission", "compare", "other")]
    records = [Record(f"topics/t{number}", "topics", Path(), each, b"") for number, each in enumerate(data)]
    search = Search(Register(Path(), SCHEMAS, records))
    queries = ("com", "c", '"report com"', "title:co", "kind:top", "report")
    before = [[hit.id for hit in search.find(query)] for query in queries]
    monkeypatch.setattr(asking, "_MOST_ALTERNATIVES", most)
    assert [[hit.id for hit in search.find(query)] for query in queries] == before
    assert len(before[0]) == 3


LONG = st.sampled_from([LONGEST - 1, LONGEST, LONGEST + 1, LONGEST + 10, 200]).map(
    lambda size: "ab " * (size // 3) + "c" * (size % 3)
)
VALUE = st.one_of(
    st.sampled_from(
        ["calls-on", "Calls-On", "été", "../2015-03", "2015", "2015-03-11/2015-04-01", "actors/a", "ACTORS/A", ""]
    ),
    st.sampled_from(["Com Report", "x" * PART, " a\tb ", "actors/" + "x" * LONGEST]),
    LONG,
    LONG.map("É{}".format),
    LONG.map("../{}".format),
    st.integers(-3, 2015),
    st.booleans(),
    st.sampled_from([dt.date(2015, 3, 11), dt.datetime(2015, 3, 11, 1), dt.time(1, 2), 1.5]),  # noqa: DTZ001
    st.just({"a": 1}),
)
FIELDS = {
    "requests": (
        "title",
        "text",
        "part",
        "addressees",
        "strength",
        "implementation",
        "implementation.level",
        "document",
    ),
    "deadlines": ("due", "title", "responsible", "applies_to", "missed.as_of"),
}
ANY = st.one_of(VALUE, st.lists(VALUE, max_size=2), st.builds(dict, level=VALUE, as_of=VALUE))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(FIELDS)),
            st.dictionaries(
                st.sampled_from(
                    [
                        "title",
                        "text",
                        "part",
                        "addressees",
                        "implementation",
                        "due",
                        "applies_to",
                        "responsible",
                        "missed",
                        "document",
                    ]
                ),
                ANY,
                max_size=4,
            ),
        ),
        min_size=1,
        max_size=5,
    ),
    st.data(),
)
def test_a_condition_is_met_by_what_reading_every_record_finds(data, more):
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "schema").symlink_to(SCHEMA)
        for number, (kind, said) in enumerate([*data, ("actors", {"name": "Com Report"}), ("actors", {"name": "É"})]):
            place = f"{DOSSIER}/{kind}/{number}" if kind != "actors" else "actors/" + "ab"[number - len(data)]
            path = root / "records" / f"{place}.toml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(tomli_w.dumps(said), encoding="utf-8")
        shutil.copy(root / "records/actors/b.toml", root / "records/actors" / ("x" * LONGEST + ".toml"))
        plain, indexed = Register.open(root), IndexedRegister.open(root, kept=False)
        for kind, fields in FIELDS.items():
            for field in fields:
                wanted = more.draw(
                    st.one_of(VALUE.map(str), st.sampled_from(["", " ", "2", "2015-03", "com report", "É", "a"]))
                )
                condition = f"{field}={wanted}"
                expected = [each.id for each in select(plain, plain.schemas[kind], [condition])]
                assert select_ids(indexed, indexed.schemas[kind], [condition]) == expected, condition


def test_conditions_are_joined(root):
    register = IndexedRegister.open(root)
    requests = register.schemas["requests"]
    every = [f"{DOSSIER}/requests/{number}" for number in (1, 2, 9, 10)]
    assert select_ids(register, requests) == every
    assert select_ids(register, requests, ["strength=calls-on", "paragraph=9"]) == [every[2]]
    assert select_ids(register, requests, ["part=", "paragraph=9", "addressees=European Commission"]) == [every[2]]
    assert select_ids(register, requests, ["text=calls on the commission;"]) == every
    assert select_ids(register, requests, sort="-paragraph") == [every[3], every[2], every[1], every[0]]
