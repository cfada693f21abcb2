"""Questions of the registry: where entries are meant, by how many mentions, and who speaks."""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from annotator.model.annotation import Annotation, Kind
from annotator.model.layer import Layer, LayerKey, Purpose
from annotator.model.span import Span
from annotator.store.lifting import Lifting
from annotator.store.project import Project
from annotator.store.reading import Reads
from annotator.store.tables import Tables

_SPANS = msgspec.json.Decoder(tuple[Span, ...])
_SEEN = "l.purpose <> 'suggestion' AND (:author IS NULL OR l.author = :author)"
"""Machines' layers are no work; `:author` is whose layers alone may be seen, or nothing for all."""


class MentionRow(msgspec.Struct, frozen=True):
    """An annotation that means an entry; with `role` one that gives this role to an entry the text does not name."""

    key: LayerKey
    id: str
    kind: Kind
    label: str
    spans: tuple[Span, ...]
    role: str = ""


class QuoteRow(msgspec.Struct, frozen=True):
    """A quote in whose frame an entry speaks; ``published`` is the article's date as far as it is known."""

    key: LayerKey
    id: str
    spans: tuple[Span, ...]
    published: str
    publisher: str
    status: str
    cue: tuple[Span, ...] = ()


def mention_counts(project: Project | Reads, *, author: str | None) -> dict[str, int]:
    """How many mentions each entry has, filled roles included; entries without any are left out."""
    rows = project.connection.execute(
        "SELECT entry, sum(n) FROM ("
        "SELECT a.entry AS entry, count(*) AS n FROM annotation a JOIN layer l ON l.number = a.layer "
        f"WHERE a.entry IS NOT NULL AND {_SEEN} GROUP BY a.entry UNION ALL "
        "SELECT r.target_entry, count(DISTINCT r.layer || ' ' || r.source || ' ' || r.role) FROM relation r "
        f"JOIN layer l ON l.number = r.layer WHERE r.target_entry IS NOT NULL AND {_SEEN} GROUP BY r.target_entry"
        ") GROUP BY entry",
        {"author": author},
    )
    counts = {str(entry): int(n) for entry, n in rows}
    for said, read in _taken_from(project, author):
        for entry, n in (_mentions_of(said) - _mentions_of(read)).items():
            counts[entry] -= n
    return {entry: n for entry, n in counts.items() if n}


def mentions_by_document(project: Project | Reads, entries: Iterable[str], *, author: str | None) -> dict[str, int]:
    """How many mentions of any of ``entries`` each article holds; articles by date, undated ones last."""
    names = tuple(entries)
    marks = _marks(names)
    rows = project.connection.execute(
        "SELECT d.id, sum(m.n) FROM ("
        f"SELECT layer, count(*) AS n FROM annotation WHERE entry IN ({marks}) GROUP BY layer UNION ALL "
        "SELECT layer, count(DISTINCT source || ' ' || role) FROM relation "
        f"WHERE target_entry IN ({marks}) GROUP BY layer) m "
        f"JOIN layer l ON l.number = m.layer AND {_SEEN} JOIN document d ON d.id = l.document "
        "GROUP BY d.id ORDER BY d.published IS NULL, d.published, d.number",
        {"author": author, **_named(names)},
    )
    counts = {str(document): int(n) for document, n in rows}
    for said, read in _taken_from(project, author):
        gone = _mentions_of(said) - _mentions_of(read)
        if said.key.document in counts:
            counts[said.key.document] -= sum(gone[entry] for entry in set(names))
    return {document: n for document, n in counts.items() if n}


def mentions_in(
    project: Project | Reads, document: str, entries: Iterable[str], *, author: str | None
) -> list[MentionRow]:
    """The mentions of any of ``entries`` in one article, in text order."""
    names = tuple(entries)
    marks = _marks(names)
    columns = 'l.document, l.purpose, l.author, a.id, a.kind, a.label, a.start, a."end", a.spans'
    rows = project.connection.execute(
        f"SELECT {columns}, '' FROM layer l JOIN annotation a ON a.layer = l.number "
        f"WHERE l.document = :document AND {_SEEN} AND +a.entry IN ({marks}) UNION "
        f"SELECT {columns}, r.role FROM layer l JOIN relation r ON r.layer = l.number "
        "JOIN annotation a ON a.layer = l.number AND a.id = r.source "
        f"WHERE l.document = :document AND {_SEEN} AND +r.target_entry IN ({marks}) "
        "ORDER BY 7, 8, 3, 4, 10",
        {"document": document, "author": author, **_named(names)},
    ).fetchall()
    read = _read_anew(project, {_key(row[:3]) for row in rows})
    return [
        MentionRow(
            key=_key(row[:3]),
            id=row[3],
            kind=row[4],
            label=read[_key(row[:3])][row[3]].label if read else row[5],
            spans=_spans(row[6], row[7], row[8]),
            role=row[9],
        )
        for row in rows
        if not read or row[3] in read[_key(row[:3])]
    ]


def _read_anew(project: Project | Reads, keys: Iterable[LayerKey]) -> dict[LayerKey, dict[str, Annotation]]:
    """The annotations of layers by id as they are read; nothing where they are read as they stand."""
    if Lifting(project.connection).lifter() is None:
        return {}
    return {key: {one.id: one for one in project.layer(key).annotations} for key in keys}


def _taken_from(project: Project | Reads, author: str | None) -> Iterator[tuple[Layer, Layer]]:
    """Layers that are seen and of which something may be read no longer: as they were said, and as they are read."""
    lifter = Lifting(project.connection).lifter()
    labels, roles = lifter.taken_out if lifter is not None else (frozenset(), frozenset())
    asked: list[tuple[str, str, tuple[str, ...]]] = []
    asked += [("a.kind = ? AND a.label = ?", "annotation a", pair) for pair in sorted(labels)]
    asked += [("a.role = ?", "relation a", (role,)) for role in sorted(roles)]
    keys: set[LayerKey] = set()
    for where, table, values in asked:
        rows = project.connection.execute(
            "SELECT DISTINCT l.document, l.purpose, l.author FROM layer l "
            f"JOIN {table} ON a.layer = l.number WHERE {where}",
            values,
        )
        keys.update(_key(row) for row in rows)
    tables = Tables(project.connection)
    for key in sorted(keys):
        if lifter is not None and key.purpose != "suggestion" and author in (None, key.author):
            said = tables.layer(key)
            yield said, lifter.layer(said)


def _mentions_of(layer: Layer) -> Counter[str]:
    """How many mentions of each entry a layer holds, as `mention_counts` counts them."""
    filled = {(one.source, one.role, one.target.entry) for one in layer.relations if one.target.entry is not None}
    found = Counter(one.entry for one in layer.annotations if one.entry is not None)
    return found + Counter(entry for _, _, entry in filled if entry)


def quotes_of(project: Project | Reads, entries: Iterable[str], *, author: str | None) -> list[QuoteRow]:
    """All quotes of which any of ``entries`` is a speaker, in order of the articles' dates, undated ones last."""
    names = tuple(entries)
    marks = _marks(names)
    rows = project.connection.execute(
        "WITH near(layer) AS ("
        f"SELECT layer FROM annotation WHERE entry IN ({marks}) UNION "
        f"SELECT layer FROM relation WHERE target_entry IN ({marks})) "
        "SELECT l.document, l.purpose, l.author, q.id, q.start, q.\"end\", q.spans, coalesce(d.published, ''), "
        "coalesce(d.publisher, ''), min(r.status), c.start, c.\"end\", c.spans "
        f"FROM near JOIN layer l ON l.number = near.layer AND {_SEEN} JOIN document d ON d.id = l.document "
        "JOIN relation r ON r.layer = l.number AND r.role = 'speaker' "
        "JOIN annotation q ON q.layer = l.number AND q.id = r.source AND q.kind = 'quote' "
        "LEFT JOIN annotation s ON s.layer = l.number AND s.id = r.target "
        "LEFT JOIN relation k ON k.layer = l.number AND k.source = q.id AND k.role = 'cue' "
        "LEFT JOIN annotation c ON c.layer = l.number AND c.id = k.target "
        f"WHERE r.target_entry IN ({marks}) OR s.entry IN ({marks}) GROUP BY l.number, q.id "
        "ORDER BY d.published IS NULL, d.published, d.number, q.start, l.author",
        {"author": author, **_named(names)},
    ).fetchall()
    read = _read_anew(project, {_key(row[:3]) for row in rows})
    return [
        QuoteRow(
            key=_key(row[:3]),
            id=row[3],
            spans=_spans(row[4], row[5], row[6]),
            published=row[7],
            publisher=row[8],
            status=row[9],
            cue=_spans(row[10], row[11], row[12]) if row[10] is not None else (),
        )
        for row in rows
        if not read or row[3] in read[_key(row[:3])]
    ]


def _key(row: tuple[str, Purpose, str]) -> LayerKey:
    return LayerKey(*row)


def _spans(start: int, end: int, pieces: str | None) -> tuple[Span, ...]:
    return _SPANS.decode(pieces) if pieces else (Span(start, end),)


def _marks(names: tuple[str, ...]) -> str:
    return ", ".join(f":e{place}" for place in range(len(names)))


def _named(names: tuple[str, ...]) -> dict[str, str]:
    return {f"e{place}": name for place, name in enumerate(names)}
