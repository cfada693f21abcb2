"""One flipped byte, wherever it lies, is found and its place named."""

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.model.problems import Problem
from annotator.model.progress import Cancelled, Progress
from annotator.store import engine, guard
from annotator.store.check import check, reading
from annotator.store.project import Folders, Project
from tests.store.sample_work import TEXT, tag, work_in


@pytest.fixture
def closed(project: Project) -> Path:
    work_in(project)
    project.close()
    return project.path


def keys(problems: list[Problem]) -> set[str]:
    return {problem.key for problem in problems}


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x01
    path.write_bytes(data)


def place_of(path: Path, needle: bytes) -> int:
    data = path.read_bytes()
    assert data.count(needle) >= 1
    return data.index(needle)


def test_a_sound_project_has_no_problem_open_or_closed(project: Project) -> None:
    work_in(project)
    assert check(project.path) == []
    tag(project, "a1", "more", 2, 5)
    project.close()
    assert check(project.path) == []


def test_it_tells_its_stages_and_can_be_cancelled(closed: Path) -> None:
    told: list[Progress] = []
    check(closed, told.append)
    assert [one.what for one in told if one.what == "check-journal"]
    assert told[-1].done == told[-1].total

    def stop(_progress: Progress) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        check(closed, stop)


def test_a_file_that_is_no_project_is_told_as_that(tmp_path: Path) -> None:
    assert keys(check(tmp_path / "none")) == {"project.missing"}
    (tmp_path / "x").write_text("مقال", encoding="utf-8")
    assert keys(check(tmp_path / "x")) == {"project.foreign"}


def value_of(path: Path, query: str) -> bytes:
    connection = engine.connect(path, read_only=True)
    found = connection.execute(query).fetchone()[0]
    connection.close()
    return found if isinstance(found, bytes) else str(found).encode()


def test_a_byte_of_a_journal_row(closed: Path) -> None:
    body = value_of(closed, "SELECT body FROM journal WHERE seq = 10")
    flip(closed, place_of(closed, body) + body.index(b'"at"') + 10)
    found = check(closed)
    assert [p.named for p in found if p.key == "check.journal"] == [{"seq": 10, "part": "body"}]


@pytest.mark.parametrize(("column", "part"), [("chain", "chain"), ("body_sha256", "body")])
def test_a_byte_of_a_hash_in_the_journal(closed: Path, column: str, part: str) -> None:
    hashed = value_of(closed, f"SELECT {column} FROM journal WHERE seq = 12")
    flip(closed, place_of(closed, hashed) + 5)
    found = [p.named for p in check(closed) if p.key == "check.journal"]
    assert {"seq": 12, "part": part} in found


def test_a_byte_of_a_journal_column(closed: Path) -> None:
    step = value_of(closed, "SELECT id || gesture || stream FROM journal WHERE seq = 9")
    flip(closed, place_of(closed, step) + len(step) - 1)
    found = check(closed)
    assert {"seq": 9, "part": "columns"} in [p.named for p in found if p.key == "check.journal"]


def test_a_byte_of_an_article(closed: Path) -> None:
    text = TEXT.format(n=3).encode()
    flip(closed, place_of(closed, text) + text.index(b"3"))
    found = [p for p in check(closed) if p.key == "check.text"]
    assert [p.named["documents"] for p in found] == ["a3"]


def test_a_byte_of_an_article_that_is_then_no_unicode(closed: Path) -> None:
    text = TEXT.format(n=4).encode()
    data = bytearray(closed.read_bytes())
    data[place_of(closed, text)] = 0xFF
    closed.write_bytes(data)
    assert [p.named["documents"] for p in check(closed) if p.key == "check.text"] == ["a4"]


def test_a_byte_of_a_payload_part(closed: Path) -> None:
    body = value_of(closed, "SELECT body FROM payload ORDER BY rowid DESC LIMIT 1")
    sha256 = value_of(closed, "SELECT hex(sha256) FROM payload ORDER BY rowid DESC LIMIT 1").decode().lower()
    flip(closed, place_of(closed, body) + len(body) // 2)
    assert [p.named["sha256"] for p in check(closed) if p.key == "check.payload"] == [sha256]


def test_a_byte_of_an_annotation(closed: Path) -> None:
    flip(closed, place_of(closed, b"entityPER") + len("entityPE"))
    found = [p.named for p in check(closed) if p.key == "store.row-differs"]
    assert len(found) == 1
    assert (found[0]["table"], found[0]["how"]) == ("annotation", "changed")


def altered(path: Path, *statements: str) -> None:
    connection = engine.connect(path)
    connection.execute("PRAGMA foreign_keys=OFF")
    triggers = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for _name, sql in triggers:
        connection.execute(sql)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "key"),
    [
        ("DELETE FROM annotation WHERE id = 'e5x'", "store.row-differs"),
        ("UPDATE document SET title = 'x' WHERE id = 'a2'", "store.row-differs"),
        ("UPDATE layer SET revision = revision + 1 WHERE document = 'a1'", "store.row-differs"),
        ("DELETE FROM text WHERE rowid = 2", "check.text-missing"),
        ("DELETE FROM journal WHERE seq = 7", "check.journal-missing"),
        ("UPDATE document SET text_length = 2 WHERE id = 'a0'", "check.span"),
        ("UPDATE document SET text_length = 2 WHERE id = 'a0'", "check.text-length"),
        ("UPDATE annotation SET provenance = 99 WHERE id = 'e1x'", "check.reference"),
        ("DELETE FROM payload", "store.step-unplayable"),
        ("UPDATE meta SET value = 'ا' WHERE key = 'project'", "check.identity"),
        ("DELETE FROM meta", "check.identity"),
        ("CREATE VIEW spy AS SELECT * FROM text", "schema.added"),
    ],
)
def test_rows_altered_by_another_hand(closed: Path, statement: str, key: str) -> None:
    altered(closed, statement)
    assert key in keys(check(closed))


def ruin_page(path: Path, number: int, fill: Callable[[int], bytes]) -> None:
    data = bytearray(path.read_bytes())
    data[number * 4096 : (number + 1) * 4096] = fill(4096)
    path.write_bytes(data)


def test_every_page_zeroed_or_filled_with_noise_is_detected(closed: Path, tmp_path: Path) -> None:
    noise = random.Random(7)
    copy = tmp_path / "copy.hashiya"
    whole = closed.read_bytes()
    for number in range(len(whole) // 4096):
        for fill in (bytes, noise.randbytes):
            copy.write_bytes(whole)
            ruin_page(copy, number, fill)
            assert check(copy) != [], number
            assert copy.stat().st_size == len(whole)


SPILLS = """
import sys, os, signal
from pathlib import Path
from annotator.store import engine, guard
connection = engine.connect(Path(sys.argv[1]), mode=engine.TRUNCATE)
connection.execute("PRAGMA cache_size=1")
connection.execute("BEGIN IMMEDIATE")
for n in range(2000):
    connection.execute("INSERT INTO entry VALUES(?, ?)", (f"n{n}x", "ب" * 300))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_a_half_written_transaction_of_another_journal_mode_is_no_damage(closed: Path, root: Path) -> None:
    subprocess.run([sys.executable, "-c", SPILLS, str(closed)], cwd=root, check=False)
    left = closed.with_name(closed.name + "-journal")
    assert left.stat().st_size > 0
    before = closed.read_bytes()
    assert len(before) > 400_000
    assert check(closed) == []
    assert closed.read_bytes() == before


def test_a_project_in_use_without_a_wal_is_checked_on_a_copy(
    closed: Path, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "is_local", lambda _path: False)
    with Project.open(closed, folders=folders) as project:
        assert project.mode == engine.TRUNCATE
        with reading(closed):
            tag(project, "a1", "meanwhile", 1, 3)
        assert check(closed) == []


def test_damaged_journal_pages_name_the_rows(project: Project) -> None:
    work_in(project, tags=150)
    project.close()
    body = value_of(project.path, "SELECT body FROM journal WHERE seq = 80")
    ruin_page(project.path, place_of(project.path, body) // 4096, bytes)
    gaps = [p.named for p in check(project.path) if p.key in ("check.unreadable", "check.journal-missing")]
    assert gaps
    ranges = [(gap["first"], gap["last"]) for gap in gaps]
    assert any(first <= 80 <= last for first, last in ranges if isinstance(first, int) and isinstance(last, int))
