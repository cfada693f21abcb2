"""Whatever is whole in a damaged file is read, and every row is either read or named as lost."""

import random
from pathlib import Path

import pytest

from annotator.store import engine, salvage
from annotator.store.salvage import Gap
from tests.store.raw_project import make

COLUMNS = ("id", "body")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "a.hashiya"
    engine.close(make(path, 400))
    return path


def read(path: Path) -> list[salvage.Row | Gap]:
    connection = engine.connect(path, read_only=True)
    found = list(salvage.rows(connection, "journal", COLUMNS))
    connection.close()
    return found


def test_a_sound_table_is_read_whole_in_order(project: Path) -> None:
    found = read(project)
    assert [row[0] for row in found if not isinstance(row, Gap)] == list(range(1, 401))
    assert [row[1] for row in found if not isinstance(row, Gap)] == [f"step-{n}" for n in range(1, 401)]
    assert salvage.highest(engine.connect(project, read_only=True), "journal") == 400


def leaves(path: Path, table: str) -> list[int]:
    """Page numbers of a table's leaves, by the byte that says so, in a file where each row quotes its number."""
    data = path.read_bytes()
    found = []
    for number in range(1, len(data) // 4096):
        page = data[number * 4096 : (number + 1) * 4096]
        if page[0] == 0x0D and b'"name":"tag"' in page:
            found.append(number)
    assert found, table
    return found


def test_each_ruined_leaf_costs_its_own_rows_and_no_other(project: Path) -> None:
    whole, expected = project.read_bytes(), read(project)
    dice = random.Random(3)
    for number in dice.sample(leaves(project, "journal"), 6):
        data = bytearray(whole)
        data[number * 4096 : (number + 1) * 4096] = dice.randbytes(4096)
        project.write_bytes(data)
        found = read(project)
        lost = {n for gap in found if isinstance(gap, Gap) for n in range(gap.first, gap.last + 1)}
        rows = [row for row in found if not isinstance(row, Gap)]
        assert 0 < len(lost) < 60
        assert [row for row in expected if not isinstance(row, Gap) and row[0] not in lost] == rows


def test_an_empty_table_has_neither_rows_nor_gaps(tmp_path: Path) -> None:
    connection = make(tmp_path / "a.hashiya", 0)
    assert list(salvage.rows(connection, "journal", COLUMNS)) == []
    engine.close(connection)
