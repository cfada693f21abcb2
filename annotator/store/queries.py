"""Questions of lists and overviews: pages of articles, and how a project stands in numbers."""

from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Literal

import msgspec

from annotator.model.layer import LayerKey, State
from annotator.store.lifting import Lifting
from annotator.store.project import Project
from annotator.store.reading import Reads

Sort = Literal["added", "title", "publisher", "published", "length", "id", "annotations", "state", "seconds"]
Wanted = Literal["untouched", "open", "submitted", "returned", "accepted", "excluded", "included"]

_SORTS = MappingProxyType(
    {
        "added": "d.number",
        "title": "d.title",
        "publisher": "d.publisher",
        "published": "d.published",
        "length": "d.text_length",
        "id": "d.id",
        "annotations": "coalesce(l.annotations, 0)",
        "state": "coalesce(l.state, '')",
        "seconds": "(SELECT coalesce(sum(json_extract(t.facts, '$.seconds')), 0) FROM layer t "
        "WHERE t.document = d.id AND t.purpose = 'own' AND (:everyone OR t.author = :person))",
    }
)
_BLANK = (
    "(l.number IS NULL OR (l.annotations = 0 AND l.relations = 0 AND l.snapshot IS NULL AND l.facts IS NULL "
    "AND l.state = 'open'))"
)
_WANTED = MappingProxyType(
    {
        "untouched": f"d.excluded IS NULL AND {_BLANK}",
        "open": f"d.excluded IS NULL AND l.state = 'open' AND NOT {_BLANK}",
        "submitted": "d.excluded IS NULL AND l.state = 'submitted'",
        "returned": "d.excluded IS NULL AND l.state = 'returned'",
        "accepted": "d.excluded IS NULL AND l.state = 'accepted'",
        "excluded": "d.excluded IS NOT NULL",
        "included": "d.excluded IS NULL",
    }
)
_LINE = (
    "SELECT d.id, d.title, d.publisher, d.published, d.text_length, d.excluded, "
    "coalesce(d.metadata LIKE '%\"title_guessed\"%', 0), "
    f"CASE WHEN {_BLANK} THEN NULL ELSE l.state END, coalesce(l.annotations, 0), coalesce(l.relations, 0)"
)
_OF_A_LAYER = frozenset({"untouched", "open", "submitted", "returned", "accepted"})
_SEARCHED = ("d.title", "d.publisher", "d.id", "d.url")


class ArticleRow(msgspec.Struct, frozen=True, array_like=True):
    """A line of the list of articles; ``state`` and the counts are those of one person's own layer.

    ``state`` is ``None`` while that person has said nothing of the article; ``length`` counts code points.
    """

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    length: int
    excluded: str | None
    title_guessed: bool
    state: State | None
    annotations: int
    relations: int


class Asked(msgspec.Struct, frozen=True):
    """Which articles: whose own layer counts, which words stand in title, outlet, id or address, and in which state.

    Those of ``hidden`` (ids) are as if they were not there. ``everyone`` lets the time of everybody's layers count,
    where it is what the list is sorted by.
    """

    person: str = ""
    words: str = ""
    wanted: Wanted | None = None
    hidden: tuple[str, ...] = ()
    everyone: bool = False


EVERYTHING = Asked()


class Stats(msgspec.Struct, frozen=True):
    """What all people of a project share, in numbers; ``characters`` counts code points of articles not excluded.

    What stands in layers is not among it: who may know of which is for the floors above to say.
    """

    documents: int
    excluded: int
    characters: int
    people: int


def documents_page(
    project: Project | Reads,
    *,
    asked: Asked = EVERYTHING,
    sort: Sort = "added",
    descending: bool = False,
    offset: int = 0,
    limit: int = 200,
) -> list[ArticleRow]:
    """One page of the list of articles; those of equal rank stand in the order in which they came."""
    tables, where, values = _chosen(asked, joined=sort in ("annotations", "state"))
    way = "DESC" if descending else "ASC"
    order = f"{_SORTS[sort]} {way}, d.number {way}"
    # The inner question reads indexes alone, so that a page far down costs little; rows are fetched for the page.
    rows = project.connection.execute(
        f"{_LINE} FROM (SELECT d.number FROM {tables} WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :offset) p "
        "JOIN document d ON d.number = p.number "
        "LEFT JOIN layer l ON l.document = d.id AND l.purpose = 'own' AND l.author = :person "
        f"ORDER BY {order}",
        {**values, "limit": limit, "offset": offset},
    )
    return _as_read(project, rows, asked.person)


def documents_named(project: Project | Reads, names: Sequence[str], *, person: str) -> list[ArticleRow]:
    """The lines of the articles of these ids, in any order; of ids that are not here none."""
    rows = project.connection.execute(
        f"{_LINE} FROM json_each(:names) j JOIN document d ON d.id = j.value "
        "LEFT JOIN layer l ON l.document = d.id AND l.purpose = 'own' AND l.author = :person",
        {"names": msgspec.json.encode(names).decode(), "person": person},
    )
    return _as_read(project, rows, person)


def _as_read(project: Project | Reads, rows: Iterable[Sequence[object]], person: str) -> list[ArticleRow]:
    """Lines of the list; where a codebook has taken labels or roles out, what is still read is counted anew."""
    found = [msgspec.convert(row, ArticleRow, strict=False) for row in rows]
    lifter = Lifting(project.connection).lifter()
    if lifter is None or not any(lifter.taken_out):
        return found
    keys = [LayerKey(row.id, "own", person) for row in found]
    layers = [project.layer(key) if row.annotations else None for key, row in zip(keys, found, strict=True)]
    return [
        msgspec.structs.replace(row, annotations=len(layer.annotations), relations=len(layer.relations))
        if layer is not None
        else row
        for row, layer in zip(found, layers, strict=True)
    ]


def ids_found(project: Project | Reads, *, asked: Asked = EVERYTHING) -> list[str]:
    """The ids of all articles of a choice, in the order in which they came."""
    tables, where, values = _chosen(asked)
    rows = project.connection.execute(f"SELECT d.id FROM {tables} WHERE {where} ORDER BY d.number", values)
    return [name for (name,) in rows]


def documents_found(project: Project | Reads, *, asked: Asked = EVERYTHING) -> int:
    """How many articles ``documents_page`` has in all."""
    tables, where, values = _chosen(asked)
    return int(project.connection.execute(f"SELECT count(*) FROM {tables} WHERE {where}", values).fetchone()[0])


def states_of(project: Project | Reads, person: str) -> dict[str, int]:
    """How many articles are in which state for one person: the keys of ``Wanted``."""
    counts = ", ".join(f"coalesce(sum({test}), 0)" for test in _WANTED.values())
    row = project.connection.execute(
        f"SELECT {counts} FROM document d "
        "LEFT JOIN layer l ON l.document = d.id AND l.purpose = 'own' AND l.author = ?",
        (person,),
    ).fetchone()
    return dict(zip(_WANTED, row, strict=True))


def stats(project: Project | Reads) -> Stats:
    """The project in numbers."""
    documents, excluded, characters = project.connection.execute(
        "SELECT count(*), count(excluded), coalesce(sum(iif(excluded IS NULL, text_length, 0)), 0) FROM document"
    ).fetchone()
    people = project.connection.execute("SELECT count(*) FROM person").fetchone()[0]
    return Stats(documents=documents, excluded=excluded, characters=characters, people=people)


def _chosen(asked: Asked, *, joined: bool = False) -> tuple[str, str, dict[str, object]]:
    """Tables, condition and values of a choice; layers are joined only where the choice looks at them."""
    tests = ["1"]
    if asked.wanted:
        tests.append(_WANTED[asked.wanted])
    if asked.words:
        tests.append("(" + " OR ".join(f"{name} LIKE :words ESCAPE '\\'" for name in _SEARCHED) + ")")
    if asked.hidden:
        tests.append("d.id NOT IN (SELECT value FROM json_each(:hidden))")
    tables = "document d"
    if joined or asked.wanted in _OF_A_LAYER:
        tables += " LEFT JOIN layer l ON l.document = d.id AND l.purpose = 'own' AND l.author = :person"
    values: dict[str, object] = {
        "person": asked.person,
        "everyone": asked.everyone,
        "words": f"%{_literal(asked.words)}%",
    }
    if asked.hidden:
        values["hidden"] = msgspec.json.encode(asked.hidden).decode()
    return tables, " AND ".join(tests), values


def _literal(words: str) -> str:
    """Words in which nothing is a wildcard of ``LIKE``."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def place_of(project: Project | Reads, document: str) -> int:
    """Where an article stands among all, counted from 1, in the order in which they came; 0 where it is not here."""
    row = project.connection.execute(
        "SELECT count(*) FROM document WHERE number <= (SELECT number FROM document WHERE id = ?)", (document,)
    ).fetchone()
    return int(row[0])


def neighbour_of(project: Project | Reads, document: str, *, before: bool = False) -> str | None:
    """The article that came after this one (or ``before`` it) and is not excluded; ``None`` at the end."""
    side, way = ("<", "DESC") if before else (">", "ASC")
    row = project.connection.execute(
        f"SELECT id FROM document WHERE excluded IS NULL AND number {side} (SELECT number FROM document WHERE id = ?) "
        f"ORDER BY number {way} LIMIT 1",
        (document,),
    ).fetchone()
    return str(row[0]) if row else None
