"""A project file of schema and journal lines alone, for what does not ask what the lines mean."""

from pathlib import Path

import msgspec

from annotator.store import engine, journal, migrations
from annotator.store.payload import Spool


def body_of(number: int, *, name: str = "tag") -> journal.Body:
    """The body of the step with this number; what it changes does not matter."""
    change = journal.RawChange(
        "person", f"p{number}", msgspec.Raw(b"null"), msgspec.Raw(b'{"id":"p","name":"\xd9\x84"}')
    )
    return journal.Body(
        id=f"step-{number}",
        gesture=f"gesture-{number}",
        stream="corpus",
        author="a1",
        device="d1",
        device_seq=number,
        at="2026-01-02T03:04:05.678Z",
        codebook="x 1",
        name=name,
        changes=(change,),
    )


def add_steps(connection: engine.Connection, count: int, *, name: str = "tag") -> None:
    """Commit ``count`` steps, one transaction each; every third brings a text and a payload part."""
    for _ in range(count):
        with engine.transaction(connection):
            seq, chain = journal.tail(connection)
            line = journal.next_line(
                body_of(seq + 1, name=name), after=(seq, chain), received_at="2026-01-02T03:04:06.000Z"
            )
            journal.append(connection, [line])
            if seq % 3 == 0:
                text = f"نص المقال رقم {seq}"
                connection.execute("INSERT INTO text VALUES(?, ?)", (journal.digest(text.encode()), text))
                spool = Spool(connection)
                spool.add("x", f'{{"n":{seq}}}'.encode())
                spool.finish()


def make(path: Path, count: int, *, mode: str = engine.WAL) -> engine.Connection:
    """A new file with ``count`` steps, open for writing."""
    engine.create_file(path)
    connection = engine.connect(path, mode=mode)
    migrations.migrate(connection)
    add_steps(connection, count)
    return connection


def copied(connection: engine.Connection) -> dict[str, list[tuple[object, ...]]]:
    """What the second copy must be able to give back: texts, parts and journal lines."""
    queries = {
        "text": "SELECT sha256, body FROM text ORDER BY sha256",
        "payload": "SELECT sha256, lines, size, body FROM payload ORDER BY sha256",
        "journal": "SELECT * FROM journal ORDER BY seq",
    }
    return {table: [tuple(row) for row in connection.execute(query)] for table, query in queries.items()}
