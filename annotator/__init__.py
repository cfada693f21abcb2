"""Hashiya: a desktop program in which analysts annotate Arabic news articles."""

__version__ = "0.1.0"
