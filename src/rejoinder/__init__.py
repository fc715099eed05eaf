"""Rejoinder sets journal correspondence: a structured letter in, a two-column tagged PDF out."""

__version__ = "0.1.0"
