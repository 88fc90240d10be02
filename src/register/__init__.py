"""Records on disk: ids, reading, writing, editing, links.

What is named here is loaded when it is asked for: whoever looks for changes begins before all else is loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .finding import NotARegister, find_root
    from .ids import RecordId, dossier_of, id_of, natural_key, parse_id, path_of, procedure_of
    from .record import DataPath, Link, Record, Unreadable, texts_below, values_at, values_below
    from .register import CannotBeRead, Dossier, NoSuchRecord, Register
    from .schema import Field, Kind, NoSchemas, SchemaError, Schemas

__all__ = [
    "CannotBeRead",
    "DataPath",
    "Dossier",
    "Field",
    "Kind",
    "Link",
    "NoSchemas",
    "NoSuchRecord",
    "NotARegister",
    "Record",
    "RecordId",
    "Register",
    "SchemaError",
    "Schemas",
    "Unreadable",
    "dossier_of",
    "find_root",
    "id_of",
    "natural_key",
    "parse_id",
    "path_of",
    "procedure_of",
    "texts_below",
    "values_at",
    "values_below",
]

_HOMES = {
    "finding": ("NotARegister", "find_root"),
    "ids": ("RecordId", "dossier_of", "id_of", "natural_key", "parse_id", "path_of", "procedure_of"),
    "record": ("DataPath", "Link", "Record", "Unreadable", "texts_below", "values_at", "values_below"),
    "register": ("CannotBeRead", "Dossier", "NoSuchRecord", "Register"),
    "schema": ("Field", "Kind", "NoSchemas", "SchemaError", "Schemas"),
}

if not TYPE_CHECKING:  # a type checker knows all names, and that there are no others

    def __getattr__(name: str) -> Any:
        for home, names in _HOMES.items():
            if name in names:
                found = globals()[name] = getattr(import_module(f".{home}", __name__), name)
                return found
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
