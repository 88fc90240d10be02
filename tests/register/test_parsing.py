import tomllib

import pytest
from followup.register.parsing import MAX_DEPTH, TooDeep, parse
from hypothesis import given
from hypothesis import strategies as st

DEEP = {
    "lists": b"a = " + b"[" * 10_000 + b"]" * 10_000,
    "unclosed lists": b"a = " + b"[" * 100_000,
    "inline tables": b"a = {b=" * 300 + b"1" + b"}" * 300,
    "dotted key": b".".join([b"a"] * 10_000) + b" = 1",
    "spaced dotted key": b" . ".join([b"a"] * 10_000) + b" = 1",
    "header": b"[" + b".".join([b"a"] * 10_000) + b"]\nb = 1",
    "quoted dotted key": b'"a b".' * 5_000 + b"c = 1",
}


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_deeply_is_refused_and_crashes_nothing(name):
    with pytest.raises(ValueError, match=r"."):
        parse(DEEP[name])


def test_what_a_record_could_need_is_not_too_deep():
    depth = MAX_DEPTH - 2
    assert parse(b"a = " + b"[" * depth + b"]" * depth)
    with pytest.raises(TooDeep):
        parse(b"a = " + b"[" * 500 + b"]" * 500)


def test_many_keys_are_no_trouble():
    assert len(parse("\n".join(f"k{n} = {n}" for n in range(10_000)).encode())) == 10_000


@pytest.mark.parametrize(
    "data",
    [
        b"a = 1\na = 2",
        b"a = \x00",
        b"x = {a = 1,}",
        b"a = 1979-02-30",
        b'b = "\\e"',
        b"a = 07:00",
        b"[a]\n[a]",
        b"a = 1\r",
        b"a = " + b"9" * 5000,
    ],
)
def test_what_tomllib_refuses_is_refused(data):
    with pytest.raises(ValueError, match=r"."):
        tomllib.loads(data.decode())
    with pytest.raises(ValueError, match=r"."):
        parse(data)


def test_bytes_that_are_not_text():
    with pytest.raises(UnicodeDecodeError):
        parse(b'a = "\xff"')


VALUES = st.sampled_from(
    [
        "1",
        "0x1F",
        "0o17",
        "1_000",
        "9223372036854775808",
        "1e3",
        "-inf",
        "true",
        "'a'",
        '"\\u00e9\\n"',
        '"""\r\na\\\n b"""',
        "'''x'''",
        "2015-03-11",
        "2015-03-11T10:00:00Z",
        "2015-03-11 10:00:00.1234567",
        "10:00:00",
        "[1, 'a', [2]]",
        "{a.b = 1}",
        "[]",
    ]
)


@given(st.dictionaries(st.sampled_from(["a", "b", '"c d"', "'é'", "1979-05-27"]), VALUES))
def test_values_are_those_of_tomllib(document):
    text = "\n".join(f"{key} = {value}" for key, value in document.items())
    assert repr(parse(text.encode())) == repr(tomllib.loads(text.replace("\r\n", "\n")))


SAMPLE = b"""\
title = "A \\u00e9 title" # comment
due = 2015-10-01
list = [
  "a", 'b', 1.5,
]
[met]
on = "../2015-12-31"
[[answers]]
quote = \"""
one
two\"""
"""


@given(
    st.integers(0, len(SAMPLE)),
    st.integers(0, 4),
    st.binary(max_size=3) | st.sampled_from([b'"', b"'", b"\n", b"[", b"]", b"=", b".", b"#", b"\\", b"\r", b"\x7f"]),
)
def test_a_damaged_record_is_judged_as_tomllib_judges_it(at, length, inserted):
    damaged = SAMPLE[:at] + inserted + SAMPLE[at + length :]
    try:
        expected = tomllib.loads(damaged.decode().replace("\r\n", "\n"))
    except ValueError:
        with pytest.raises(ValueError, match=r"."):
            parse(damaged)
    else:
        assert repr(parse(damaged)) == repr(expected)
