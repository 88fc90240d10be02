"""What the reader could not be sure of: said with its place, for a person to settle."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question that a person has to answer."""

    line: int
    """The line of the text that is kept; 0 for the document as a whole."""
    message: str
    words: str = ""
    """The words of the document that it is about."""
    record: str = ""
    """The id of the draft record that it is about, once there is one."""
