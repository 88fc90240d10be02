"""Canonical form: each comment stays with its owner, doing it twice changes nothing, and so does it to the data."""

from collections import Counter
from pathlib import Path

import pytest
from followup.register import Schemas
from followup.register.editing import Append, splice
from followup.register.formatting import canonical
from followup.register.spans import comment_spans
from followup.register.toml_document import NotToml, TomlDocument
from followup.register.toml_values import same
from followup.register.writing import render
from hypothesis import given
from hypothesis import strategies as st

LAYOUT = Schemas.load(Path(__file__).parents[2] / "schema")["deadlines"].layout

BEFORE = """\
#:schema ../schema/deadline.schema.json
# Of the file.

# Free, before the title.

# Above the title.
title = 'T' # beside the title
# above due
due= "2015-10"   # beside due
# below due, at the end of the root

met.on = 2016-12-16 # beside met.on
responsible = [ # behind the bracket
  # above a
  "actors/a", # beside a
  "actors/b"
  # below b
] # beside the list
applies_to = ["x/y" # beside the only item
]
# above the progress
progress = [
  # above the item
  {as_of = "2015", count = 0x10}, # beside the item
]
[[revisions]] # beside the header
# above on
on = 2015-01-01
due = "2015"
# below the revision

# At the end.
# Its second line."""

AFTER = """\
#:schema ../schema/deadline.schema.json
# Of the file.

# Free, before the title.

# Above the title.
title = "T"  # beside the title
# above due
due = "2015-10"  # beside due
# below due, at the end of the root

# beside the only item
applies_to = ["x/y"]
responsible = [
    # behind the bracket
    # above a
    "actors/a",  # beside a
    "actors/b",
    # below b
]  # beside the list

[[revisions]]  # beside the header
# above on
on = 2015-01-01
due = "2015"
# below the revision

# above the progress
# above the item
[[progress]]  # beside the item
as_of = "2015"
count = 16

[met]
on = 2016-12-16  # beside met.on

# At the end.
# Its second line.
"""


def texts(raw):
    return Counter(raw[span.start : span.end].decode().strip() for span in comment_spans(raw))


def test_every_comment_stays_with_its_owner():
    assert canonical(BEFORE.encode(), LAYOUT).decode() == AFTER
    assert canonical(AFTER.encode(), LAYOUT).decode() == AFTER


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("# only\n\n# comments", "# only\n# comments\n"),
        ("a = 1\r\n# below\r\n", "a = 1\n# below\n"),
        ("a=1#beside", "a = 1  #beside\n"),
        ("[t]\n# in an empty table\n", "[t]\n# in an empty table\n"),
        ("[t] # of t\n[t.u]\nx = 1\n", "# of t\n[t.u]\nx = 1\n"),
        ("[t]\n# of t\n\n[u]\n", "[t]\n# of t\n\n[u]\n"),
        ("a = {b = [ # inside\n1]}", "# inside\n[a]\nb = [1]\n"),
        ("b = 1\n\n# free\n\na = 2\n", "b = 1\n\n# free\n\na = 2\n"),
        ("a = [] # none", "a = []  # none\n"),
        ("a = [\n# nothing yet\n]", "# nothing yet\na = []\n"),
        ('a = """\nx # no comment\n""" # one', 'a = """\nx # no comment\n"""  # one\n'),
    ],
)
def test_small_files(before, after):
    assert canonical(before.encode()).decode() == after
    assert canonical(after.encode()).decode() == after


def test_what_is_not_toml_is_refused():
    with pytest.raises(NotToml):
        canonical(b"a = ")


@given(st.data())
def test_meaning_and_comments_are_kept_and_twice_is_once(toml, data):
    raw = data.draw(toml.documents())
    once = canonical(raw)
    assert same(TomlDocument(once).data, TomlDocument(raw).data)
    assert texts(once) == texts(raw)
    assert canonical(once) == once
    assert b"\r\n" not in once


@given(st.data())
def test_what_the_writer_writes_is_canonical(toml, data):
    written = render(data.draw(toml.tables)).encode()
    assert canonical(written) == written


def test_a_canonical_file_stays_canonical_when_a_list_grows():
    raw = b'# of the title\ntitle = "T"\nresponsible = ["actors/a"]  # whose\n'
    grown = splice(raw, [Append(("responsible",), "actors/b")], LAYOUT)
    assert grown == b'# of the title\ntitle = "T"\nresponsible = [\n    "actors/a",\n    "actors/b",\n]  # whose\n'
    loose = raw.replace(b" = ", b"=")
    assert splice(loose, [Append(("responsible",), "actors/b")], LAYOUT) == loose.replace(b'"]', b'", "actors/b"]')
