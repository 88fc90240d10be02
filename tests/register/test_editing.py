import datetime as dt
import re
import sys
from pathlib import Path

import pytest
from followup.register import editing, files
from followup.register.editing import Append, Insert, Move, NoSuchPlace, Remove, Set, apply, edit, splice
from followup.register.layout import FREE, Layout
from followup.register.toml_document import NotToml, TomlDocument
from followup.register.toml_values import NotTomlValue, same
from followup.register.writing import render
from hypothesis import event, given
from hypothesis import strategies as st

ANSWER = Layout({"request": FREE, "disposition": FREE, "quote": FREE, "note": FREE})
REPLY = Layout(
    {
        "document": FREE,
        "heading": FREE,
        "points": FREE,
        "text": Layout(long_text=True),
        "actors": FREE,
        "met": Layout({"on": FREE, "by": FREE}),
        "answers": ANSWER,
        "notes": Layout(long_text=True),
    }
)

EXAMPLES = {
    "a value": ('a = 1\nb = "x"  # why\nc = 3\n', Set(("b",), "y"), 'a = 1\nb = "y"  # why\nc = 3\n'),
    "the same value": ("a = 0x10\n", Set(("a",), 16), "a = 0x10\n"),
    "another type": ('due = "2015"\n', Set(("due",), dt.date(2015, 10, 1)), "due = 2015-10-01\n"),
    "a text in single quotes": ("a = 'x'\n", Set(("a",), 'say "no"'), "a = 'say \"no\"'\n"),
    "single quotes that can't stay": ("a = 'x'\n", Set(("a",), "it's"), 'a = "it\'s"\n'),
    "a text of several lines": (
        'a = """\nx\n"""\nb = 1\n',
        Set(("a",), 'y "z"\\\n\tw\n'),
        'a = """\ny "z"\\\\\n\tw\n"""\nb = 1\n',
    ),
    "a text of several lines becomes short": ('a = """\nx\ny"""\n', Set(("a",), "z"), 'a = """\nz"""\n'),
    "a text of several lines that begins beside the quotes": ('a = """x\ny"""\n', Set(("a",), "z"), 'a = """z"""\n'),
    "a literal text of several lines": ("a = '''\nx\n'''\n", Set(("a",), "c:\\d\ne\n"), "a = '''\nc:\\d\ne\n'''\n"),
    "a literal text that can't stay one": ("a = '''\nx'''\n", Set(("a",), "y'''z"), "a = \"\"\"\ny'''z\"\"\"\n"),
    "a short text grows lines": ('a = "x"\n', Set(("a",), "x\ny\n"), 'a = """\nx\ny\n"""\n'),
    "CRLF in a text of several lines": ('a = """\r\nx"""\r\n', Set(("a",), "y\nz"), 'a = """\r\ny\r\nz"""\r\n'),
    "spacing and case stay": ("A=  1\t#x\n'B' =2", Set(("A",), True), "A=  true\t#x\n'B' =2"),
    "a value in an inline table": (
        "p = {x=1,  y = 'é' }\n",
        Set(("p", "y"), "ü"),
        "p = {x=1,  y = 'ü' }\n",
    ),
    "a value behind a dotted key": ("a . b.c = 1 # n\n", Set(("a", "b", "c"), 2), "a . b.c = 2 # n\n"),
    "a value in the second of a list of tables": (
        "[[x]]\na = 1\n[[x]]\na = 1\n",
        Set(("x", 1, "a"), 2),
        "[[x]]\na = 1\n[[x]]\na = 2\n",
    ),
    "a value in a nested list of tables": (
        "[[x]]\n[[x.y]]\na = 1\n[[x]]\n[[x.y]]\na = 1\n",
        Set(("x", 1, "y", 0, "a"), 2),
        "[[x]]\n[[x.y]]\na = 1\n[[x]]\n[[x.y]]\na = 2\n",
    ),
    "an item of a list": ("a = [ 1, # one\n 2 ]\n", Set(("a", 0), 3), "a = [ 3, # one\n 2 ]\n"),
    # A list as a whole: what is the same in both stays as it is written.
    "a list item by item": (
        "a = [\n  'x', # x\n  'y', # y\n  'z', # z\n]\n",
        Set(("a",), ["x", "z", "w"]),
        "a = [\n  'x', # x\n  'z', # z\n  \"w\",\n]\n",
    ),
    "a table field by field": (
        "[t] # t\n# one\na = 1\n\nb = 0x2 # two\n",
        Set(("t",), {"b": 2, "c": 3}),
        "[t] # t\n\nb = 0x2 # two\nc = 3\n",
    ),
    "a list of tables item by item": (
        "[[x]]\n# first\na = 0x1\n\n# second\n[[x]]\na = 2\n\n[[x]]\na = 0x3\n",
        Set(("x",), [{"a": 1}, {"a": 3}]),
        "[[x]]\n# first\na = 0x1\n\n[[x]]\na = 0x3\n",
    ),
    "a list becomes empty": ("a = [\n  1, # one\n]\n", Set(("a",), []), "a = []\n"),
    "an empty list is filled": ("a = [ ] # none\n", Set(("a",), ["x"]), 'a = ["x"] # none\n'),
    # Fields that are added.
    "after its neighbour in the schema": (
        'document = "d"\npoints = ["9"]\nnotes = "n"\n',
        Set(("heading",), "h"),
        'document = "d"\nheading = "h"\npoints = ["9"]\nnotes = "n"\n',
    ),
    "before the first": (
        '#:schema x.json\n# about the heading\nheading = "h"\n',
        Set(("document",), "d"),
        '#:schema x.json\ndocument = "d"\n# about the heading\nheading = "h"\n',
    ),
    "an unknown field comes last": (
        'document = "d"\n\n[met]\nby = "x"\n',
        Set(("extra",), 1),
        'document = "d"\nextra = 1\n\n[met]\nby = "x"\n',
    ),
    "not inside another table": (
        '# licence\n\n# met\n[met]\nby = "x"\n',
        Set(("document",), "d"),
        '# licence\n\ndocument = "d"\n\n# met\n[met]\nby = "x"\n',
    ),
    "a long text": ('document = "d"\n', Set(("text",), "t"), 'document = "d"\ntext = """\nt"""\n'),
    "a list with an item a line": (
        'document = "d"\n',
        Set(("points",), ["5", "6"]),
        'document = "d"\npoints = [\n    "5",\n    "6",\n]\n',
    ),
    "into an empty file": ("", Set(("document",), "d"), 'document = "d"\n'),
    "into a file of comments": ("# only this", Set(("document",), "d"), '# only this\n\ndocument = "d"'),
    "without a final line break": ('document = "d"', Set(("heading",), "h"), 'document = "d"\nheading = "h"'),
    "with the neighbour's line ending": (
        "a = 1\r\nb = 2\nc = 3\r\n",
        Set(("d",), 4),
        "a = 1\r\nb = 2\nc = 3\r\nd = 4\r\n",
    ),
    "with the neighbour's indent": ("[met]\n  on = 1\n", Set(("met", "by"), "x"), '[met]\n  on = 1\n  by = "x"\n'),
    "a table": (
        'document = "d"\n\n[[answers]]\nrequest = "r"\n',
        Set(("met",), {"by": "b", "on": dt.date(2016, 12, 16)}),
        'document = "d"\n\n[met]\non = 2016-12-16\nby = "b"\n\n[[answers]]\nrequest = "r"\n',
    ),
    "a field of a table that is missing": (
        'document = "d"\n',
        Set(("met", "by"), "b"),
        'document = "d"\n\n[met]\nby = "b"\n',
    ),
    "a field of a table without a header": (
        "[a.b]\nx = 1\n",
        Set(("a", "y"), 2),
        "[a]\ny = 2\n\n[a.b]\nx = 1\n",
    ),
    "beside dotted keys": ("a.b = 1\nz = 1\n", Set(("a", "c"), 2), "a.b = 1\na.c = 2\nz = 1\n"),
    "into an inline table": (
        "met = {on = 2016-12-16} # m\n",
        Set(("met", "by"), "b"),
        'met = {on = 2016-12-16, by = "b"} # m\n',
    ),
    "into an inline table, before": (
        'met = { by = "b" }\n',
        Set(("met", "on"), 1),
        'met = { on = 1, by = "b" }\n',
    ),
    "into an empty inline table": ("met = {}\n", Set(("met", "by"), "b"), 'met = { by = "b" }\n'),
    "into the first of a list of tables": (
        "[[answers]]\nnote = 1\n[[answers.x]]\n[[answers]]\n",
        Set(("answers", 0, "request"), "r"),
        '[[answers]]\nrequest = "r"\nnote = 1\n[[answers.x]]\n[[answers]]\n',
    ),
    "a table into the first of a list of tables": (
        "[[answers]]\nnote = 1\n\n[[answers]]\n",
        Set(("answers", 0, "more"), {"x": 1}),
        "[[answers]]\nnote = 1\n\n[answers.more]\nx = 1\n\n[[answers]]\n",
    ),
    # Fields that are taken away.
    "with its comments": (
        "# file\n\n# about a\n# more\na = 1 # end\n# about b\nb = 2\n",
        Remove(("a",)),
        "# file\n\n# about b\nb = 2\n",
    ),
    "not with the schema's line": ("#:schema x.json\na = 1\nb = 2\n", Remove(("a",)), "#:schema x.json\nb = 2\n"),
    "not the comment below": ("a = 1\n# below\n\nb = 2\n", Remove(("a",)), "# below\n\nb = 2\n"),
    "no two blank lines": ("a = 1\n\nb = 2\n\nc = 3\n", Remove(("b",)), "a = 1\n\nc = 3\n"),
    "the last line, without line break": ("a = 1\nb = 2", Remove(("b",)), "a = 1"),
    "the only field": ("a = 1\n", Remove(("a",)), ""),
    "after a text over several lines": (
        'a = """\n# no comment\nx"""\nb = 1\n',
        Remove(("b",)),
        'a = """\n# no comment\nx"""\n',
    ),
    "from an inline table": ("p = {a = 1, b = 2, c = 3}\n", Remove(("p", "b")), "p = {a = 1, c = 3}\n"),
    "last of an inline table": ("p = { a = 1, b = 2 }\n", Remove(("p", "b")), "p = { a = 1 }\n"),
    "the only one of an inline table": ("p = { a = 1 } # p\n", Remove(("p", "a")), "p = {} # p\n"),
    "the only dotted key": ("a.b = 1\nc = 2\n", Remove(("a", "b")), "c = 2\n\n[a]\n"),
    "a table with all in it": (
        "x = 1\n\n# about t\n[t] # t\n# one\na = 1\n[t.u]\nb = 2\n\n# about v\n[v]\n",
        Remove(("t",)),
        "x = 1\n\n# about v\n[v]\n",
    ),
    "a table, not the remarks on their own in it": (
        "[t]\na = 1\n\n# alone\n\nb = 2\n\n[v]\n",
        Remove(("t",)),
        "# alone\n\n[v]\n",
    ),
    "a table, and a remark stays apart from what follows": (
        "[t]\na = 1\n\n# alone\n\nb = 2\n[v]\n",
        Remove(("t",)),
        "# alone\n\n[v]\n",
    ),
    "a table in pieces": ("[t.a]\n[v]\nx = 1\n[t.b]\n", Remove(("t",)), "[v]\nx = 1\n"),
    "the last field of a table": ("[met]\non = 1\n", Remove(("met", "on")), "[met]\n"),
    "one of a list of tables": (
        "[[x]]\na = 1\n\n[[x]]\na = 2\n[x.y]\nb = 1\n\n[[x]]\na = 3\n",
        Remove(("x", 1)),
        "[[x]]\na = 1\n\n[[x]]\na = 3\n",
    ),
    "the only one of a list of tables": ("a = 1\n\n[[x]]\nb = 1\n", Remove(("x", 0)), "a = 1\nx = []\n"),
    "the only thing in a file with CRLF": ("[[x]]\r\n", Remove(("x", 0)), "x = []\r\n"),
    "the only thing but for a remark": (
        "[[x]]\r\n# alone\r\n\r\n[[x]]",
        Set(("x",), 1),
        "# alone\r\n\r\nx = 1",
    ),
    "the only thing in a file without line break": ("a.b = 1", Remove(("a", "b")), "[a]"),
    "an item of a list in a line": ("a = [1, 2, 3]\n", Remove(("a", 1)), "a = [1, 3]\n"),
    "the last item of a list in a line": ("a = [1, 2, 3]\n", Remove(("a", 2)), "a = [1, 2]\n"),
    "the only item of a list": ("a = [ 1 ]\n", Remove(("a", 0)), "a = []\n"),
    "an item with its comments": (
        "a = [\n  # about 1\n  1,\n  # about 2\n  2, # two\n  3 # three\n]\n",
        Remove(("a", 1)),
        "a = [\n  # about 1\n  1,\n  3 # three\n]\n",
    ),
    "the last item without comma": (
        "a = [\n  1, # one\n  2 # two\n]\n",
        Remove(("a", 1)),
        "a = [\n  1 # one\n]\n",
    ),
    "an item whose comma stands below": ("a = [1 # c\n, 2]\n", Remove(("a", 0)), "a = [ # c\n 2]\n"),
    "an item behind another's comment": ("a = [1, # c\n 2]\n", Remove(("a", 1)), "a = [1 # c\n]\n"),
    "an item at the end of a line": ("a = [1, 2,\n 3]\n", Remove(("a", 1)), "a = [1,\n 3]\n"),
    "the only item, not the comment at the bracket": (
        "a = [ # about a\n  1, # one\n]\n",
        Remove(("a", 0)),
        "a = [ # about a\n]\n",
    ),
    # Lists.
    "lists in a list": (
        "a = [[0x1], [2], 0x3]\n",
        Set(("a",), [[1], [{"x": 2}], 3]),
        "a = [[0x1], [{ x = 2 }], 0x3]\n",
    ),
    "an empty list with a remark is filled in its place": (
        "x = [] # none so far\n",
        Append(("x",), {"a": 1}),
        "x = [{ a = 1 }] # none so far\n",
    ),
    "append in a line": ('a = ["x"]\n', Append(("a",), "y"), 'a = ["x", "y"]\n'),
    "append in a line with comma": ("a = [1,2,]\n", Append(("a",), 3), "a = [1,2, 3,]\n"),
    "append to an empty list": ("a = []\n", Append(("a",), 3), "a = [3]\n"),
    "append with an item a line": (
        "a = [\n  1, # one\n]\n",
        Append(("a",), 2),
        "a = [\n  1, # one\n  2,\n]\n",
    ),
    "append without comma": (
        "a = [\r\n\t1, # one\r\n\t2 # two\r\n]\r\n",
        Append(("a",), 3),
        "a = [\r\n\t1, # one\r\n\t2, # two\r\n\t3\r\n]\r\n",
    ),
    "append where the bracket is near": ("a = [1,\n     2]\n", Append(("a",), 3), "a = [1,\n     2,\n     3]\n"),
    "append to a list with nothing but a comment": (
        "a = [\n  # none yet\n]\n",
        Append(("a",), 1),
        "a = [\n  # none yet\n    1,\n]\n",
    ),
    "append to a list that is missing": (
        'document = "d"\n[met]\n',
        Append(("points",), "9"),
        'document = "d"\npoints = ["9"]\n[met]\n',
    ),
    "insert in a line": ("a = [1, 3]\n", Insert(("a",), 1, 2), "a = [1, 2, 3]\n"),
    "insert with an item a line": (
        "a = [\n  1,\n  # about 3\n  3,\n]\n",
        Insert(("a",), 1, 2),
        "a = [\n  1,\n  2,\n  # about 3\n  3,\n]\n",
    ),
    "insert an inline table": (
        "a = [ {x = 1} ]\n",
        Insert(("a",), 0, {"x": 0}),
        "a = [ { x = 0 }, {x = 1} ]\n",
    ),
    "append to a list of tables": (
        '[[answers]]\nrequest = "r"\n[answers.x]\ny = 1\n# end\n\n[z]\n',
        Append(("answers",), {"quote": "q", "request": "s"}),
        '[[answers]]\nrequest = "r"\n[answers.x]\ny = 1\n# end\n\n[[answers]]\nrequest = "s"\nquote = "q"\n\n[z]\n',
    ),
    "the first of a list of tables": (
        'document = "d"\n\n[met]\nby = "x"\n',
        Append(("answers",), {"request": "r"}),
        'document = "d"\n\n[met]\nby = "x"\n\n[[answers]]\nrequest = "r"\n',
    ),
    "the first of an empty list": (
        'document = "d"\nanswers = []\n',
        Append(("answers",), {"request": "r"}),
        'document = "d"\n\n[[answers]]\nrequest = "r"\n',
    ),
    "the first of a nested list of tables": (
        "[[x]]\na = 1\n\n[[x]]\na = 2\n",
        Append(("x", 0, "y"), {"b": 1}),
        "[[x]]\na = 1\n\n[[x.y]]\nb = 1\n\n[[x]]\na = 2\n",
    ),
    "append to a nested list of tables": (
        "[[x]]\n[[x.y]]\nb = 1\n[[x]]\n",
        Append(("x", 0, "y"), {"b": 2}),
        "[[x]]\n[[x.y]]\nb = 1\n\n[[x.y]]\nb = 2\n\n[[x]]\n",
    ),
    "insert into a list of tables": (
        "# about the first\n[[x]]\na = 1\n",
        Insert(("x",), 0, {"a": 0}),
        "[[x]]\na = 0\n\n# about the first\n[[x]]\na = 1\n",
    ),
    "append to a list of tables without final line break": (
        "[[x]]\r\na = 1",
        Append(("x",), {"a": 2}),
        "[[x]]\r\na = 1\r\n\r\n[[x]]\r\na = 2",
    ),
    "move in a line": ("a = [ 0x1, 2, 3 ] # c\n", Move(("a",), 0, 2), "a = [ 2, 3, 0x1 ] # c\n"),
    "move with an item a line": (
        "a = [\n  # about 1\n  1, # one\n  2,\n  3 # three\n]\n",
        Move(("a",), 0, 2),
        "a = [\n  2,\n  3, # three\n  # about 1\n  1 # one\n]\n",
    ),
    "move up": ("a = [\n  1,\n  2, # two\n]\n", Move(("a",), 1, 0), "a = [\n  2, # two\n  1,\n]\n"),
    "move in a list of tables": (
        "[[x]]\na = 1\n[x.y]\n\n# two\n[[x]]\na = 2\n\n[[x]]\na = 3\n",
        Move(("x",), 0, 1),
        "# two\n[[x]]\na = 2\n\n[[x]]\na = 1\n[x.y]\n\n[[x]]\na = 3\n",
    ),
    "move the last of a list of tables": (
        "[[x]]\na = 1\n\n[z]\n\n[[x]]\na = 2",
        Move(("x",), 1, 0),
        "[[x]]\na = 2\n\n[[x]]\na = 1\n\n[z]",
    ),
    "several changes": (
        "a = [1]\n",
        [Append(("a",), 2), Set(("b", "c"), 3), Remove(("a", 0))],
        "a = [2]\n\n[b]\nc = 3\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "change", "after"), EXAMPLES.values(), ids=EXAMPLES.keys())
def test_nothing_but_the_value_changes(before, change, after):
    changes = change if isinstance(change, list) else [change]
    assert splice(before.encode(), changes, REPLY).decode() == after


@pytest.mark.parametrize(
    "change",
    [
        Set((), 1),
        Set(("a", "b"), 1),
        Set(("list", 1), 1),
        Set(("list", "x"), 1),
        Set(("tables", 5, "x"), 1),
        Remove(()),
        Remove(("missing",)),
        Remove(("list", 7)),
        Insert(("list",), 2, 1),
        Insert(("list",), -1, 1),
        Insert(("new",), 1, 1),
        Append(("a",), 1),
        Append((), 1),
        Append(("list", 4), 1),
        Move(("a",), 0, 0),
        Move(("list",), 0, 1),
    ],
)
def test_a_change_that_does_not_fit_is_refused(change):
    with pytest.raises(NoSuchPlace):
        splice(b"a = 1\nlist = [1]\n[[tables]]\n", [change])


def test_a_path_is_told_with_numbers_from_1():
    with pytest.raises(NoSuchPlace, match=re.escape("answers[3] cannot be changed")):
        splice(b"[[answers]]\n", [Remove(("answers", 2, "quote"))])


@pytest.mark.parametrize(
    "value",
    [
        None,
        [None],
        {"x": None},
        {1: 2},
        {1, 2},
        object(),
        b"bytes",
        "\ud800",
        10**5000,
        dt.time(1, tzinfo=dt.UTC),
        dt.datetime(2015, 1, 1, tzinfo=dt.timezone(dt.timedelta(seconds=1))),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_that_toml_cannot_hold_is_refused(value):
    with pytest.raises(NotTomlValue):
        splice(b"", [Set(("a",), value)])


def test_a_value_that_holds_itself_is_refused():
    value = []
    value.append(value)
    with pytest.raises(NotTomlValue, match="nested"):
        splice(b"", [Set(("a",), value)])


def test_a_file_that_is_no_toml_is_refused():
    with pytest.raises(NotToml, match="line 2, column 5: text must stand in quotes"):
        splice(b"a = 1\nb = x\n", [Set(("a",), 2)])


def test_what_would_come_out_otherwise_than_meant_is_refused(monkeypatch):
    monkeypatch.setattr(editing, "restyled", lambda *_, **__: "1.0")
    with pytest.raises(editing.NotSafe):
        splice(b"a = 2\n", [Set(("a",), 1)])


def test_what_would_be_no_toml_is_refused(monkeypatch):
    monkeypatch.setattr(editing, "restyled", lambda *_, **__: "“")
    with pytest.raises(editing.NotSafe):
        splice(b"a = 2\n", [Set(("a",), 1)])


def test_applying_leaves_the_data_alone():
    data = {"a": [1, {"b": 2}]}
    assert apply(data, [Set(("a", 1, "b"), 3), Append(("a",), 4)]) == {"a": [1, {"b": 3}, 4]}
    assert data == {"a": [1, {"b": 2}]}


def test_edit_writes_the_file(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"a = 1 # one\r\n")
    after = edit(path, files.digest(b"a = 1 # one\r\n"), [Set(("a",), 2)], FREE, tmp_path)
    assert after == path.read_bytes() == b"a = 2 # one\r\n"


def test_edit_refuses_a_file_that_changed(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"a = 3\n")
    with pytest.raises(files.StaleFile):
        edit(path, files.digest(b"a = 1\n"), [Set(("a",), 2)], FREE, tmp_path)
    assert path.read_bytes() == b"a = 3\n"


def test_edit_writes_nothing_when_nothing_changes(tmp_path):
    path = tmp_path / "a.toml"
    path.write_bytes(b"a = 1\n")
    before = path.stat()
    edit(path, files.digest(b"a = 1\n"), [Set(("a",), 1)], FREE, tmp_path)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_many_keys_are_no_trouble():
    raw = "".join(f"k{number} = {number} # {number}\n" for number in range(10_000)).encode()
    after = splice(raw, [Set(("k5000",), "x"), Remove(("k1",))])
    assert after == raw.replace(b"k5000 = 5000", b'k5000 = "x"').replace(b"k1 = 1 # 1\n", b"")


# Properties


@given(st.data())
def test_any_change_of_any_file_comes_out_as_meant(toml, data):
    raw = data.draw(toml.documents())
    check(raw, data.draw(toml.changes(TomlDocument(raw).data)))


@given(st.data())
def test_any_changes_of_any_file_come_out_as_meant(toml, data):
    raw = data.draw(toml.documents())
    before = TomlDocument(raw).data
    changes, now = [], before
    for _ in range(data.draw(st.integers(2, 4))):
        changes.append(data.draw(toml.changes(now)))
        now = apply(now, changes[-1:])
    layout = Layout(dict.fromkeys(data.draw(st.permutations(list(now))), FREE))
    assert same(TomlDocument(splice(raw, changes, layout)).data, now)


@given(st.data())
def test_a_field_that_is_added_to_a_canonical_file_or_taken_from_it_leaves_it_canonical(toml, data):
    table = data.draw(toml.tables.filter(bool))
    layout = Layout(dict.fromkeys(data.draw(st.permutations(list(table))), FREE))
    name = data.draw(st.sampled_from(list(table)))
    rest = {other: value for other, value in table.items() if other != name}
    whole, without = render(table, layout).encode(), render(rest, layout).encode()
    assert splice(without, [Set((name,), table[name])], layout) == whole
    assert splice(whole, [Remove((name,))], layout) == without


REAL_FILES = sorted(
    path
    for folder in {Path(sys.prefix), Path(sys.base_prefix), Path("/usr/lib/python3"), Path("/usr/share")}
    for path in folder.rglob("*.toml")
    if path.is_file() and path.stat().st_size < 50_000
)[:60]


@pytest.mark.skipif(not REAL_FILES, reason="no TOML files among the installed packages")
@given(st.data())
def test_any_change_of_real_files_comes_out_as_meant(toml, data):
    raw = data.draw(st.sampled_from(REAL_FILES)).read_bytes()
    try:
        before = TomlDocument(raw).data
    except NotToml:
        return
    check(raw, data.draw(toml.changes(before)))


def check(raw, change):
    """The data is what was meant, and whatever the change does not touch is there as before, to the byte."""
    event(type(change).__name__)
    before = TomlDocument(raw)
    after = TomlDocument(splice(raw, [change]))
    assert same(after.data, apply(before.data, [change]))
    if isinstance(change, Set) and before.value(change.path) and not isinstance(change.value, dict | list):
        check_one_span(before, after, change.path)
    if is_another_form(before, change):
        return
    check_leaves(before, after, change)
    check_line_endings(before, after)
    check_comments(before, after, change)
    check_lines(before, after, change)


def check_one_span(before, after, path):
    span = before.value(path).span
    assert after.raw[: span.start] == before.raw[: span.start]
    assert after.raw.endswith(before.raw[span.end :])


def is_another_form(before, change):
    """Whether a list of tables must become one in brackets, or the other way round: that is written anew."""
    holder = change.path[:-1] if isinstance(change, Set) and change.path and isinstance(change.path[-1], int) else None
    path = holder if holder is not None else change.path
    if isinstance(change, Insert | Append | Set) and isinstance(change.value, dict):
        return before.array(path) is not None and not before.array(path).items
    return before.value(path) is None and not (isinstance(change, Remove | Move))


def leaves(document, data, path=()):
    if isinstance(data, dict | list):
        for part, each in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(document, each, (*path, part))
    else:
        span = document.value(path).span
        yield path, document.raw[span.start : span.end]


def check_leaves(before, after, change):
    """Each other value is written as it was."""
    there = dict(leaves(after, after.data))
    for path, written in leaves(before, before.data):
        moved = new_path(path, change, before)
        if moved is not None:
            assert there[moved] == written


def new_path(path, change, before):
    """Where the value at a path is after a change; None if it is what is changed."""
    count = len(change.path)
    match change:
        case Set():
            return None if path[:count] == change.path else path
        case Remove() if path[:count] == change.path:
            return None
        case Remove() if isinstance(change.path[-1], int) and path[: count - 1] == change.path[:-1]:
            return (*path[: count - 1], path[count - 1] - (path[count - 1] > change.path[-1]), *path[count:])
        case Insert() if path[:count] == change.path:
            return (*path[:count], path[count] + (path[count] >= change.index), *path[count + 1 :])
        case Move() if path[:count] == change.path:
            order = list(range(len(apply(before.data, [])) if not count else len(toml_at(before.data, change.path))))
            order.insert(change.new, order.pop(change.old))
            return (*path[:count], order.index(path[count]), *path[count + 1 :])
    return path


def toml_at(data, path):
    for part in path:
        data = data[part]
    return data


COMMENT = re.compile(rb"# comment \d+")


def check_comments(before, after, change):
    """Every comment is there, but for those of what was taken away or written anew."""
    lost = set(COMMENT.findall(before.raw)) - set(COMMENT.findall(after.raw))
    if isinstance(change, Set | Remove):
        for span in spans_at(before, change.path):
            lost -= set(COMMENT.findall(with_own_comments(before.raw, span.start, span.end)))
    assert not lost


def spans_at(document, path):
    """The spans of every line that says what is at a path, or in it."""
    value = document.value(path)
    if value:
        yield value.span
    for section in document.sections:
        if section.keys and section.path[: len(path)] == path:
            yield section.span
        for pair in section.pairs:
            if (section.path + pair.names)[: len(path)] == path:
                yield pair.span


def with_own_comments(raw, start, end):
    line = raw.rfind(b"\n", 0, start) + 1
    above = re.search(rb"(?:[ \t]*#[^\n]*\n)*\Z", raw[:line])[0]
    rest = re.match(rb"[^\n]*", raw[end:])[0]
    return above + raw[line:end] + rest


def check_lines(before, after, change):
    """What is added takes nothing away, what is removed adds nothing, white space apart."""
    old, new = (re.sub(rb"\s", b"", document.raw) for document in (before, after))
    if isinstance(change, Insert | Append) or (isinstance(change, Set) and before.span(change.path) is None):
        assert is_within(old, new)
    elif isinstance(change, Remove) and toml_at(
        after.data, change.path[:-1]
    ):  # an empty table may have to be said anew
        assert is_within(new, old)


def check_line_endings(before, after):
    """A file in one line ending stays so, and none gets or loses a final line break."""
    if b"\r\n" not in before.raw:
        assert b"\r" not in after.raw
    elif not re.search(rb"(?<!\r)\n", before.raw):
        assert not re.search(rb"(?<!\r)\n", after.raw)
    if before.raw.strip() and after.raw:
        assert after.raw.endswith(b"\n") == before.raw.endswith(b"\n")


def is_within(small, large):
    rest = iter(large)
    return all(byte in rest for byte in small)
