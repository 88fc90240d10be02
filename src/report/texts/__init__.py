"""The index of texts: what lists and searches ask of the records, kept in SQLite.

It is derived from the records’ files and may be deleted at any time; every answer is the same without it.
"""

from .indexed import IndexedRegister

__all__ = ["IndexedRegister"]
