"""The binding to Qt gives back as many references to None as it takes."""

import sys
from importlib.metadata import version

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLabel

CALLS = 1000


def test_void_calls_keep_the_references_to_none(qapp: QApplication) -> None:
    label, thing = QLabel(), QObject()
    before = sys.getrefcount(None)
    for number in range(CALLS):
        label.setIndent(number)
        thing.blockSignals(False)
        thing.setObjectName("x")
    # A binding at fault loses one at each call; a handful comes and goes by itself.
    assert abs(sys.getrefcount(None) - before) < CALLS // 10


def test_the_faulty_pair_of_versions_is_not_installed() -> None:
    qt = tuple(int(part) for part in version("PySide6-Essentials").split(".")[:2])
    assert qt >= (6, 11)
    assert sys.version_info >= (3, 12) or qt < (6, 12)
