"""Takes what readers bring into a project, piece by piece, and keeps count."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

from annotator.formats.base import Incoming, IncomingDocument, IncomingEntry, IncomingLayer, Outgoing, Refusal, Remark
from annotator.formats.records import hash_of
from annotator.model.codebook import Codebook
from annotator.model.comment import Comment
from annotator.model.document import without_retest
from annotator.model.layer import Layer, LayerKey
from annotator.model.lift import Lifter
from annotator.model.problems import KnownError, Problem, problem
from annotator.model.step import TALK, Change
from annotator.store.bulk import Bulk, Outcome
from annotator.store.projection import StaleChange
from annotator.work.departure import as_told
from annotator.work.duplicates import NearDuplicates
from annotator.work.reports import MOST, ImportReport

SameText = Literal["skip", "import"]
SameName = Literal["refuse", "keep"]

_NO_RENAMES: Mapping[str, str] = MappingProxyType({})


class Intake:
    """One import under way."""

    def __init__(
        self,
        work: Bulk,
        *,
        codebook: Codebook,
        layer_name: str | None,
        on_same_text: SameText,
        alike: NearDuplicates,
        takes_articles: bool = True,
        on_same_name: SameName = "refuse",
        renames: Mapping[str, str] = _NO_RENAMES,
    ) -> None:
        self._work = work
        self._codebook = codebook
        self._lifter = Lifter(codebook)
        self._layer_name = layer_name
        self._renames = renames
        self._on_same_text = on_same_text
        self._takes_articles = takes_articles
        self._on_same_name = on_same_name
        people = work.reads.people()
        self._ids = {person.name.casefold(): person.id for person in people} | {one.id: one.id for one in people}
        self._alike = alike
        self._texts: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._labels: Counter[tuple[str, str]] = Counter()
        self._attributes: Counter[str] = Counter()
        self._known_attributes: dict[tuple[str, str, str], bool] = {}
        self._refusals: list[Refusal] = []
        self._remarks: list[Remark] = []
        # Where each registry entry was first pointed to.
        self._pointed: dict[str, IncomingLayer] = {}
        # The last article of the source and whether it is here: its layers follow it.
        self._current: tuple[str, str] | None = None

    def take(self, one: Incoming) -> None:
        """Take one piece in, or note why not."""
        if isinstance(one, IncomingDocument):
            self._document(one)
        elif isinstance(one, IncomingLayer):
            self._layer(one)
        elif isinstance(one, IncomingEntry):
            self._entry(one)
        elif isinstance(one, Refusal):
            self._refuse(one.problem, one)
        else:
            self._remark(one.problem, one)

    def end(self) -> None:
        """Note what can only be known when everything has come."""
        for entry, one in self._pointed.items():
            if self._work.reads.entry(entry) is None:
                self._remark(problem("import.unknown-entry", entry=entry), one)

    def report(self) -> ImportReport:
        """What was done, once the bulk work is over."""
        counts, result = self._counts, self._work.result
        return ImportReport(
            articles=counts["articles"],
            layers=counts["layers"],
            entries=counts["entries"],
            comments=counts["comments"],
            unchanged=counts["unchanged"],
            refused=counts["refused"],
            remarked=counts["remarked"],
            refusals=tuple(self._refusals),
            remarks=tuple(self._remarks),
            unknown_labels=tuple((*key, times) for key, times in sorted(self._labels.items())),
            unknown_attributes=tuple(sorted(self._attributes.items())),
            touched=result.touched,
            gesture=result.gesture,
        )

    # --- articles

    def _document(self, one: IncomingDocument) -> None:
        self._current = None
        document = one.document
        reads = self._work.reads
        if reads.has_document(document.id):
            here = reads.document(document.id)
            if here.text_sha256 != document.text_sha256:
                self._refuse(problem("import.other-text", id=document.id), one)
                return
            if without_retest(here) != without_retest(document):
                self._remark(problem("import.facts-differ", id=document.id), one)
            self._current = (document.id, one.text)
            return
        if not self._takes_articles:
            self._refuse(problem("import.lead-only", id=document.id), one)
            return
        same = next(iter(reads.find_text(document.text_sha256)), None)
        if same is not None and self._on_same_text == "skip":
            key = "import.duplicate" if same in self._texts else "import.same-text"
            self._refuse(problem(key, id=document.id, other=same), one)
            return
        try:
            self._work.add_text(one.text)
            self._work.add_document(without_retest(document))
        except KnownError as fault:
            self._refuse(fault.problem, one)
            return
        self._counts["articles"] += 1
        self._current = (document.id, one.text)
        self._texts[document.id] = document.text_sha256
        if same is None:
            self._note_near_duplicate(one)

    def _note_near_duplicate(self, one: IncomingDocument) -> None:
        other = self._alike.meet(one.document.id, one.text)
        if other is not None:
            self._remark(problem("import.near-duplicate", id=one.document.id, other=other), one)

    # --- layers

    def _layer(self, one: IncomingLayer) -> None:
        layer, comments = self._renamed(one)
        key = layer.key
        if self._current is None or self._current[0] != key.document:
            if not is_blank(layer):
                self._refuse(problem("import.no-article", id=key.document, author=key.author), one)
            return
        if not is_blank(layer) and not self._stands(layer, one):
            return
        if not self._lifter.is_newer(layer.facts):
            self._count_unknown(layer)
        self._note_entries(layer, one)
        self._comments(comments, one)

    def _stands(self, layer: Layer, one: IncomingLayer) -> bool:
        """Take a layer in, unless it may be somebody else's than its author's name says; whether it was taken."""
        key, asks = layer.key, self._on_same_name == "refuse" and layer.key.purpose != "suggestion"
        named = self._ids.get(key.author, self._ids.get(key.author.casefold(), key.author))
        if asks and named != key.author:
            self._refuse(problem("import.author-named", id=key.document, author=key.author, other=named), one)
            return False
        return self._snapshot(layer, one, asks=asks)

    def _renamed(self, one: IncomingLayer) -> tuple[Layer, tuple[Comment, ...]]:
        """The layer under the name that the person chose for it."""
        name = self._layer_name or self._renames.get(one.layer.key.author)
        if name is None:
            return one.layer, one.comments
        key = LayerKey(one.layer.key.document, one.layer.key.purpose, name)
        mine = one.layer.key
        comments = tuple(msgspec.structs.replace(c, layer=key) if c.layer == mine else c for c in one.comments)
        return msgspec.structs.replace(one.layer, key=key), comments

    def _snapshot(self, layer: Layer, one: IncomingLayer, *, asks: bool) -> bool:
        key, same = layer.key, False
        if self._lifter.is_newer(layer.facts):
            self._hold(layer, one)
            return True
        here = self._work.reads.layer(key)
        if not is_blank(here) and here.revision == layer.revision:
            if self._hash_here(here, alone=not layer.facts.spoken) == one.hash:
                self._counts["unchanged"] += 1
                return True
            same = says_the_same(here, layer)
            if same and not here.facts.codebook_name:
                # Made here and back from a reviewer: what he said of its state comes with his gold.
                self._counts["unchanged"] += 1
                return True
            if asks and not same and not self._work.has_snapshot(layer, one.hash):
                said = problem("import.author-collides", id=key.document, author=key.author, revision=layer.revision)
                self._refuse(said, one)
                return False
        outcome: Outcome = self._work.add_snapshot(layer, one.hash)
        if outcome == "same":
            self._counts["unchanged"] += 1
            return True
        self._counts["layers"] += 1
        if outcome == "lower":
            self._remark(
                problem(
                    "import.older", id=key.document, author=key.author, revision=layer.revision, here=here.revision
                ),
                one,
            )
        elif not same and (outcome != "applied" or (not is_blank(here) and here.revision == layer.revision)):
            self._remark(problem("import.conflict", id=key.document, author=key.author, revision=layer.revision), one)
        return True

    def _hold(self, layer: Layer, one: IncomingLayer) -> None:
        """Keep a layer whose codebook is newer than the one here: nobody here knows yet how it is to be read."""
        self._work.hold_snapshot(layer, one.hash)
        key, version = layer.key, layer.facts.codebook_version
        here = self._codebook.version
        self._remark(
            problem("import.newer-codebook", id=key.document, author=key.author, version=version, here=here), one
        )

    def _hash_here(self, layer: Layer, *, alone: bool) -> str:
        document = without_retest(self._work.reads.document(layer.key.document))
        text = self._current[1] if self._current else ""
        return hash_of(Outgoing(document, text, as_told(self._work.reads, layer, alone=alone), self._codebook))

    def _count_unknown(self, layer: Layer) -> None:
        codebook = self._codebook
        for one in self._lifter.layer(layer).annotations:
            if codebook.label(one.kind, one.label) is None:
                self._labels[one.kind, one.label] += 1
            for attribute in one.attributes:
                asked = one.kind, one.label, attribute.name
                known = self._known_attributes.get(asked)
                if known is None:
                    known = attribute.name in ("subtype", "foreign_id") or codebook.attribute(*asked) is not None
                    self._known_attributes[asked] = known
                if not known:
                    self._attributes[attribute.name] += 1

    def _note_entries(self, layer: Layer, one: IncomingLayer) -> None:
        pointed = (*(a.entry for a in layer.annotations), *(r.target.entry for r in layer.relations))
        for entry in pointed:
            if entry is not None:
                self._pointed.setdefault(entry, one)

    # --- comments and entries

    def _comments(self, comments: tuple[Comment, ...], one: IncomingLayer) -> None:
        """Comments by id and author; other tools number them anew in each record, so a taken id is replaced."""
        if not comments:
            return
        here = {comment.id: comment for comment in self._work.reads.comments(comments[0].document)}
        names: dict[str, str] = {}
        for comment in comments:
            known = here.get(comment.id)
            if known is not None and known.author != comment.author:
                names[comment.id] = _made_id(comment)
                known = here.get(names[comment.id])
            named = msgspec.structs.replace(
                comment,
                id=names.get(comment.id, comment.id),
                reply_to=names.get(comment.reply_to, comment.reply_to) if comment.reply_to else None,
            )
            if known is None:
                names[comment.id] = self._add_comment(named, comment)
            elif known == msgspec.structs.replace(named, resolved=known.resolved):
                if named.resolved and not known.resolved:  # what is settled anywhere is settled
                    self._work.add_change(TALK, Change("comment", known.id, known, named))
                    self._counts["comments"] += 1
            elif known != named:
                self._remark(problem("import.comment-differs", id=comment.id), one)

    def _add_comment(self, named: Comment, comment: Comment) -> str:
        """Add it, under another id where its own is that of a comment on another article; the id that it got."""
        try:
            self._work.add_comment(named)
        except StaleChange:
            named = msgspec.structs.replace(named, id=_made_id(comment))
            if any(c.id == named.id for c in self._work.reads.comments(named.document)):
                return named.id
            self._work.add_comment(named)
        self._counts["comments"] += 1
        return named.id

    def _entry(self, one: IncomingEntry) -> None:
        here = self._work.reads.entry(one.entry.id)
        if here is None:
            self._work.add_entry(one.entry)
            self._counts["entries"] += 1
        elif here not in (one.entry, self._lifter.entry(one.entry)):
            self._remark(problem("import.entry-differs", id=one.entry.id), one)

    # --- what is told

    def _refuse(self, why: Problem, one: Incoming) -> None:
        self._counts["refused"] += 1
        if len(self._refusals) < MOST:
            self._refusals.append(Refusal(why, one.file, one.line))

    def _remark(self, what: Problem, one: Incoming) -> None:
        self._counts["remarked"] += 1
        if len(self._remarks) < MOST:
            self._remarks.append(Remark(what, one.file, one.line))


def _made_id(comment: Comment) -> str:
    """The same on every machine that imports the comment."""
    said = f"{comment.document} {comment.author} {comment.id}"
    return "k" + hashlib.sha256(said.encode()).hexdigest()[:16]


def says_the_same(here: Layer, other: Layer) -> bool:
    """Whether two versions of an analyst's layer differ in nothing but what is said of their state."""
    if here.key.purpose != "own":
        return False
    one, two = here.facts, other.facts
    return (set(here.annotations), set(here.relations), one.blind, one.nothing_to_annotate) == (
        set(other.annotations),
        set(other.relations),
        two.blind,
        two.nothing_to_annotate,
    )


def is_blank(layer: Layer) -> bool:
    """Whether a layer says nothing at all: it is as if it were not there."""
    return not (
        layer.annotations
        or layer.relations
        or layer.revision
        or layer.state != "open"
        or layer.facts.nothing_to_annotate
    )
