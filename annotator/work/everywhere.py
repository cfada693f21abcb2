"""The same letters tagged in many articles at once: a preview that a person prunes, then one gesture."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from annotator.model.annotation import ID_LETTER, Annotation, Attribute, Kind, Provenance
from annotator.model.codebook import Codebook
from annotator.model.ids import new_id
from annotator.model.layer import LayerKey
from annotator.model.person import Person
from annotator.model.progress import Progress, Report, silent
from annotator.model.rules import check_annotation, check_crossing
from annotator.model.step import Change, Step, stream_of
from annotator.store.project import Project
from annotator.store.reading import Reads
from annotator.suggest.propagation import Edge, Occurrence, Wanted, beside, occurrences, wanted
from annotator.text.query import Residues

NAME = "everywhere"
_CONTEXT = 40
_EVERY = 250
_READING = "everywhere-reading"


class Tag(msgspec.Struct, frozen=True):
    """What each chosen place gets."""

    kind: Kind
    label: str
    attributes: tuple[Attribute, ...] = ()
    entry: str | None = None


class Place(msgspec.Struct, frozen=True):
    """One occurrence in its article, with up to 40 code points on either side for a list."""

    document: str
    title: str
    at: Occurrence
    before: str
    found: str
    after: str


class Preview(msgspec.Struct, frozen=True):
    """All places in the order of the articles; articles whose layer is handed in are left out and counted."""

    places: tuple[Place, ...]
    looked_at: int
    handed_in: int


class Written(msgspec.Struct, frozen=True):
    """The steps of the gesture without their changes, and how many places were tagged or refused by a rule."""

    steps: tuple[Step, ...]
    tagged: int
    refused: int


def preview(
    project: Project,
    person: Person,
    letters: str,
    tag: Tag,
    *,
    documents: Sequence[str] | None = None,
    edges: Mapping[str, Edge] | None = None,
    report: Report = silent,
) -> Preview:
    """Where letters stand in the articles (all, or ``documents``), through a reader of its own, from any thread."""
    looked_for = wanted(letters, kind=tag.kind, label=tag.label, edges=edges or {})
    if looked_for is None:
        return Preview((), 0, 0)
    with project.reading() as reads:
        names = reads.document_ids() if documents is None else list(documents)
        mine = {key.document for key in reads.layer_keys(author=person.id, purpose="own")}
        return _look(reads, person, looked_for, names, mine, report)


def _look(
    reads: Reads, person: Person, looked_for: Wanted, names: Sequence[str], mine: set[str], report: Report
) -> Preview:
    residues = Residues()
    places: list[Place] = []
    handed_in = 0
    for number, name in enumerate(names):
        if number % _EVERY == 0:
            report(Progress(_READING, number, len(names)))
        text = reads.text(name)
        found = occurrences(text, looked_for, residues)
        if found and name in mine:
            layer = reads.layer(_own(name, person))
            if layer.state == "submitted":
                handed_in += 1
                continue
            found = beside(found, layer.annotations, looked_for)
        if found:
            title = reads.document(name).title
            places += [_place(name, title, text, one) for one in found]
    report(Progress(_READING, len(names), len(names)))
    return Preview(tuple(places), len(names), handed_in)


def _place(document: str, title: str, text: str, one: Occurrence) -> Place:
    start, end = one.span.start, one.span.end
    return Place(
        document=document,
        title=title,
        at=one,
        before=text[max(0, start - _CONTEXT) : start].replace("\n", " "),
        found=text[start:end],
        after=text[end : end + _CONTEXT].replace("\n", " "),
    )


def write(project: Project, person: Person, chosen: Iterable[Place], tag: Tag, *, report: Report = silent) -> Written:
    """Tag the chosen places in this person's layers as one gesture, from any thread; the desk is to ``follow`` it.

    What a rule refuses where it stands (the same tag, a crossing one) is left out and counted; nothing is retagged.

    Raises:
        KnownError: the tag itself is against the codebook, or the project cannot be written; nothing is kept then.
    """
    by_document: dict[str, list[Place]] = defaultdict(list)
    for place in chosen:
        by_document[place.document].append(place)
    tagged = refused = 0
    with project.bulk(author=person.id, name=NAME, report=report) as work:
        codebook = work.reads.codebook()
        mine = {key.document for key in work.reads.layer_keys(author=person.id, purpose="own")}
        for document, places in by_document.items():
            key = _own(document, person)
            there = work.reads.layer(key).annotations if document in mine else ()
            births = tuple(_births(places, there, tag, person, codebook))
            for annotation in births:
                work.add_change(stream_of(key), Change("annotation", annotation.id, None, annotation))
            tagged += len(births)
            refused += len(places) - len(births)
    return Written(work.result.steps, tagged, refused)


def _births(
    places: Iterable[Place], there: Sequence[Annotation], tag: Tag, person: Person, codebook: Codebook
) -> Iterator[Annotation]:
    standing = list(there)
    for place in places:
        annotation = Annotation(
            id=new_id(ID_LETTER[tag.kind]),
            kind=tag.kind,
            label=tag.label,
            spans=(place.at.span,),
            attributes=tuple(sorted(tag.attributes)),
            entry=tag.entry,
            provenance=Provenance(origin="propagated", annotators=(person.id,)),
        )
        if not check_annotation(annotation, codebook) and not check_crossing(annotation, standing):
            standing.append(annotation)
            yield annotation


def _own(document: str, person: Person) -> LayerKey:
    return LayerKey(document, "own", person.id)
