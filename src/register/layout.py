"""How a record's values are laid out in its file: the order of the fields, and which hold long text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LINE_LENGTH = 100
"""A list of one item that stays within this many characters is written on one line."""

INDENT = "    "


class Layout(NamedTuple):
    """The layout of one value; derived from a schema, never written by hand.

    ``fields`` names a table's fields in their order (for a list of tables, those of its items).
    ``long_text`` says that the value is written as a multi-line string.
    """

    fields: Mapping[str, Layout] = {}
    long_text: bool = False


FREE = Layout()
"""Nothing is known: keys stay in the order in which they come."""
