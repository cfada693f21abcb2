"""What must hold in a record beyond its schema: echoes, references, ids and order."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from annotator.formats.records import cue_id
from annotator.formats.shape import Argument, Attrs, EchoSpan, EntityItem, EventItem, Filler, QuoteItem, Record
from annotator.model.ids import is_id
from annotator.model.problems import Problem, problem
from annotator.text.decoding import RefusedText, clean

_SHOWN = 60
_HIGHEST_REVISION = 2**53 - 1
"""As far as every reader of JSON counts exactly."""

Frame = Filler | Argument
Target = EntityItem | EventItem | QuoteItem


def check_record(record: Record) -> list[Problem]:
    """Every contradiction within `record`; a line that has one is not taken."""
    found = [*_check_text(record)]
    if found:
        return found
    found += _check_ids(record)
    for where, spans, _attributes in span_lists(record):
        found += _check_echoes(record.text, where, spans)
    targets: dict[str, Target] = {entity.id: entity for entity in record.entities}
    targets.update((event.id, event) for event in record.events)
    targets.update((quote.id, quote) for quote in record.quotes)
    for where, filler in fillers(record):
        found += _check_filler(where, filler, targets)
    found += _check_references(record)
    for stretch in (*_stretches(record.sentences), *_stretches(record.tokens)):
        if not 0 <= stretch[0] < stretch[1] <= record.text_length:
            found.append(problem("record.segment-outside", start=stretch[0], end=stretch[1], length=record.text_length))
            break
    return found


def check_form(record: Record) -> list[Problem]:
    """Every deviation from the normal form, which an import puts right and a validation reports."""
    found = [problem("record.bad-id", id=_short(one)) for one in item_ids(record) if not is_id(one)]
    found += [
        problem("record.bad-cue-id", id=_short(q.id), cue=_short(q.cue.id))
        for q in record.quotes
        if q.cue and is_id(q.cue.id) and q.cue.id != cue_id(q.id)
    ]
    for where, spans, attributes in span_lists(record):
        if any(a.end >= b.start for a, b in pairwise(spans)):
            found.append(problem("record.span-order", where=where))
        if attributes is not None and not _is_sorted(attributes):
            found.append(problem("record.attribute-order", where=where))
    if not _is_sorted(record.metadata):
        found.append(problem("record.attribute-order", where="metadata"))
    for where, filler in fillers(record):
        if filler.target_kind is None and filler.status == "explicit":
            found.append(problem("record.empty-explicit", where=where))
    return found


def span_lists(record: Record) -> Iterator[tuple[str, tuple[EchoSpan, ...], Attrs | None]]:
    """Every list of spans, with the id of the item that it stands in and the item's attributes."""
    for entity in record.entities:
        yield entity.id, entity.spans, entity.attributes
    for region in record.regions:
        yield region.id, region.spans, region.attributes
    for quote in record.quotes:
        yield quote.id, quote.content, quote.attributes
        if quote.cue:
            yield quote.cue.id, quote.cue.spans, quote.cue.attributes
    for event in record.events:
        yield event.id, event.trigger, event.attributes
    for where, filler in fillers(record):
        if filler.spans:
            yield where, filler.spans, None
    for link in record.relations:
        yield link.id, (), link.attributes


def fillers(record: Record) -> Iterator[tuple[str, Frame]]:
    """Every filler with the id of its quote or event and its role."""
    for quote in record.quotes:
        for role, parts in (("speaker", quote.speaker), ("addressee", quote.addressee), ("medium", quote.medium)):
            for part in parts:
                yield f"{quote.id}.{role}", part
    for event in record.events:
        for argument in event.arguments:
            yield f"{event.id}.{argument.role}", argument


def item_ids(record: Record) -> Iterator[str]:
    """The ids of all annotations and relations of the record."""
    for items in (record.entities, record.quotes, record.events, record.regions, record.relations):
        for item in items:
            yield item.id
    for quote in record.quotes:
        if quote.cue:
            yield quote.cue.id


def _check_text(record: Record) -> Iterator[Problem]:
    if not is_id(record.id):
        yield problem("record.bad-document-id", id=_short(record.id))
    if not record.text.strip():
        yield problem("record.no-text")
    if not 0 <= (record.layer.revision or 0) <= _HIGHEST_REVISION:
        yield problem("record.bad-revision", revision=str(record.layer.revision))
    if record.text_length != len(record.text):
        yield problem("record.text-length", said=record.text_length, found=len(record.text))
    digest = hashlib.sha256(record.text.encode()).hexdigest()
    if record.text_sha256 != digest:
        yield problem("record.text-hash", said=record.text_sha256, found=digest)
    try:
        if clean(record.text).text != record.text:
            yield problem("record.text-not-clean")
    except RefusedText as fault:
        yield refused_character(fault)


def refused_character(fault: RefusedText) -> Problem:
    """The problem of a character that no article may hold."""
    return problem(
        f"text.{fault.reason.replace('_', '-')}",
        line=fault.line,
        column=fault.column,
        character=f"U+{fault.codepoint:04X}",
    )


def _check_ids(record: Record) -> Iterator[Problem]:
    counts = Counter(item_ids(record))
    counts.update(comment.id for comment in record.comments)
    for one, count in counts.items():
        if count > 1:
            yield problem("record.double-id", id=_short(one))
        elif not one:
            yield problem("record.bad-id", id="")


def _check_echoes(text: str, where: str, spans: tuple[EchoSpan, ...]) -> Iterator[Problem]:
    for span in spans:
        if span.start >= span.end or span.end > len(text):
            yield problem("record.span-outside", where=_short(where), start=span.start, end=span.end, length=len(text))
        elif text[span.start : span.end] != span.text:
            found = text[span.start : span.end]
            yield problem(
                "record.echo",
                where=_short(where),
                start=span.start,
                end=span.end,
                said=_short(span.text),
                found=_short(found),
            )


def _check_filler(where: str, filler: Frame, targets: dict[str, Target]) -> Iterator[Problem]:
    """A filler is one thing and repeats its target truly."""
    kind = filler.target_kind
    if kind in ("entity", "event", "quote"):
        target = targets.get(filler.target_id or "")
        if target is None or _kind_of(target) != kind:
            yield problem("record.no-target", where=_short(where), target=_short(filler.target_id or ""))
        elif _bare(_spans_of(target)) != _bare(filler.spans):
            yield problem("record.filler-spans", where=_short(where), target=_short(target.id))
        elif _entry_of(target) != filler.registry_id:
            yield problem("record.filler-registry", where=_short(where), target=_short(target.id))
        return
    given = (filler.target_id is not None, bool(filler.spans), filler.registry_id is not None)
    wanted = {"span": (False, True, False), "registry": (False, False, True), None: (False, False, False)}[kind]
    if given != wanted:
        yield problem("record.filler-kind", where=_short(where), kind=kind or "null")


def _check_references(record: Record) -> Iterator[Problem]:
    known = set(item_ids(record))
    quotes = {quote.id for quote in record.quotes}
    for quote in record.quotes:
        for field, target in (("continues", quote.continues), ("nested_in", quote.nested_in)):
            if target is not None and (target not in quotes or target == quote.id):
                yield problem("record.no-target", where=f"{_short(quote.id)}.{field}", target=_short(target))
    for link in record.relations:
        for target in (link.from_id, link.to_id):
            if target not in known:
                yield problem("record.no-target", where=_short(link.id), target=_short(target))
    comments = {comment.id for comment in record.comments}
    for comment in record.comments:
        if comment.about is not None and comment.about not in known:
            yield problem("record.no-target", where=_short(comment.id), target=_short(comment.about))
        if comment.reply_to is not None and comment.reply_to not in comments:
            yield problem("record.no-target", where=_short(comment.id), target=_short(comment.reply_to))


def _stretches(found: object) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in found] if isinstance(found, tuple) else []


def _kind_of(item: Target) -> str:
    return {EntityItem: "entity", EventItem: "event", QuoteItem: "quote"}[type(item)]


def _spans_of(item: Target) -> tuple[EchoSpan, ...]:
    if isinstance(item, EntityItem):
        return item.spans
    return item.content if isinstance(item, QuoteItem) else item.trigger


def _entry_of(item: Target) -> str | None:
    return None if isinstance(item, QuoteItem) else item.registry_id


def _bare(spans: tuple[EchoSpan, ...]) -> list[tuple[int, int]]:
    return sorted((span.start, span.end) for span in spans)


def _is_sorted(attributes: Attrs) -> bool:
    pairs = [(a.name, a.value) for a in attributes]
    return pairs == sorted(pairs)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
