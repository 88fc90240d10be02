"""Checks and their reports."""
