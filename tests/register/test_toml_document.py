import sys
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from followup.register import spans, toml_document
from followup.register.syntax import explain
from followup.register.toml_document import (
    Location,
    NotToml,
    NotUnderstood,
    TomlDocument,
    duplicate_keys,
    syntax_error,
)
from followup.register.toml_values import same
from hypothesis import given
from hypothesis import strategies as st

REPLY = """\
# é: two bytes, one character
document = "2015/2564-RSP/documents/follow-up"
points = ["9", "1é"] ; "ß" . 'x y' = 1
text = \"\"\"
The Global Alliance …
provided its secretariat.
\"\"\"

[met]
on = 2016-12-16
by = {ref = "é", why = [ {x = 1} ]}

[[answers]]
request = "a"

[[answers]]
[answers.sub.deep]
request = "b"
""".replace(" ; ", "\n")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("document",), (2, 12, 2, 47)),
        (("points",), (3, 10, 3, 21)),
        (("points", 1), (3, 16, 3, 20)),
        (("ß", "x y"), (4, 15, 4, 16)),
        (("ß",), (4, 1, 4, 4)),
        (("text",), (5, 8, 8, 4)),
        (("met",), (10, 1, 10, 6)),
        (("met", "by", "ref"), (12, 13, 12, 16)),
        (("met", "by", "why", 0, "x"), (12, 31, 12, 32)),
        (("answers",), (14, 3, 14, 10)),
        (("answers", 0), (14, 1, 14, 12)),
        (("answers", 1), (17, 1, 17, 12)),
        (("answers", 1, "sub"), (18, 10, 18, 13)),
        (("answers", 1, "sub", "deep"), (18, 1, 18, 19)),
        (("answers", 1, "sub", "deep", "request"), (19, 11, 19, 14)),
        # What is missing is missing from the nearest table around it.
        (("title",), (1, 1, 1, 1)),
        ((), (1, 1, 1, 1)),
        (("met", "note"), (10, 1, 10, 6)),
        (("met", "by", "none"), (12, 1, 12, 3)),
        (("answers", 1, "quote"), (17, 1, 17, 12)),
        (("answers", 7, "quote"), (14, 3, 14, 10)),
        (("ß", "none"), (4, 1, 4, 4)),
        (("points", 7), (3, 1, 3, 7)),
        (("met", "by", "why", 0, "none"), (12, 26, 12, 33)),
    ],
)
def test_places_are_told_in_lines_and_characters(path, place):
    raw = REPLY.encode()
    assert TomlDocument(raw).place(path) == Location(*place)
    assert TomlDocument(raw.replace(b"\n", b"\r\n")).place(path) == Location(*place)


def test_the_place_of_a_key():
    document = TomlDocument(REPLY.encode())
    assert document.key_place(("met", "on")) == Location(11, 1, 11, 3)
    assert document.key_place(("ß", "x y")) == Location(4, 7, 4, 12)
    assert document.key_place(("points", 0)) == document.place(("points", 0))
    assert document.key_place(("met", "note")) == document.place(("met", "note"))


VALID = [
    "",
    "# only a comment",
    "\r\n\r\n",
    "a = 1",
    "1.2 = 3\n3.14 = 1\n-1 = 2\n1e5 = 3\n0x1 = 4\n2015-03-11 = 5\ntrue = 6\ninf = 7\n",
    '"" = 1\n\'a.b\' . "c\\n\\u00e9\\"" = 2\n',
    "a = \"\"\"\"\"\"\nb = ''''''\nc = \"\"\"\n\"\"\"\nd = '''\r\n'''\n",
    "a = \"\"\"\"x\"\"\"\"\"\nb = '''''x'''''\n",
    'a = """\\\n   x"""\nb = """\\  \n\n\t y \\\t\r\n"""\nc = """\\\\ \n"""\nd = \'\'\'\\ \n\'\'\'\n',
    "a = 'c:\\ '\nb = '\\' # \\ \n",
    "a = '''[x]\n# no comment\nb = 1\n'''\n",
    "a = [ # c\n]\nb = [\n1 # c\n, # d\n2\n,\n]\nc = [[], [[1], {}], [{}]]\n",
    "a = [1979-05-27, 07:32:00, 1979-05-27 07:32:00.999999-07:00, 1979-05-27t07:32:00z, +inf, -nan, 0o7_7, 1E-0_1]\n",
    "a = {}\nb = { }\nc = {x = 1,'y y'.\"z\" = [\n1,\n], w = {v.u = 1}}\n",
    "[a.b]\nx = 1\n[a]\ny = 2\n[a.c]\n[d]\n[a.b.e]\n",
    "[[a]]\n[[a.b]]\nx = 1\n[[a.b]]\n[a.b.c]\n[[a]]\n[a.b]\n[[a.c]]\n",
    '[ a . "b]" . \'c\' ] # [x]\n[[ "d" ]]#y\n',
    "a.b.c = 1\na.b.d = 2\na.e = 3\n[a.f]\n[x]\na.b = 1\n[x.a.c]\n",
    "a = '\u0085\u2028\ufeff\U0010ffff'\n# \u0085\u2028\ufeff\n",
    "a = '\t'\t#\t\n\t[t]\t\n",
    "a.b = [{c = 1}, {c = 2}]\n[[a.d]]\n",
    "\n".join(f"k{number} = {number}" for number in range(10_000)),
    f"a = {'[' * 99}{']' * 99}",
    "a = '" + "x" * 100_000 + "'",
]


@pytest.mark.parametrize("text", VALID, ids=range(len(VALID)))
def test_valid_files_of_every_kind(text):
    check_spans(text.encode())


@given(st.data())
def test_any_valid_file(toml, data):
    check_spans(data.draw(toml.documents()))


def check_spans(raw):
    """What stands in each span is what tomllib reads from the file."""
    document = TomlDocument(raw)
    assert document.data == tomllib.loads(raw.decode()) or "nan" in raw.decode()
    assert duplicate_keys(raw) == []
    assert syntax_error(raw) is None
    check_values(document, document.data, ())


def check_values(document, data, path):
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for part, each in inner:
        check_values(document, each, (*path, part))
    value, key = document.value(path), document.key_span(path)
    if value:
        assert same(read(document.raw, value.span, "x = {}"), data)
    elif path and not isinstance(data, list):
        assert isinstance(data, dict)
    if key:
        assert list(tomllib.loads(document.raw[key.start : key.end].decode() + "=0")) == [path[-1]]


def read(raw, span, form):
    return tomllib.loads(form.format(raw[span.start : span.end].decode()))["x"]


REAL_FILES = sorted(
    path
    for folder in {Path(sys.prefix), Path(sys.base_prefix), Path("/usr/lib/python3"), Path("/usr/share")}
    for path in folder.rglob("*.toml")
    if path.is_file()
)[:200]


def test_several_threads_at_once():
    raw = "".join(f"[t{number}]\na = [{number}, {{b = 'x'}}]\n" for number in range(300)).encode()
    with ThreadPoolExecutor(4) as pool:
        spans_found = list(pool.map(lambda _: TomlDocument(raw).span(("t299", "a", 1, "b")), range(40)))
    assert {raw[span.start : span.end] for span in spans_found} == {b"'x'"}


@pytest.mark.skipif(not REAL_FILES, reason="no TOML files among the installed packages")
def test_real_files():
    for path in REAL_FILES:
        raw = path.read_bytes()
        check_verdict(raw)
        if not syntax_error(raw) and not duplicate_keys(raw):
            check_spans(raw)


def test_a_valid_file_that_is_not_understood_is_refused(monkeypatch):
    monkeypatch.setattr(toml_document, "sections", lambda raw: spans.sections(b"b = 1"))
    with pytest.raises(NotUnderstood):
        TomlDocument(b"a = 1")


def test_a_fault_that_tree_sitter_finds_is_told():
    with pytest.raises(NotUnderstood):
        spans.sections(b"a = = 1")


PROBLEMS = {
    'a = "x': (1, 5, "not closed on its line"),
    "a = 'x\nb = 1": (1, 5, "not closed on its line"),
    'a = 1\nb = """x\ny\n': (2, 5, 'the text that """ opens here is never closed'),
    "a = '''x\ny\n": (1, 5, "the text that ''' opens here is never closed"),
    'b = "x" # "\r\na = "y\r\n': (2, 5, "not closed on its line"),
    "title": (1, 6, "'=' is missing after the name"),
    "title: x": (1, 6, "':' where '=' belongs"),
    "first name = 1": (1, 7, "this name holds a space"),
    "größe = 1": (1, 3, "a letter that names do not have"),
    "a =": (1, 4, "a value is missing after '='"),
    "a = # none\n": (1, 5, "a value is missing after '='"),
    "é = 1": (1, 1, "neither a field"),
    "'é' = x": (1, 7, "text must stand in quotes"),
    "a = “x”": (1, 5, "typographic quotes"),
    "a = True": (1, 5, "small letters"),
    "a = .5": (1, 5, "this is no number and no date"),
    "a = 1,5": (1, 6, "a number has a point, not a comma"),
    "a = 012": (1, 6, "does not begin with 0"),
    "a = 12 months": (1, 8, "more on this line"),
    'a = "say "no""': (1, 11, "ends at the quotation mark before this"),
    "on = 2015-02-30": (1, 6, "this date does not exist"),
    "on = 2015-13-01": (1, 6, "this date does not exist"),
    "on = 2015-6-3": (1, 6, "two digits for month and day"),
    'a = "c:\\dir"': (1, 8, "\\d means nothing"),
    'a = "\\ud800"': (1, 6, "stands for no character"),
    'a = "\\u12"': (1, 6, "stands for no character"),
    'a = "\\q': (1, 6, "\\q means nothing"),
    "a = [1, 2\nb = 3": (2, 1, "a comma, or the ] that closes the list, is missing before this"),
    "a = [1,\nb = 3": (1, 5, "the list that begins here is never closed"),
    "a = [1": (1, 5, "the list that begins here is never closed"),
    "a = [1 2]": (1, 8, "a comma, or the ]"),
    "a = [,]": (1, 6, "a value is missing here"),
    "a = { b = 1\n}": (1, 5, "must be closed by } on the same line"),
    "a = { b = 1,\nc = 2 }": (1, 5, "must be closed by } on the same line"),
    "a = { b = 1 c = 2 }": (1, 13, "a comma, or the }"),
    "a = { b = 1, }": (1, 14, "a comma stands before }"),
    "[met": (1, 5, "] is missing after the table's name"),
    "[[met]": (1, 6, "]] is missing after the table's name"),
    "[]": (1, 2, "a name is missing here"),
    "= 1": (1, 1, "neither a field"),
    "a = 1\n<<<<<<< HEAD\n": (2, 1, "never settled"),
    "a = 1\n=======\n": (2, 1, "never settled"),
    "a = 1\n>>>>>>> theirs\n": (2, 1, "never settled"),
    "a = 1\rb = 2": (1, 6, "CR alone"),
    'a = "\0"': (1, 6, "U+0000"),
    "\0": (1, 1, "U+0000"),
    "a = 1\0": (1, 6, "U+0000"),
    "# \x07": (1, 3, "U+0007"),
    "\ufeffa = 1": (1, 1, "byte-order mark"),
    f"a = {'9' * 5000}": (1, 5, "thousands of digits"),
    f"a = 1\nb = [2, 0x{'f' * 5000}]": (2, 9, "thousands of digits"),
    f"a = {'[' * 10_000}": (1, 105, "nested more than 100"),
    f"a = {'[' * 100_000}{']' * 100_000}": (1, 105, "nested more than 100"),
    f"a = 1\nb = {'[' * 150}{']' * 150}": (2, 105, "nested more than 100"),
    f"a = {'{x=' * 100_000}": (1, 305, "nested more than 100"),
    "c = 1\n" + "a." * 500 + "a = 1": (2, 1, "nested more than 100"),
    "a." * 100_000 + "a = 1": (1, 1, "nested more than 100"),
    f"[{'a.' * 5000}a]": (1, 2, "nested more than 100"),
}


@pytest.mark.parametrize(("text", "told"), PROBLEMS.items(), ids=lambda value: repr(value)[:30])
def test_a_fault_is_told_in_plain_words_where_it_is(text, told):
    problem = syntax_error(text.encode())
    assert (problem.line, problem.column) == told[:2]
    assert told[2] in problem.message
    with pytest.raises(NotToml, match=f"line {told[0]}, column {told[1]}"):
        TomlDocument(text.encode())


def test_a_fault_of_the_encoding_is_told_where_it_is():
    problem = syntax_error('a = 1\nb = "é'.encode() + b'\xff"')
    assert (problem.line, problem.column, problem.message) == (2, 7, "the file is not UTF-8 text from here on")


def test_what_later_pythons_say_of_a_fault_is_understood():
    error = tomllib.TOMLDecodeError("Invalid value")
    error.msg, error.doc, error.pos = "Invalid value", "a = 1\nb = x", 10
    problem = explain("a = 1\nb = x", error)
    assert (problem.line, problem.column, problem.message) == (2, 5, "text must stand in quotes")


def test_what_is_said_of_an_unknown_fault():
    error = tomllib.TOMLDecodeError("Something new (at line 1, column 3)")
    problem = explain("a = 1", error)
    assert (problem.column, problem.message) == (3, "this is not valid TOML: Something new")


REPEATED = {
    "a = 1\nb = 2\na = 3\n": [(("a",), 1, 3)],
    "a = 1\n'a' = 2\na = 3\n": [(("a",), 1, 2), (("a",), 1, 3)],
    "[t]\na = 1\n[t]\na = 2\n[t.u]\n": [(("t",), 1, 3)],
    "a = 1\n[a]\n": [(("a",), 1, 2)],
    "a = 1\n[a.b]\n": [(("a",), 1, 2)],
    "a = 1\na.b = 2\n": [(("a",), 1, 2)],
    "a.b = 1\na = 2\n": [(("a",), 1, 2)],
    "a.b = 1\n[a]\n": [(("a",), 1, 2)],
    "[x]\na.b = 1\n[x.a]\n": [(("x", "a"), 2, 3)],
    "[a.b]\n[a]\nb.c = 1\n": [(("a", "b"), 1, 3)],
    "a = []\n[[a]]\n": [(("a",), 1, 2)],
    "[a]\n[[a]]\n": [(("a",), 1, 2)],
    "[[a]]\n[a]\n": [(("a",), 1, 2)],
    "[a.b]\n[[a]]\n": [(("a",), 1, 2)],
    "[[a]]\nx = 1\n[[a]]\nx = 1\nx = 2\n": [(("a", 1, "x"), 4, 5)],
    "[[a]]\n[a.b]\n[a.b]\n": [(("a", 0, "b"), 2, 3)],
    "a = {b = 1, b = 2}\n": [(("a", "b"), 1, 1)],
    "a = {b = {}, b.c = 1}\n": [(("a", "b"), 1, 1)],
    "a = [\n{b = 1,\n b = 2}]".replace(",\n b", ", b"): [(("a", 0, "b"), 2, 2)],
}


@pytest.mark.parametrize(("text", "told"), REPEATED.items(), ids=lambda value: repr(value)[:40])
def test_what_is_given_twice_is_told_with_both_places(text, told):
    with pytest.raises(NotToml, match="a second time"):
        TomlDocument(text.encode())
    found = duplicate_keys(text.encode())
    assert [(path, first.line, second.line) for path, first, second in found] == told
    assert syntax_error(text.encode()) is None


def test_the_places_of_what_is_given_twice():
    [(_, first, second)] = duplicate_keys("é.a = 1\n".replace("é", '"é"').encode() * 2)
    assert (first, second) == (Location(1, 5, 1, 6), Location(2, 5, 2, 6))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\na = 2\nb =\n", 3),
        ("a = 1\na = 2\nb = 2015-02-30\n", 3),
        ("[a]\nb = 1\n[a]\nb = 2\n[d]\ne = 2015-02-30\n", 6),
        ("a = 1\n\na = [\n1,\n]\nb = x\n", 6),
        ("a = {b = 1, b = 2}\nc = =\n", 2),
    ],
)
def test_a_fault_after_what_is_given_twice_is_told_as_well(text, line):
    assert len(duplicate_keys(text.encode())) == 1
    assert syntax_error(text.encode()).line == line


def test_where_a_table_that_is_given_twice_ends_is_not_guessed():
    text = b"[a]\nb = 1\n[a]\nb = 2\nc = [\n"
    assert [path for path, _, _ in duplicate_keys(text)] == [("a",)]
    assert syntax_error(text) is None


def test_what_is_given_twice_behind_a_fault_is_left_for_later():
    assert duplicate_keys(b"b = x\na = 1\na = 2\n") == []


@given(st.data())
def test_any_file_gets_one_verdict(toml, data):
    raw = data.draw(toml.documents())
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 8)))
    check_verdict(raw[:start] + data.draw(st.binary(max_size=4) | toml.texts.map(str.encode)) + raw[end:])


@given(st.data())
def test_any_file_with_a_line_twice_gets_one_verdict(toml, data):
    lines = data.draw(toml.documents()).splitlines(keepends=True)
    lines.insert(data.draw(st.integers(0, len(lines))), data.draw(st.sampled_from(lines or [b""])))
    check_verdict(b"".join(lines))


def check_verdict(raw):
    """Valid files have no problem, others have one with a place in the file; nothing raises."""
    problem, repeated = syntax_error(raw), duplicate_keys(raw)
    try:
        tomllib.loads(raw.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        assert problem or repeated
        with pytest.raises(NotToml):
            TomlDocument(raw)
    else:
        assert not repeated
        assert not problem
        TomlDocument(raw)
    lines = raw.decode(errors="replace").split("\n")
    if problem:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


MANY = ["a = {}\n" * 3000, "[a]\n" * 3000, "a = 1\n" * 3000 + "b =", "[a]\n" * 3000 + "[["]


@pytest.mark.parametrize("text", MANY, ids=range(len(MANY)))
def test_many_repetitions_take_no_long_time(text):
    begun = time.perf_counter()
    syntax_error(text.encode())
    duplicate_keys(text.encode())
    assert time.perf_counter() - begun < 5
