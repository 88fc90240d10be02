"""Plain dates are read without the library that reads all of EDTF, and mean what it says they mean."""

from __future__ import annotations

import sys
from subprocess import run

import pytest
from followup.register.dates import _library_bounds, _plain_bounds
from hypothesis import given
from hypothesis import strategies as st

PARTS = st.one_of(
    st.sampled_from(
        ["", "..", "2015", "2016-02", "2015-02-30", "2015-13", "0000", "0001", "9999-12", "2015~", "2015-21"]
    ),
    st.dates().map(lambda day: day.isoformat()[:10]),
    st.dates().map(lambda day: day.isoformat()[:7]),
)


@given(st.one_of(PARTS, st.tuples(PARTS, PARTS).map("/".join)))
def test_plain_dates_mean_what_the_library_says(text):
    plain = _plain_bounds(text)
    if plain is not None:
        assert plain == _library_bounds(text)


@pytest.mark.parametrize(
    "text", ["", "/", "../..", "../", "/..", "2015/", "2015-12-31/2015-01-01", "x", "2015/2016/2017"]
)
def test_the_rest_is_left_to_the_library(text):
    assert _plain_bounds(text) is None


def test_plain_dates_import_no_library():
    code = (
        "import sys; from followup.register.dates import bounds\n"
        "for each in ('2015', '2015-10', '../2015-12-31', '2015-06-03/2015-12-31', '2015-10/..'): bounds(each)\n"
        "sys.exit('edtf' in sys.modules)"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0
