"""Journal lines: canonical, chained, and never changed again."""

import hashlib

import msgspec
import pytest

from annotator.model.step import Change
from annotator.store import engine, journal, migrations
from annotator.store.engine import Connection, sqlite
from annotator.store.payload import PART_BYTES, Reader, Spool
from annotator.store.project import Project
from tests.store.raw_project import body_of
from tests.store.samples import add_article, entity, tag


@pytest.fixture
def memory() -> Connection:
    connection = engine.connect_memory()
    migrations.migrate(connection)
    return connection


def test_a_body_is_canonical_and_comes_back() -> None:
    body = body_of(1)
    data = journal.encode(body)
    assert data == journal.encode(journal.decode(data))
    keys = list(msgspec.json.decode(data))
    assert keys == sorted(keys)
    assert b"\\u" not in data


def test_a_change_comes_back_with_its_type() -> None:
    for change in (Change("annotation", "e1", None, entity("e1")), Change("annotation", "e1", entity("e1"), None)):
        assert journal.read_change(journal.raw_change(change)) == change


def test_the_chain_is_made_of_hashes_alone(project: Project) -> None:
    add_article(project)
    tag(project, "e1")
    chain = bytes(32)
    for line in journal.lines(project.connection):
        assert journal.fault_of(line, chain) is None
        chain = hashlib.sha256(chain + hashlib.sha256(line.body).digest()).digest()
        assert line.chain == chain
    assert journal.tail(project.connection) == (3, chain)


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("body", b"{}", "body"),
        ("chain", bytes(32), "chain"),
        ("author", "u2", "columns"),
        ("device_seq", 7, "columns"),
        ("undoes", "x", "columns"),
    ],
)
def test_what_is_wrong_with_a_line_is_named(field: str, value: object, fault: str) -> None:
    line = journal.next_line(body_of(1), after=(0, journal.FIRST_CHAIN), received_at="t")
    assert journal.fault_of(line, journal.FIRST_CHAIN) is None
    altered = msgspec.structs.replace(line, **{field: value})
    assert journal.fault_of(altered, journal.FIRST_CHAIN) == fault


@pytest.mark.parametrize("table", migrations.TRUTH)
@pytest.mark.parametrize("verb", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid + 100"])
def test_the_truth_is_append_only(project: Project, table: str, verb: str) -> None:
    add_article(project)
    with pytest.raises(sqlite.IntegrityError, match="append-only"):
        project.connection.execute(verb.format(table))


def test_replacing_is_deleting(project: Project) -> None:
    with pytest.raises(sqlite.IntegrityError, match="append-only"):
        project.connection.execute("INSERT OR REPLACE INTO journal SELECT * FROM journal")


def test_owners_share_parts_and_find_their_lines_again(memory: Connection) -> None:
    spool = Spool(memory)
    written: dict[str, list[bytes]] = {}
    for number in range(3000):
        owner = f"own/{number % 7}"
        line = f"{number} {'ن' * (number % 500)}".encode()
        spool.add(owner, line)
        written.setdefault(owner, []).append(line)
    spool.finish()
    sizes = [row[0] for row in memory.execute("SELECT size FROM payload")]
    assert 1 < len(sizes) <= 3
    assert max(sizes) <= PART_BYTES
    reader = Reader(memory)
    assert {owner: list(reader.lines(spool.parts_of(owner))) for owner in written} == written
