"""A new record as text: the one canonical form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import rendering
from .layout import FREE, Layout
from .toml_values import plain


def render(data: Mapping[str, Any], layout: Layout = FREE) -> str:
    """The canonical text of a record.

    Fields come in the order of the layout, those that it does not know at the end, tables after them under headers
    of their own. What is parsed from the text is what was given, to the last character.

    Raises NotTomlValue for what TOML cannot say.
    """
    return "\n".join(block for block in rendering.record_blocks(plain(data), layout) if block)
