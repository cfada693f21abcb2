"""Journeys go through the real window; only the answers to dialogs are given beforehand."""

from tests.ui.conftest import answers, make_window, sample, sample_bytes, window

__all__ = ["answers", "make_window", "sample", "sample_bytes", "window"]
