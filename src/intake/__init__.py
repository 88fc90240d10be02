"""Official documents in, draft records out."""

from __future__ import annotations

from .doubts import Doubt
from .errors import IntakeError, MissingExtra
from .importing import Failure, Import, Intake, recognised

__all__ = ["Doubt", "Failure", "Import", "Intake", "IntakeError", "MissingExtra", "recognised"]
