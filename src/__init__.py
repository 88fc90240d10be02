"""A plain-text register of what the European Parliament asked for and what was answered."""

__version__ = "0.1.0"
