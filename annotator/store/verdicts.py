"""Questions of reviewers: what was decided, and which layers of an article stand where."""

from collections.abc import Iterable

import msgspec

from annotator.model.comment import Comment, CommentSort
from annotator.model.layer import Layer, LayerFacts, LayerKey, Spoken, State
from annotator.model.review import Decision
from annotator.store.project import Project
from annotator.store.reading import Reads
from annotator.store.tables import Tables

_SAYS_ANYTHING = (
    "(l.annotations > 0 OR l.relations > 0 OR l.snapshot IS NOT NULL OR l.state <> 'open' OR l.facts IS NOT NULL "
    "OR EXISTS (SELECT 1 FROM decision d WHERE d.layer = l.number))"
)


class LayerHead(msgspec.Struct, frozen=True):
    """A layer without its contents: how far it is, how much it holds, and how many decisions stand in it.

    `at` is when its author last spoke of its state, UTC, ISO-8601; `blind` is whether the author had seen nobody's
    answers.
    """

    key: LayerKey
    revision: int
    state: State
    annotations: int
    relations: int
    decisions: int
    at: str | None
    blind: bool = True


def layer_heads(project: Project | Reads, document: str | None = None) -> list[LayerHead]:
    """Every layer that says or decides anything, by article, purpose and author."""
    where = "" if document is None else " AND l.document = ?"
    rows = project.connection.execute(
        "SELECT l.document, l.purpose, l.author, l.revision, l.state, l.annotations, l.relations, "
        "(SELECT count(*) FROM decision d WHERE d.layer = l.number), "
        "(SELECT s.at FROM standing s WHERE s.layer = l.number AND s.about = "
        "l.purpose || '/' || l.document || '/' || l.author), "
        # Facts are canonical JSON without defaults; a quote within a value would be escaped.
        "coalesce(l.facts NOT LIKE '%\"blind\":false%', 1) "
        f"FROM layer l WHERE {_SAYS_ANYTHING} AND EXISTS (SELECT 1 FROM document d WHERE d.id = l.document){where} "
        "ORDER BY 1, 2, 3",
        () if document is None else (document,),
    )
    return [LayerHead(LayerKey(*row[:3]), *(*row[3:9], bool(row[9]))) for row in rows]


def decisions(project: Project | Reads, key: LayerKey) -> tuple[Decision, ...]:
    """What the reviewer of a gold layer decided, by case."""
    return tuple(Tables(project.connection).decisions(key))


def layer_as_said(project: Project | Reads, key: LayerKey) -> Layer:
    """A layer in the words in which it was said, whatever the codebook calls them now."""
    return Tables(project.connection).layer(key)


class Word(msgspec.Struct, frozen=True):
    """What a reviewer has said last of an author's layer of an article; `key` is that of the reviewer's gold."""

    key: LayerKey
    state: State
    at: str | None


def words_on(project: Project | Reads, author: str, document: str | None = None) -> list[Word]:
    """Every reviewer's last word on the author's own layers, by article and reviewer.

    Gold that was accepted elsewhere brings no word on single layers: it names those that it was made from.
    """
    where = "" if document is None else " AND l.document = ?"
    rows = project.connection.execute(
        "SELECT l.document, l.author, l.facts, s.state, s.at FROM layer l "
        "LEFT JOIN standing s ON s.layer = l.number AND s.about = 'own/' || l.document || '/' || ? "
        f"WHERE l.purpose = 'gold' AND (s.state IS NOT NULL OR l.state = 'accepted'){where} ORDER BY 1, 2",
        (author,) if document is None else (author, document),
    )
    found = []
    for name, reviewer, facts, state, at in rows:
        if state is None and author not in _annotators(facts):
            continue
        found.append(Word(LayerKey(name, "gold", reviewer), state or "accepted", at))
    return found


def spoken_of(project: Project | Reads) -> frozenset[str]:
    """Authors of whose own layers any reviewer has said something."""
    rows = project.connection.execute(
        "SELECT DISTINCT a.author FROM standing s JOIN layer l ON l.number = s.layer AND l.purpose = 'gold' "
        "JOIN layer a ON a.document = l.document AND a.purpose = 'own' "
        "AND s.about = 'own/' || a.document || '/' || a.author"
    )
    return frozenset(row[0] for row in rows)


def spoken_by(project: Project | Reads, key: LayerKey) -> tuple[Spoken, ...]:
    """What the reviewer of a gold layer says last of analysts' layers, by author, with what he refused of them."""
    rows = project.connection.execute(
        "SELECT s.about, s.state, s.revision, s.at FROM standing s JOIN layer l ON l.number = s.layer "
        "WHERE (l.document, l.purpose, l.author) = (?, ?, ?) AND s.about LIKE 'own/%'",
        (key.document, key.purpose, key.author),
    ).fetchall()
    if not rows:
        return ()
    refused = _refused(project, key)
    return tuple(
        sorted(
            Spoken(author, state, revision, at, refused.get(author, ()) if state == "returned" else ())
            for author, state, revision, at in ((about.split("/", 2)[2], *rest) for about, *rest in rows)
        )
    )


def _refused(project: Project | Reads, key: LayerKey) -> dict[str, tuple[str, ...]]:
    """For each author the ids of what is decided not to hold; of gold that came from elsewhere what it said itself."""
    found: dict[str, set[str]] = {}
    for one in decisions(project, key):
        if one.decided and one.outcome.annotation is None and not one.outcome.source:
            for judged in one.judged:
                if judged.member:
                    found.setdefault(judged.author, set()).add(judged.member)
    row = project.connection.execute(
        "SELECT facts FROM layer WHERE (document, purpose, author) = (?, ?, ?)",
        (key.document, key.purpose, key.author),
    ).fetchone()
    for said in msgspec.json.decode(row[0], type=LayerFacts).spoken if row and row[0] else ():
        found.setdefault(said.author, set()).update(said.refused)
    return {author: tuple(sorted(ids)) for author, ids in found.items()}


def _annotators(facts: str | None) -> tuple[str, ...]:
    return msgspec.json.decode(facts, type=LayerFacts).annotators if facts else ()


def comments_of(project: Project | Reads, sorts: Iterable[CommentSort]) -> list[Comment]:
    """Comments of certain sorts on all articles, oldest first; `remark` is not among them."""
    wanted = frozenset(sorts)
    rows = project.connection.execute("SELECT body FROM comment WHERE body LIKE '%\"sort\":%'")
    found = (msgspec.json.decode(row[0], type=Comment) for row in rows)
    return sorted((one for one in found if one.sort in wanted), key=lambda one: (one.at or "", one.id))
