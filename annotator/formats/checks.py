"""What must hold in a record beyond its schema: echoes, references, ids and order."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from annotator.formats.records import cue_id
from annotator.formats.shape import Argument, Attrs, EchoSpan, EntityItem, EventItem, Filler, QuoteItem, Record, Stretch
from annotator.model.ids import PATTERN, is_id
from annotator.model.problems import Problem, problem
from annotator.text.decoding import RefusedText, is_clean

_SHOWN = 60
_ID_LINES: Final = re.compile(rf"(?:{PATTERN.pattern}\n)*")
_HIGHEST_REVISION = 2**53 - 1
"""As far as every reader of JSON counts exactly."""

_KINDS: Mapping[type[object], str] = MappingProxyType({EntityItem: "entity", EventItem: "event", QuoteItem: "quote"})
_GIVEN: Mapping[str | None, tuple[bool, bool, bool]] = MappingProxyType(
    {"span": (False, True, False), "registry": (False, False, True), None: (False, False, False)}
)
"""Of each kind of filler that is none of the record's items: whether it has a target, spans, an entry."""

Frame = Filler | Argument
Target = EntityItem | EventItem | QuoteItem
SpanList = tuple[str, tuple[EchoSpan, ...], Attrs | None]


def check_record(record: Record) -> list[Problem]:
    """Every contradiction within `record`; a line that has one is not taken."""
    found = [*_check_text(record)]
    if found:
        return found
    ids = item_ids(record)
    frames = fillers(record)
    found += _check_ids(record, ids)
    found += _check_echoes(record.text, span_lists(record, frames))
    targets: dict[str, Target] = {entity.id: entity for entity in record.entities}
    targets.update((event.id, event) for event in record.events)
    targets.update((quote.id, quote) for quote in record.quotes)
    for where, filler in frames:
        found += _check_filler(where, filler, targets)
    found += _check_references(record, frozenset(ids))
    outside = _outside(record.sentences, record.text_length) or _outside(record.tokens, record.text_length)
    if outside is not None:
        found.append(problem("record.segment-outside", start=outside.start, end=outside.end, length=record.text_length))
    return found


def check_form(record: Record) -> list[Problem]:
    """Every deviation from the normal form, which an import puts right and a validation reports."""
    found = [problem("record.bad-id", id=_short(one)) for one in odd_ids(item_ids(record))]
    found += [
        problem("record.bad-cue-id", id=_short(q.id), cue=_short(q.cue.id))
        for q in record.quotes
        if q.cue and q.cue.id != cue_id(q.id) and is_id(q.cue.id)
    ]
    frames = fillers(record)
    for where, spans, attributes in span_lists(record, frames):
        if len(spans) > 1 and any(a.end >= b.start for a, b in pairwise(spans)):
            found.append(problem("record.span-order", where=where))
        if attributes and not _is_sorted(attributes):
            found.append(problem("record.attribute-order", where=where))
    if not _is_sorted(record.metadata):
        found.append(problem("record.attribute-order", where="metadata"))
    for where, filler in frames:
        if filler.target_kind is None and filler.status == "explicit":
            found.append(problem("record.empty-explicit", where=where))
    return found


def span_lists(record: Record, frames: list[tuple[str, Frame]]) -> list[SpanList]:
    """Every list of spans, with the id of the item that it stands in and the item's attributes.

    `frames` are the record's `fillers`.
    """
    found: list[SpanList] = [(one.id, one.spans, one.attributes) for one in record.entities]
    found += [(one.id, one.spans, one.attributes) for one in record.regions]
    for quote in record.quotes:
        found.append((quote.id, quote.content, quote.attributes))
        if quote.cue:
            found.append((quote.cue.id, quote.cue.spans, quote.cue.attributes))
    found += [(one.id, one.trigger, one.attributes) for one in record.events]
    found += [(where, filler.spans, None) for where, filler in frames if filler.spans]
    found += [(one.id, (), one.attributes) for one in record.relations]
    return found


def fillers(record: Record) -> list[tuple[str, Frame]]:
    """Every filler with the id of its quote or event and its role."""
    found: list[tuple[str, Frame]] = []
    for quote in record.quotes:
        found += [(f"{quote.id}.speaker", part) for part in quote.speaker]
        found += [(f"{quote.id}.addressee", part) for part in quote.addressee]
        found += [(f"{quote.id}.medium", part) for part in quote.medium]
    for event in record.events:
        found += [(f"{event.id}.{argument.role}", argument) for argument in event.arguments]
    return found


def item_ids(record: Record) -> list[str]:
    """The ids of all annotations and relations of the record."""
    found = [one.id for one in record.entities]
    found += [one.id for one in record.quotes]
    found += [one.id for one in record.events]
    found += [one.id for one in record.regions]
    found += [one.id for one in record.relations]
    found += [one.cue.id for one in record.quotes if one.cue]
    return found


def odd_ids(ids: list[str]) -> list[str]:
    """Those of `ids` that do not fit the pattern."""
    lines = "\n".join((*ids, ""))
    if lines.count("\n") == len(ids) and _ID_LINES.fullmatch(lines):
        return []
    return [one for one in ids if not is_id(one)]


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
        if not is_clean(record.text):
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


def _check_ids(record: Record, ids: list[str]) -> Iterator[Problem]:
    said = [*ids, *(comment.id for comment in record.comments)]
    if len(set(said)) == len(said) and all(said):
        return
    for one, count in Counter(said).items():
        if count > 1:
            yield problem("record.double-id", id=_short(one))
        elif not one:
            yield problem("record.bad-id", id="")


def _check_echoes(text: str, lists: list[SpanList]) -> Iterator[Problem]:
    length = len(text)
    for where, spans, _attributes in lists:
        for span in spans:
            start, end = span.start, span.end
            # An echo is never empty, as the letters of a span that ends where it starts are.
            if text[start:end] != span.text or end > length:
                yield _echo_problem(text, where, span)


def _echo_problem(text: str, where: str, span: EchoSpan) -> Problem:
    start, end = span.start, span.end
    if start >= end or end > len(text):
        return problem("record.span-outside", where=_short(where), start=start, end=end, length=len(text))
    said, found = _short(span.text), _short(text[start:end])
    return problem("record.echo", where=_short(where), start=start, end=end, said=said, found=found)


def _check_filler(where: str, filler: Frame, targets: dict[str, Target]) -> Iterator[Problem]:
    """A filler is one thing and repeats its target truly."""
    kind = filler.target_kind
    if kind in ("entity", "event", "quote"):
        target = targets.get(filler.target_id or "")
        if target is None or _kind_of(target) != kind:
            yield problem("record.no-target", where=_short(where), target=_short(filler.target_id or ""))
        elif _spans_of(target) != filler.spans and _bare(_spans_of(target)) != _bare(filler.spans):
            yield problem("record.filler-spans", where=_short(where), target=_short(target.id))
        elif _entry_of(target) != filler.registry_id:
            yield problem("record.filler-registry", where=_short(where), target=_short(target.id))
        return
    given = (filler.target_id is not None, bool(filler.spans), filler.registry_id is not None)
    if given != _GIVEN[kind]:
        yield problem("record.filler-kind", where=_short(where), kind=kind or "null")


def _check_references(record: Record, known: frozenset[str]) -> Iterator[Problem]:
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


def _outside(stretches: object, length: int) -> Stretch | None:
    """The first stretch that does not lie in a text of that length."""
    if not isinstance(stretches, tuple):
        return None
    return next((one for one in stretches if not 0 <= one.start < one.end <= length), None)


def _kind_of(item: Target) -> str:
    return _KINDS[type(item)]


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
