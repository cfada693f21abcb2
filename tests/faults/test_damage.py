"""Bits, pages and ends of a project damaged at random: always found, never a crash, and always made good again."""

import random
from pathlib import Path

import pytest

from annotator.store import engine
from annotator.store.check import check
from annotator.store.project import Folders
from annotator.store.recover import recover
from tests.store.sample_work import contents

PAGE = 4096
# The last columns of the journal speak of this copy alone and stand in no hash: when a line came, and who carried it.
LOCAL = 2


def held(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that a project says, without what no hash covers: the local columns of its journal, and its own name."""
    connection = engine.connect(path, read_only=True)
    found = contents(connection)
    connection.close()
    del found["project"]
    found["journal"] = [row[:-LOCAL] for row in found["journal"]]
    return found


def flipped(whole: bytes, dice: random.Random) -> bytes:
    data = bytearray(whole)
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def ruined(whole: bytes, dice: random.Random) -> bytes:
    data = bytearray(whole)
    for number in dice.sample(range(len(data) // PAGE), dice.randint(1, 12)):
        data[number * PAGE : (number + 1) * PAGE] = dice.choice((bytes, dice.randbytes))(PAGE)
    return bytes(data)


def flips_are_found(closed: Path, *, times: int) -> None:
    whole, before, dice = closed.read_bytes(), held(closed), random.Random(times)
    for _ in range(times):
        closed.write_bytes(flipped(whole, dice))
        # A bit in space that nothing uses is no damage; then everything must read as before.
        assert check(closed) or held(closed) == before


def ruins_come_back(closed: Path, folders: Folders, *, times: int) -> None:
    whole, before, dice = closed.read_bytes(), held(closed), random.Random(times)
    for _ in range(times):
        for left in closed.parent.glob(f"{closed.name}.*"):
            left.unlink()
        closed.write_bytes(ruined(whole, dice)[: dice.choice((None, dice.randrange(1, len(whole))))])
        assert check(closed)
        assert recover(closed, data=folders.data).lost == ()
        assert held(closed) == before


def test_a_flipped_bit_is_found_or_changes_nothing(closed: Path) -> None:
    flips_are_found(closed, times=40)


def test_ruined_and_cut_files_are_found_and_come_back(closed: Path, folders: Folders) -> None:
    ruins_come_back(closed, folders, times=8)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_many_flipped_bits(closed: Path) -> None:
    flips_are_found(closed, times=5000)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_many_ruined_files(closed: Path, folders: Folders) -> None:
    ruins_come_back(closed, folders, times=300)
