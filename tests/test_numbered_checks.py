"""Every check of the notes on Arabic that the reader and the annotate page answer for is a test, by its number."""

import re
from pathlib import Path

WANTED = frozenset((*range(11, 32), *range(33, 55)))
_NAMED = re.compile(r"^def test_check_(\d+)_\w+\(", re.MULTILINE)


def test_every_number_has_a_test(root: Path) -> None:
    files = (root / "tests").rglob("test_*.py")
    found = {int(number) for file in files for number in _NAMED.findall(file.read_text(encoding="utf-8"))}
    assert sorted(WANTED - found) == []
