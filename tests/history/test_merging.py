from __future__ import annotations

import pytest
from followup.history.conflicts import Conflicted, NotByField, Other, Side
from followup.history.marking import sides
from followup.history.merging import CannotMerge, merge
from followup.register.parsing import parse

IDENTIFY = {"answers": ["request"], "discrepancies": ["quote", "against"]}

BASE = b'''\
# What this record is about
document = "follow-up"
points = ["9"] # as printed
text = """
One sentence.
Another one.
"""
actors = [
    "actors/europol",
    "actors/council",
]

# The first answer
[[answers]]
request = "09a"
disposition = "declined"

[[answers]]
request = "09b"
disposition = "commitment"
note = "a note"

[met]
on = 2015-06-03
'''


def _ours(*changes: tuple[str, str]) -> bytes:
    return _with(BASE, *changes)


def _with(raw: bytes, *changes: tuple[str, str]) -> bytes:
    for old, new in changes:
        assert raw.count(old.encode()) == 1, old
        raw = raw.replace(old.encode(), new.encode())
    return raw


def _merge(ours: bytes, theirs: bytes, base: bytes | None = BASE):
    return merge(base, ours, theirs, IDENTIFY)


def test_different_fields_merge_and_our_bytes_stay():
    ours = _ours(('document = "follow-up"', "document   = 'other' # why"))
    theirs = _ours(('"a note"', '"another note"'), ("2015-06-03", "2015-06-04"))
    merged = _merge(ours, theirs)
    assert merged.clean
    assert merged.raw == _with(ours, ('"a note"', '"another note"'), ("2015-06-03", "2015-06-04"))
    assert merged.marked() == merged.raw


def test_references_are_joined_as_sets_in_order():
    ours = _ours(('    "actors/europol",\n', '    "actors/europol", # ours\n    "actors/enisa",\n'))
    theirs = _ours(('    "actors/council",\n', '    "actors/parents",\n'))
    merged = _merge(ours, theirs)
    assert merged.clean
    assert parse(merged.raw)["actors"] == ["actors/europol", "actors/enisa", "actors/parents"]
    assert b'"actors/europol", # ours' in merged.raw


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "joined"),
    [
        ("", "x", "y", "xy"),
        ("ab", "axb", "ayb", "axyb"),
        ("ab", "xab", "yab", "xyab"),
        ("abc", "acb", "abcd", "acdb"),
        ("abc", "abcd", "cab", "cdab"),
        ("abc", "b", "abcx", "bx"),
        ("aab", "aabc", "ab", "abc"),
        ("abc", "acb", "acb", "acb"),
        ("ab", "abx", "abx", "abx"),
    ],
)
def test_the_order_of_a_joined_list(base, ours, theirs, joined):
    versions = (f"l = {list(each)}\n".encode() for each in (base, ours, theirs))
    merged = merge(*versions)
    assert merged.clean
    assert parse(merged.raw)["l"] == list(joined)


def test_two_new_orders_are_a_conflict():
    (conflict,) = merge(b"l = [1, 2, 3]\n", b"l = [2, 1, 3]\n", b"l = [1, 3, 2]\n").conflicts
    assert (conflict.label, conflict.base, conflict.ours, conflict.theirs) == ("l", [1, 2, 3], [2, 1, 3], [1, 3, 2])


def test_items_of_a_list_of_tables_are_known_again():
    ours = _ours(("# The first", '[[answers]]\nrequest = "08"\n\n# The first'), ('"declined"', '"action-ongoing"'))
    theirs = _ours(('note = "a note"\n', 'note = "better"\n\n# Late\n[[answers]]\nrequest = "09c"\n'))
    merged = _merge(ours, theirs)
    assert merged.clean
    assert [(each["request"], each.get("disposition")) for each in parse(merged.raw)["answers"]] == [
        ("08", None),
        ("09a", "action-ongoing"),
        ("09b", "commitment"),
        ("09c", None),
    ]
    assert b'# The first answer\n[[answers]]\nrequest = "09a"' in merged.raw
    assert b'# Late\n[[answers]]\nrequest = "09c"' in merged.raw


def test_items_moved_by_one_and_changed_by_the_other():
    first = '# The first answer\n[[answers]]\nrequest = "09a"\ndisposition = "declined"\n\n'
    theirs = _with(_ours((first, "")), ("[met]", first + "[met]"))
    merged = _merge(_ours(('"declined"', '"referred-elsewhere"')), theirs)
    assert merged.clean
    assert [each["request"] for each in parse(merged.raw)["answers"]] == ["09b", "09a"]
    assert parse(merged.raw)["answers"][1]["disposition"] == "referred-elsewhere"


def test_a_field_that_both_changed_is_a_conflict_of_that_field_alone():
    ours = _ours(("Another one.", "Our sentence."), ("2015-06-03", "2015-07-03"))
    theirs = _ours(("One sentence.", "Their sentence."), ('"a note"', '"their note"'))
    merged = _merge(ours, theirs)
    assert [each.label for each in merged.conflicts] == ["text"]
    text = '<<<<<<< ours\ntext = """\nOne sentence.\nOur sentence.\n"""\n'
    text += '||||||| before\ntext = """\nOne sentence.\nAnother one.\n"""\n'
    text += '=======\ntext = """\nTheir sentence.\nAnother one.\n"""\n>>>>>>> theirs\n'
    expected = _with(ours, ('"a note"', '"their note"'), ('text = """\nOne sentence.\nOur sentence.\n"""\n', text))
    assert merged.marked() == expected
    assert b"<<<<<<<<< ours\n" in merged.marked(9)


def test_a_field_inside_an_item_keeps_the_rest_of_it_together():
    merged = _merge(_ours(('"declined"', '"commitment"')), _ours(('"declined"', '"action-taken"')))
    assert [each.label for each in merged.conflicts] == ["answers[09a].disposition"]
    marks = '<<<<<<< ours\ndisposition = "commitment"\n||||||| before\ndisposition = "declined"\n=======\n'
    marks += 'disposition = "action-taken"\n>>>>>>> theirs\n'
    assert merged.marked() == _ours(('disposition = "declined"\n', marks))


@pytest.mark.parametrize("swapped", [False, True])
def test_taken_away_by_one_and_changed_by_the_other(swapped):
    without = _ours(('\n[[answers]]\nrequest = "09b"\ndisposition = "commitment"\nnote = "a note"\n', ""))
    changed = _ours(('"a note"', '"their note"'))
    merged = _merge(changed, without) if swapped else _merge(without, changed)
    (conflict,) = merged.conflicts
    assert conflict.label == "answers[09b]"
    assert (conflict.theirs if swapped else conflict.ours) is None
    found = sides(merged.marked())
    answers = [len(parse(each)["answers"]) for each in (found.ours, found.base, found.theirs)]
    assert answers == ([2, 2, 1] if swapped else [1, 2, 2])
    assert b"their note" in merged.marked()


def test_the_same_change_by_both_is_none():
    both = _ours(('"declined"', '"commitment"'))
    assert _merge(both, both).raw == both
    apart = _with(both, ("# What", "# ~ What"))
    assert _merge(both, apart).clean


def test_one_side_alone_is_taken_byte_for_byte():
    odd = b"document='x'\r\n"
    assert _merge(BASE, odd).raw == odd
    assert _merge(odd, BASE).raw == odd


def test_two_new_files_of_one_name():
    merged = _merge(b'a = 1\nname = "x"\n', b'b = 2\nname = "y"\n', None)
    assert [each.label for each in merged.conflicts] == ["name"]
    assert parse(merged.raw) == {"a": 1, "name": "x", "b": 2}
    assert b'||||||| before\n=======\nname = "y"' in merged.marked()


def test_comments_of_both_sides_stay():
    ours = _ours(
        ("# The first answer\n", "# The first answer\n# ours above\n"), ("2015-06-03", "2015-06-03 # ours beside")
    )
    theirs = _ours(
        ("document =", "# theirs above\ndocument ="),
        ('    "actors/council",\n', '    # theirs inside\n    "actors/council",\n    "actors/enisa",\n'),
        ('request = "09b"', 'request = "09b"  # theirs beside'),
        ("# What", "#:schema x\n# What"),
    )
    merged = _merge(ours, theirs + b"\n# theirs at the end\n")
    assert merged.clean
    lines = merged.raw.decode().splitlines()
    assert lines[lines.index("# ours above") + 1] == "[[answers]]"
    assert "on = 2015-06-03 # ours beside" in lines
    assert lines[lines.index("# theirs above") + 1] == 'document = "follow-up"'
    assert lines[lines.index("    # theirs inside") + 1] == '    "actors/council",'
    assert 'request = "09b"  # theirs beside' in lines
    assert lines[0] == "#:schema x"
    assert lines[-1] == "# theirs at the end"


def test_a_comment_goes_with_what_one_side_took_away():
    theirs = _ours(('# The first answer\n[[answers]]\nrequest = "09a"\ndisposition = "declined"\n\n', ""))
    assert b"The first answer" not in _merge(_ours(('"a note"', '"ours"')), theirs).raw
    ours = _ours(('"a note"', '"ours"'), ("# The first answer", "# Ours"))
    assert b"# Ours" in _merge(ours, theirs).raw


def test_line_ends_are_those_of_our_file():
    crlf = BASE.replace(b"\n", b"\r\n")
    merged = _merge(
        _with(crlf, ('"declined"', '"x"')), _with(crlf, ('"declined"', '"y"'), ("# What", "# theirs\r\n# What")), crlf
    )
    assert merged.marked().count(b"\n") == merged.marked().count(b"\r\n")
    assert b"<<<<<<< ours\r\n" in merged.marked()


def test_fields_that_share_a_line():
    base, ours, theirs = (f"vote = {{ for = {n}, against = 1 }}\nmore = 1".encode() for n in (1, 2, 3))
    merged = merge(base, ours, theirs)
    assert [each.label for each in merged.conflicts] == ["vote.for"]
    assert merged.marked() == (
        b"<<<<<<< ours\nvote = { for = 2, against = 1 }\n||||||| before\nvote = { for = 1, against = 1 }\n"
        b"=======\nvote = { for = 3, against = 1 }\n>>>>>>> theirs\nmore = 1"
    )


def test_a_field_without_lines_of_its_own_puts_marks_around_the_file():
    base, ours, theirs = (f"met.on = {n}\na = 1\nmet.by = {n}".encode() for n in (1, 2, 3))
    gone = merge(base, ours, b"a = 1\n")
    assert [each.label for each in gone.conflicts] == ["met"]
    found = sides(gone.marked())
    assert parse(found.ours) == parse(ours)
    assert parse(found.theirs) == {"a": 1}
    assert len(merge(base, ours, theirs).conflicts) == 2


def test_words_that_look_like_marks():
    base, ours, theirs = (f"a = '''\n=======\n{n}\n'''\nb = 1\n".encode() for n in (1, 2, 3))
    merged = merge(base, ours, theirs)
    assert [each.label for each in merged.conflicts] == ["a"]
    assert all(n in merged.marked() for n in (b"=======\n2\n", b"=======\n3\n"))


def test_what_is_no_toml_can_not_be_merged():
    for versions in (
        (BASE, b"x", BASE + b"a = 1\n"),
        (BASE, _ours(("09a", "1")), b"\xff"),
        (b"x", b"a = 1\n", b"b = 1\n"),
    ):
        with pytest.raises(CannotMerge):
            merge(*versions)


class TestSettling:
    OURS = _ours(
        ('"declined"', '"ours"'),
        ("2015-06-03", "2015-07-01"),
        ('\n[[answers]]\nrequest = "09b"\ndisposition = "commitment"\nnote = "a note"\n', ""),
    )
    THEIRS = _ours(('"declined"', '"theirs"'), ("2015-06-03", "2015-08-01"), ('"a note"', '"their note"'))

    @pytest.fixture
    def marked(self):
        return _merge(self.OURS, self.THEIRS).marked()

    def test_a_marked_file_is_read_back(self, marked):
        found = Conflicted.of_marked(marked, IDENTIFY)
        assert [(each.label, each.ours, each.theirs) for each in found.fields if each.label.endswith("n")] == [
            ("answers[09a].disposition", "ours", "theirs"),
            ("met.on", parse(b"d = 2015-07-01")["d"], parse(b"d = 2015-08-01")["d"]),
        ]
        assert {each.label for each in found.fields} == {"answers[09a].disposition", "answers[09b]", "met.on"}
        assert found.text == marked
        assert Conflicted.of_versions(BASE, self.OURS, self.THEIRS, IDENTIFY).text == marked

    @pytest.mark.parametrize(("side", "version"), [(Side.OURS, OURS), (Side.THEIRS, THEIRS), (Side.BASE, BASE)])
    def test_all_for_one_side(self, marked, side, version):
        found = Conflicted.of_marked(marked, IDENTIFY)
        done = found.settled({each.path: side for each in found.fields})
        assert done.fields == ()
        assert parse(done.text) == parse(version)
        assert done.text == version

    def test_one_field_after_the_other(self, marked):
        found = Conflicted.of_marked(marked, IDENTIFY)
        first, second, third = sorted(found.fields, key=lambda each: each.label)
        assert second.label == "answers[09b]"
        for path, choice, left in (
            (second.path, Side.OURS, 2),
            (first.path, Other("new"), 1),
            (third.path, Side.THEIRS, 0),
        ):
            found = found.settled({path: choice})
            assert found.text.count(b"<<<<<<<") == left
        assert parse(found.text)["answers"] == [{"request": "09a", "disposition": "new"}]
        assert parse(found.text)["met"] == {"on": parse(b"d = 2015-08-01")["d"]}

    def test_indexes_follow_when_an_item_goes(self):
        answers = [f'[[answers]]\nrequest = "{n}"\nnote = "{{}}{n}"\n' for n in range(3)]
        base, ours, theirs = ("".join(answers).format(*[word] * 3).encode() for word in ("b", "o", "t"))
        found = Conflicted.of_versions(base, ours.replace(answers[0].format("o").encode(), b""), theirs, IDENTIFY)
        gone = next(each for each in found.fields if each.ours is None)
        found = found.settled({gone.path: Side.OURS})
        done = found.settled({each.path: Side.THEIRS for each in found.fields})
        assert parse(done.text) == {"answers": [{"request": "1", "note": "t1"}, {"request": "2", "note": "t2"}]}

    def test_taking_a_field_out(self, marked):
        found = Conflicted.of_marked(marked, IDENTIFY)
        (path,) = (each.path for each in found.fields if each.label == "met.on")
        assert "on" not in parse(
            found.settled({each.path: Side.OURS for each in found.fields} | {path: Other(None)}).text
        ).get("met", {})

    def test_gits_own_marks(self):
        text = _ours(('"declined"\n', '"declined"\n<<<<<<< HEAD\nnote = "x"\n=======\nnote = "y"\n>>>>>>> side\n'))
        (conflict,) = Conflicted.of_marked(text, IDENTIFY).fields
        assert (conflict.label, conflict.base, conflict.ours, conflict.theirs) == ("answers[09a].note", None, "x", "y")

    @pytest.mark.parametrize(
        "raw",
        [
            b"a = 1\n",
            b"<<<<<<< ours\na = 1\n",
            b"<<<<<<< ours\na = 1\n=======\na = \n>>>>>>> theirs\n",
            b"<<<<<<< x\na = 1\n<<<<<<< x\n=======\na = 2\n>>>>>>> theirs\n",
        ],
    )
    def test_what_has_no_such_marks(self, raw):
        with pytest.raises(NotByField):
            Conflicted.of_marked(raw)
