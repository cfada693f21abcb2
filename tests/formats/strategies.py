"""Layers, documents and comments of every shape that the model allows."""

import hashlib

import msgspec
from hypothesis import strategies as st

from annotator.formats.base import Outgoing
from annotator.model.annotation import STATUSES, Annotation, Attribute, Provenance, Relation, Target
from annotator.model.codebook import Codebook, Words
from annotator.model.comment import Comment
from annotator.model.document import Document, Source
from annotator.model.layer import Layer, LayerFacts, LayerKey, Spoken, in_text_order
from annotator.model.span import Span, normal_spans

CODEBOOK = Codebook("news-ar", "1.0", Words("ع", "e"), ())
ALPHABET = 'ابتثلويةأ ،.«»12aZ\u0640\u064b\u200f\u200c\u2028\u2029\u0085\u00a0\ufefb😀\n\t"\\'

texts = st.text(ALPHABET, min_size=12, max_size=60).filter(lambda t: not t.startswith("\ufeff"))
words = st.text('ابتabc-\u2028é"', min_size=1, max_size=8)
labels = st.sampled_from(["PER", "ORG", "direct", "CONSULT", "نوع"])
attributes = st.lists(st.builds(Attribute, words, words), max_size=3).map(lambda found: tuple(sorted(found)))
notes = st.none() | words
provenances = st.builds(
    Provenance,
    origin=st.sampled_from(["manual", "suggestion_accepted", "adjudicated"]),
    suggester=notes,
    annotators=st.lists(words, max_size=2).map(tuple),
    decision=st.sampled_from(["unreviewed", "single"]),
    reason=notes,
)


@st.composite
def spans(draw: st.DrawFn, length: int) -> tuple[Span, ...]:
    edges = draw(st.lists(st.integers(0, length), min_size=2, max_size=4, unique=True))
    pairs = zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False)
    return normal_spans(tuple(Span(start, end) for start, end in pairs))


@st.composite
def outgoing(draw: st.DrawFn) -> Outgoing:
    """An article with a layer that a record can carry whole, ids of fillers as an import gives them."""
    text = draw(texts)
    annotations: list[Annotation] = []
    relations: list[Relation] = []
    kinds = draw(st.lists(st.sampled_from(["entity", "entity", "quote", "event", "region"]), max_size=6))
    for number, kind in enumerate(kinds):
        annotations.append(
            Annotation(
                id=f"{kind[0]}{number}",
                kind=kind,
                label=draw(labels),
                spans=draw(spans(len(text))),
                attributes=draw(attributes),
                entry=draw(notes) if kind in ("entity", "event") else None,
                note=draw(notes),
                closed=draw(st.booleans()) if kind == "quote" else True,
                provenance=draw(provenances),
            )
        )
    targets = [a.id for a in annotations if a.kind != "region"]
    for one in tuple(annotations):
        others = [t for t in targets if t != one.id]
        if one.kind == "quote":
            relations += draw(_quote_parts(one, others, annotations, len(text)))
        elif one.kind == "event":
            relations += draw(_fillers(one, ("actor", "place"), others, len(text)))
    links = [a.id for a in annotations]
    if len(links) > 1:
        for number in range(draw(st.integers(0, 2))):
            source, target = draw(st.permutations(links))[:2]
            relations.append(
                Relation(
                    f"link{number}",
                    source,
                    "cause_of",
                    Target(annotation=target),
                    link=True,
                    attributes=draw(attributes),
                )
            )
    purpose = draw(st.sampled_from(["own", "gold", "suggestion"]))
    key = LayerKey("doc-1", purpose, draw(st.sampled_from(["anna", "p.2", ""])))
    layer = Layer(
        key=key,
        annotations=in_text_order(annotations),
        relations=tuple(sorted(_numbered(relations, annotations), key=lambda r: r.id)),
        revision=draw(st.integers(0, 99)),
        state=draw(st.sampled_from(["open", "submitted", "accepted"])),
        facts=draw(_facts(key)),
    )
    return Outgoing(draw(_documents(text)), text, layer, CODEBOOK, draw(_comments(key, links)))


@st.composite
def _quote_parts(
    draw: st.DrawFn, one: Annotation, others: list[str], annotations: list[Annotation], length: int
) -> list[Relation]:
    found = draw(_fillers(one, ("speaker", "addressee", "medium"), others, length))
    if draw(st.booleans()):
        cue = Annotation(f"{one.id}.cue", "cue", "cue", draw(spans(length)), note=draw(notes))
        annotations.append(cue)
        found.append(Relation("", one.id, "cue", Target(annotation=cue.id), provenance=cue.provenance))
    quotes = [a.id for a in annotations if a.kind == "quote" and a.id != one.id]
    if quotes and draw(st.booleans()):
        target = Target(annotation=draw(st.sampled_from(quotes)))
        found.append(Relation("", one.id, "continues", target, provenance=one.provenance))
    return found


@st.composite
def _fillers(
    draw: st.DrawFn, one: Annotation, roles: tuple[str, ...], others: list[str], length: int
) -> list[Relation]:
    choices = [
        st.just(Target()),
        st.builds(lambda e: Target(entry=e), words),
        spans(length).map(lambda s: Target(spans=s)),
    ]
    if others:
        choices.append(st.sampled_from(others).map(lambda t: Target(annotation=t)))
    fillers = st.builds(
        Relation,
        id=st.just(""),
        source=st.just(one.id),
        role=st.sampled_from(roles),
        target=st.one_of(choices),
        status=st.sampled_from(STATUSES[1:]),
        provenance=provenances,
    )
    return draw(st.lists(fillers, max_size=4))


def _numbered(relations: list[Relation], annotations: list[Annotation]) -> list[Relation]:
    """Relations of frames numbered in the order of fillers, as an import numbers them."""
    from annotator.model.readings import filler_order

    by_id = {a.id: a for a in annotations}
    counts: dict[tuple[str, str], int] = {}
    found = [r for r in relations if r.link]
    for relation in sorted((r for r in relations if not r.link), key=lambda r: filler_order(r, by_id)):
        place = relation.source, relation.role
        counts[place] = counts.get(place, 0) + 1
        name = f"{relation.source}.{relation.role}.{counts[place]:02}"
        found.append(msgspec.structs.replace(relation, id=name))
    return found


@st.composite
def _facts(draw: st.DrawFn, key: LayerKey) -> LayerFacts:
    """Facts as a record has them: authors named where there is one, and a codebook."""
    own = (key.author,) if key.purpose == "own" and key.author else ()
    return LayerFacts(
        annotators=own or tuple(draw(st.lists(words, min_size=1, max_size=2))),
        adjudicator=key.author if key.purpose == "gold" and key.author else draw(notes),
        completed=draw(st.none() | st.just("2025-07-03T10:00:00Z")),
        blind=draw(st.booleans()),
        codebook_name="other",
        codebook_version="2",
        codebook_sha256="ab" * 32,
        nothing_to_annotate=draw(st.booleans()),
        spoken=draw(_spoken()) if key.purpose == "gold" else (),
    )


def _spoken() -> st.SearchStrategy[tuple[Spoken, ...]]:
    """What a reviewer said of layers, as their records have it."""
    said = st.builds(
        Spoken,
        author=words,
        state=st.sampled_from(["returned", "accepted"]),
        revision=st.integers(0, 9),
        at=st.none() | st.just("2025-07-03T10:00:00Z"),
        refused=st.lists(words, max_size=2).map(tuple),
    )
    return st.lists(said, max_size=2).map(tuple)


@st.composite
def _documents(draw: st.DrawFn, text: str) -> Document:
    return Document(
        id="doc-1",
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        text_length=len(text),
        source=draw(st.builds(Source, publisher=notes, title=notes, published=st.none() | st.just("2025-07"))),
        direction=draw(st.sampled_from(["rtl", "ltr", "auto"])),
        license=draw(st.just("") | words),
        metadata=draw(attributes),
    )


@st.composite
def _comments(draw: st.DrawFn, key: LayerKey, items: list[str]) -> tuple[Comment, ...]:
    found = []
    for number in range(draw(st.integers(0, 3))):
        about = draw(st.none() | st.sampled_from(items)) if items else None
        # A case of a gold: of the record itself, or appealed by its author.
        asks = key.purpose == "own" and draw(st.booleans())
        layer = LayerKey("doc-1", "gold", "rev") if asks else key if key.purpose == "gold" and not about else None
        found.append(
            Comment(
                id=f"k{number}",
                document="doc-1",
                author=key.author if asks else draw(words),
                text=draw(words),
                sort="appeal" if asks else draw(st.sampled_from(["remark", "gap", "answer"])),
                codebook=draw(st.none() | words),
                at=f"2025-07-0{number + 1}T00:00:00Z",
                layer=layer or (key if about or draw(st.booleans()) else None),
                about="c0123" if layer else about,
                reply_to=f"k{number - 1}" if number and draw(st.booleans()) else None,
            )
        )
    return tuple(found)
