"""Records on disk: ids, reading, writing, editing, links."""

from .ids import RecordId, dossier_of, id_of, natural_key, parse_id, path_of, procedure_of
from .record import DataPath, Link, Record, Unreadable, values_at
from .register import CannotBeRead, Dossier, NoSuchRecord, NotARegister, Register, find_root
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
    "values_at",
]
