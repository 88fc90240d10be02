"""Whatever two people do to a record, in whatever way it is written: nothing of either is lost."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress

import pytest
import tomli_w
from followup.errors import FollowupError
from followup.history.conflicts import Conflicted, NotByField, Side
from followup.history.marking import sides
from followup.history.merging import merge
from followup.register.changes import Append, Insert, Move, Remove, Set
from followup.register.editing import splice
from followup.register.parsing import parse
from followup.register.toml_values import same
from followup.validate.file import has_conflict
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

IDENTIFY = {"answers": ["request"]}

NAMES = st.sampled_from(["title", "text", "note", "level"])
VALUES = st.sampled_from(["b1", "b2\nb3\n", 1, True, "<<<<<<<\n=======\n>>>>>>>\n", "ü “b4”"])
LISTS = st.lists(st.sampled_from(["r1", "r2", "r3", "r4"]), max_size=4)
TABLES = st.dictionaries(NAMES, VALUES, max_size=3)
ANSWERS = st.lists(st.sampled_from(["q1", "q2", "q3"]), max_size=3, unique=True).flatmap(
    lambda ids: st.tuples(*(TABLES.map(lambda table, one=one: {"request": one, **table}) for one in ids)).map(list)
)
PARTS = {"topics": LISTS, "answers": ANSWERS, "met": TABLES, "odd": st.lists(TABLES.filter(bool), max_size=2)}
RECORDS = st.builds(lambda fields, parts: {**fields, **parts}, TABLES, st.fixed_dictionaries({}, optional=PARTS))


@st.composite
def written(draw, record):
    """A record as a file, with comments and blank lines where somebody might have put them."""
    lines = tomli_w.dumps(record, multiline_strings=draw(st.booleans())).split("\n")
    found, inside, number = [], False, 0
    for line in lines:
        if not inside and draw(st.integers(0, 7)) == 0:
            number += 1
            found.append(draw(st.sampled_from(["", f"# b-comment {number}", f"\n# b-comment {number}\n"])))
        found.append(line)
        inside ^= line.count('"""') % 2 == 1
    text = "\n".join(found)
    return text.replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"]))).encode()


@st.composite
def edited(draw, raw, who):
    """The file after some edits, all of whose new words name who made them and are there but once."""
    number = 0

    def word():
        nonlocal number
        number += 1
        return f"{who}{number}!"

    for _ in range(draw(st.integers(0, 5))):
        data = parse(raw)
        change = draw(st.sampled_from(list(_changes(data, word, draw(st.integers(0, 3))))))
        with suppress(FollowupError):  # what the editor refuses nobody has done
            raw = splice(raw, [change])
    if draw(st.booleans()):
        comment = f"# {word()}\n".encode()
        at = draw(st.sampled_from([0, *(m.start() for m in re.finditer(rb"^(?=\[|[a-z]+ = )", raw, re.MULTILINE))]))
        after = raw[:at] + comment + raw[at:]
        raw = after if same(parse(after), parse(raw)) else raw
    return raw


def _changes(data, word, index):
    yield Set(("title",), word())
    yield Set(("text",), f"{word()}\nb\n{word()}\n")
    yield Append(("topics",), word()) if isinstance(data.get("topics", []), list) else Set(("topics",), [word()])
    yield Set(("met", "note"), word())
    yield Set(("answers",), [*data.get("answers", []), {"request": word(), "note": word()}])
    for name, value in data.items():
        yield Remove((name,))
        if isinstance(value, list) and value:
            at = index % len(value)
            yield Remove((name, at))
            yield Move((name,), at, 0)
            yield Insert((name,), at, {"request": word()} if isinstance(value[0], dict) else word())
            if isinstance(value[at], dict):
                yield Set((name, at, "note"), word())
                yield Set((name, at, "level"), word())
                yield from (Remove((name, at, key)) for key in value[at] if key != "request")
        elif isinstance(value, dict):
            yield from (Set((name, key), word()) for key in value)


VERSIONS = RECORDS.flatmap(written).flatmap(
    lambda raw: st.tuples(st.just(raw), edited(raw, "ours"), edited(raw, "theirs"))
)


def _words(who: str, *texts: object) -> set[str]:
    return {word for text in texts for word in re.findall(rf"{who}[0-9]+!", str(text))}


@given(VERSIONS)
def test_nothing_of_either_side_is_lost(versions):
    base, ours, theirs = versions
    merged = merge(base, ours, theirs, IDENTIFY)
    parse(merged.raw)
    marked = merged.marked()
    for who, side in (("ours", ours), ("theirs", theirs)):
        assert _words(who, side.decode()) <= _words(who, marked.decode())
    if merged.clean:
        assert marked == merged.raw
    else:
        assert has_conflict(marked)


@given(VERSIONS)
def test_what_one_side_left_alone_is_as_the_other_has_it(versions):
    base, ours, theirs = versions
    merged = merge(base, ours, theirs, IDENTIFY)
    assume(merged.other is None)
    old, mine, other, both = map(parse, (base, ours, theirs, merged.raw))
    touched = {conflict.path[0] for conflict in merged.conflicts}
    for name in {*old, *mine, *other} - touched:
        for one, another in ((mine, other), (other, mine)):
            if same(one.get(name, ""), old.get(name, "")):
                assert same(both.get(name, ""), another.get(name, ""))


@given(VERSIONS)
def test_it_matters_to_no_field_who_merges(versions):
    base, ours, theirs = versions
    one, other = merge(base, ours, theirs, IDENTIFY), merge(base, theirs, ours, IDENTIFY)
    assume(one.other is None and other.other is None)
    assert {each.path for each in one.conflicts} == {each.path for each in other.conflicts}
    if one.clean:
        assert _unordered(parse(one.raw)) == _unordered(parse(other.raw))


def _unordered(value):
    """With lists as sets: whose new item comes first depends on who merges."""
    if isinstance(value, dict):
        return {name: _unordered(value[name]) for name in sorted(value)}
    return Counter(repr(_unordered(each)) for each in value) if isinstance(value, list) else value


@given(VERSIONS)
def test_our_bytes_stay_where_only_we_changed_something(versions):
    base, ours, _ = versions
    assert merge(base, ours, base, IDENTIFY).raw == ours
    assert merge(base, base, ours, IDENTIFY).raw == ours
    assert merge(base, ours, ours, IDENTIFY).raw == ours


OFTEN_CLEAN = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


@OFTEN_CLEAN
@given(VERSIONS, st.data())
def test_a_conflict_can_be_settled_for_either_side(versions, data):
    base, ours, theirs = versions
    merged = merge(base, ours, theirs, IDENTIFY)
    assume(merged.conflicts)
    found = sides(merged.marked())
    if found is None:
        return  # words that look like marks: the file is for a text editor
    try:
        open_ = Conflicted.of_marked(merged.marked(), IDENTIFY)
    except NotByField:
        return
    choices = {each.path: data.draw(st.sampled_from(Side)) for each in open_.fields}
    done = open_
    for path, choice in choices.items():
        done = done.settled({path: choice})
        parse(done.raw)
    assert done.fields == ()
    assert done.text == done.raw
    assert same(_filled(parse(done.raw)), _filled(parse(open_.settled(choices).raw)))


def _filled(value):
    if isinstance(value, dict):
        return {name: _filled(each) for name, each in value.items() if each not in ([], {})}
    return [_filled(each) for each in value] if isinstance(value, list) else value


@OFTEN_CLEAN
@pytest.mark.parametrize("side", Side)
@given(versions=VERSIONS)
def test_all_for_one_side_is_that_sides_version_of_these_fields(side, versions):
    base, ours, theirs = versions
    merged = merge(base, ours, theirs, IDENTIFY)
    assume(merged.conflicts and merged.other is None)
    whole = Conflicted(merged.raw, merged.conflicts)
    done = parse(whole.settled({each.path: side for each in merged.conflicts}).raw)
    for each in merged.conflicts:
        if len(each.path) == 1:
            assert same(done.get(each.path[0], ""), "" if (value := getattr(each, side)) is None else value)
