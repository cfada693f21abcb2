"""The clauses of a codebook: every definition that a decision can name as what it was decided by."""

from collections.abc import Iterator

import msgspec

from annotator.model.codebook import Codebook, Words


class Clause(msgspec.Struct, frozen=True):
    """A place in the codebook; `id` is what a decision and its gold carry, as `entity/GPE` or `quote.speaker`.

    `kind` says of which kind of annotation it speaks. `text` is empty where the codebook says no more than the name.
    """

    id: str
    kind: str
    name: Words
    text: Words


_NO_WORDS = Words("", "")


def find_clauses(codebook: Codebook, kind: str | None = None, label: str | None = None) -> tuple[Clause, ...]:
    """All clauses; those on the label, then on the kind that a case is about come first."""

    def rank(clause: Clause) -> tuple[bool, bool]:
        return clause.id != f"{kind}/{label}", clause.kind != kind

    return tuple(sorted(_all(codebook), key=rank))


def clause_named(codebook: Codebook, name: str) -> Clause | None:
    """The clause of that id; none where the codebook has it no longer."""
    return next((one for one in _all(codebook) if one.id == name), None)


def _all(codebook: Codebook) -> Iterator[Clause]:
    for label in codebook.labels:
        yield Clause(f"{label.kind}/{label.id}", label.kind, label.name, label.definition)
        for subtype in label.subtypes:
            yield Clause(f"{label.kind}/{label.id}/{subtype.id}", label.kind, subtype.name, _NO_WORDS)
    for rule in codebook.roles:
        for kind in rule.kinds:
            yield Clause(f"{kind}.{rule.name}", kind, rule.title, _NO_WORDS)
    for attribute in codebook.attributes:
        for kind in attribute.kinds:
            yield Clause(f"{kind}:{attribute.name}", kind, attribute.title, _NO_WORDS)
