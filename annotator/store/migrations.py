"""The tables of a project file, and the steps by which older files come to them."""

import hashlib
from typing import TYPE_CHECKING

from annotator.store.engine import Connection

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

APPLICATION_ID = 0x48534859
"""``HSHY`` in the header of the file."""

USER_VERSION = 2

SCHEMA_SHA256 = "dc952dbb33af138faadee3fe3db3041be4487d3e7609690fb4a7b8506ab73d4f"
"""``schema_fingerprint`` of a file of this version as the migrations of this release make it; a test computes it."""

TRUTH = ("journal", "payload", "text")
"""Append-only; every other table is a projection of these and can be rebuilt."""

_STATEMENTS = (
    # What this file is: its project's id and the like. Local, therefore in no journal.
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    # --- truth
    """CREATE TABLE journal(
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        gesture TEXT NOT NULL,
        stream TEXT NOT NULL,
        author TEXT NOT NULL,
        device TEXT NOT NULL,
        device_seq INTEGER NOT NULL CHECK(device_seq > 0),
        undoes TEXT,
        body BLOB NOT NULL,
        body_sha256 BLOB NOT NULL CHECK(length(body_sha256) = 32),
        chain BLOB NOT NULL CHECK(length(chain) = 32),
        received_at TEXT NOT NULL,
        carried_by TEXT,
        UNIQUE(device, device_seq)
    ) STRICT""",
    "CREATE INDEX journal_stream ON journal(stream, seq)",
    "CREATE INDEX journal_gesture ON journal(gesture)",
    "CREATE INDEX journal_undoes ON journal(undoes) WHERE undoes IS NOT NULL",
    """CREATE TABLE payload(
        sha256 BLOB NOT NULL UNIQUE CHECK(length(sha256) = 32),
        lines INTEGER NOT NULL CHECK(lines > 0),
        size INTEGER NOT NULL CHECK(size > 0),
        body BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE text(
        sha256 BLOB NOT NULL UNIQUE CHECK(length(sha256) = 32),
        body TEXT NOT NULL
    ) STRICT""",
    # --- projection
    """CREATE TABLE document(
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        text_sha256 BLOB NOT NULL CHECK(length(text_sha256) = 32),
        text_length INTEGER NOT NULL CHECK(text_length >= 0),
        publisher TEXT, url TEXT, title TEXT, published TEXT, published_precision TEXT
            CHECK(published_precision IN ('minute', 'day', 'month', 'year')),
        published_inferred INTEGER NOT NULL CHECK(published_inferred IN (0, 1)),
        retrieved TEXT, raw_sha256 TEXT,
        language TEXT NOT NULL,
        direction TEXT NOT NULL CHECK(direction IN ('rtl', 'ltr', 'auto')),
        license TEXT NOT NULL,
        excluded TEXT,
        metadata TEXT
    ) STRICT""",
    "CREATE INDEX document_text ON document(text_sha256)",
    "CREATE INDEX document_title ON document(title, number)",
    "CREATE INDEX document_publisher ON document(publisher, number)",
    "CREATE INDEX document_published ON document(published, number)",
    "CREATE INDEX document_length ON document(text_length, number)",
    """CREATE TABLE tombstone(
        document TEXT PRIMARY KEY,
        text_sha256 BLOB NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE layer(
        number INTEGER PRIMARY KEY,
        document TEXT NOT NULL,
        purpose TEXT NOT NULL CHECK(purpose IN ('own', 'suggestion', 'gold')),
        author TEXT NOT NULL,
        revision INTEGER NOT NULL CHECK(revision >= 0),
        state TEXT NOT NULL CHECK(state IN ('open', 'submitted', 'returned', 'accepted')),
        facts TEXT,
        annotations INTEGER NOT NULL CHECK(annotations >= 0),
        relations INTEGER NOT NULL CHECK(relations >= 0),
        snapshot TEXT,
        UNIQUE(document, purpose, author)
    ) STRICT""",
    "CREATE INDEX layer_author ON layer(author, purpose)",
    """CREATE TABLE snapshot(
        step TEXT PRIMARY KEY,
        layer INTEGER NOT NULL REFERENCES layer(number) ON DELETE RESTRICT,
        revision INTEGER NOT NULL CHECK(revision >= 0),
        hash TEXT NOT NULL,
        live INTEGER NOT NULL CHECK(live IN (0, 1))
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX snapshot_layer ON snapshot(layer, revision, hash)",
    "CREATE TABLE provenance(number INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE) STRICT",
    """CREATE TABLE annotation(
        layer INTEGER NOT NULL REFERENCES layer(number) ON DELETE RESTRICT,
        id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK(kind IN ('entity', 'quote', 'event', 'cue', 'region')),
        label TEXT NOT NULL,
        start INTEGER NOT NULL CHECK(start >= 0),
        "end" INTEGER NOT NULL CHECK("end" > start),
        spans TEXT,
        attributes TEXT,
        entry TEXT,
        note TEXT,
        closed INTEGER NOT NULL CHECK(closed IN (0, 1)),
        provenance INTEGER NOT NULL REFERENCES provenance(number) ON DELETE RESTRICT,
        PRIMARY KEY(layer, id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX annotation_entry ON annotation(entry) WHERE entry IS NOT NULL",
    """CREATE TABLE relation(
        layer INTEGER NOT NULL REFERENCES layer(number) ON DELETE RESTRICT,
        id TEXT NOT NULL,
        source TEXT NOT NULL,
        role TEXT NOT NULL,
        target TEXT,
        target_spans TEXT,
        target_entry TEXT,
        status TEXT NOT NULL,
        link INTEGER NOT NULL CHECK(link IN (0, 1)),
        attributes TEXT,
        note TEXT,
        provenance INTEGER NOT NULL REFERENCES provenance(number) ON DELETE RESTRICT,
        PRIMARY KEY(layer, id),
        FOREIGN KEY(layer, source) REFERENCES annotation(layer, id) DEFERRABLE INITIALLY DEFERRED,
        CHECK((target IS NOT NULL) + (target_spans IS NOT NULL) + (target_entry IS NOT NULL) <= 1)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX relation_source ON relation(layer, source)",
    "CREATE INDEX relation_entry ON relation(target_entry) WHERE target_entry IS NOT NULL",
    """CREATE TABLE standing(
        layer INTEGER NOT NULL REFERENCES layer(number) ON DELETE RESTRICT,
        about TEXT NOT NULL,
        state TEXT NOT NULL CHECK(state IN ('open', 'submitted', 'returned', 'accepted')),
        revision INTEGER NOT NULL CHECK(revision >= 0),
        at TEXT,
        PRIMARY KEY(layer, about)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX standing_about ON standing(about)",
    """CREATE TABLE comment(
        id TEXT PRIMARY KEY,
        document TEXT NOT NULL REFERENCES document(id) ON DELETE RESTRICT,
        body TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX comment_document ON comment(document)",
    "CREATE TABLE entry(id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE person(id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE batch(id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE codebook(
        sha256 TEXT PRIMARY KEY,
        id TEXT NOT NULL,
        stamp TEXT NOT NULL,
        current INTEGER NOT NULL CHECK(current IN (0, 1)),
        body TEXT NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX codebook_current ON codebook(current) WHERE current = 1",
)

_DECISION = """CREATE TABLE decision(
        layer INTEGER NOT NULL REFERENCES layer(number) ON DELETE RESTRICT,
        id TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY(layer, id)
    ) STRICT, WITHOUT ROWID"""


def _triggers() -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table in TRUTH
        for verb in ("UPDATE", "DELETE")
    )


def project_migrations() -> "Migrations":
    """Every change of the tables since the first release, in order; each raises ``user_version`` by itself."""
    # Half of the program's start would go into this import, which an up-to-date file never needs.
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("hashiya")

    @migrations(name="0001_first_tables")
    def first_tables(db: "Database") -> None:
        for statement in (*_STATEMENTS, *_triggers()):
            db.execute(statement)
        db.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.execute("PRAGMA user_version=1")

    @migrations(name="0002_decisions")
    def decisions(db: "Database") -> None:
        db.execute(_DECISION)
        db.execute("PRAGMA user_version=2")

    return migrations


def migrate(connection: Connection) -> None:
    """Bring an empty or older file to this version; each migration is one transaction."""
    from sqlite_utils import Database

    project_migrations().apply(Database(connection, execute_plugins=False))


def is_current(connection: Connection) -> bool:
    """Whether nothing is left to migrate."""
    return bool(connection.execute("PRAGMA user_version").fetchone()[0] == USER_VERSION)


def schema_fingerprint(connection: Connection) -> str:
    """SHA-256 over every table, index, trigger and view of a database, in a fixed order."""
    rows = connection.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' "
        "ORDER BY type, name"
    )
    digest = hashlib.sha256()
    for row in rows:
        digest.update("\x1f".join(row).encode() + b"\x1e")
    return digest.hexdigest()
