"""What F2 finds on the annotate page besides commands: labels, subtypes, registry entries, parts of an open frame."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import zip_longest
from typing import Final

from annotator.model.annotation import Annotation
from annotator.model.codebook import AttributeRule, Label
from annotator.model.registry import Entry
from annotator.ui.pages.annotate.framing import Framing
from annotator.ui.pages.annotate.stage import Stage
from annotator.ui.pages.annotate.tagging import Tagging
from annotator.ui.palette import Offer

_MOST_ENTRIES: Final = 5_000


def page_offers(stage: Stage, tagging: Tagging, framing: Framing) -> Sequence[Offer]:
    """Offers that fit what the reader is in the middle of."""
    if stage.state.frame is not None:
        return (*_candidates(stage, framing), *_frame_labels(stage, framing))
    offers = [*_labels(stage, tagging)]
    active = stage.active
    if active is not None and stage.writable:
        offers += [*_subtypes(stage), *_attributes(stage)]
        label = stage.desk.codebook.label(active.kind, active.label)
        if label is not None and label.links_to_registry:
            # Of all that hold the typed letters the one that is hardly more than these is meant first.
            known = stage.desk.names.entries.values()
            entries = sorted(known, key=lambda e: (e.label != active.label, len(e.name_ar), e.name_ar))[:_MOST_ENTRIES]
            offers += [_entry(stage, active.id, entry) for entry in entries]
    elif active is None and stage.writable and tagging.meant("entity") is not None:
        offers += _known(stage, tagging)
    return offers


def _labels(stage: Stage, tagging: Tagging) -> Iterator[Offer]:
    language = stage.session.language.code
    for label in stage.recent.ordered(stage.desk.codebook.labels_of("entity")):
        title = stage.say("annotate.offer.tag", label=label.name.of(language))
        yield Offer(title, _words(label), label.key or "", partial(tagging.tag, label, beside=False))


def _known(stage: Stage, tagging: Tagging) -> Iterator[Offer]:
    """Entries that the words at the caret may be tagged as, in one act."""
    labels = {label.id for label in stage.desk.codebook.labels_of("entity") if label.links_to_registry}
    known = [entry for entry in stage.desk.names.entries.values() if entry.label in labels]
    for entry in sorted(known, key=lambda e: (len(e.name_ar), e.name_ar))[:_MOST_ENTRIES]:
        title = stage.say("annotate.offer.known", name=entry.name_ar)
        yield Offer(title, " ".join(entry.names), entry.label, partial(tagging.tag_known, entry))


def _subtypes(stage: Stage) -> Iterator[Offer]:
    active = stage.active
    label = stage.desk.codebook.label(active.kind, active.label) if active else None
    if active is None or label is None:
        return
    for subtype in label.subtypes:
        title = stage.say("annotate.offer.subtype", subtype=subtype.name.of(stage.session.language.code))
        words = f"{subtype.id} {subtype.name.ar} {subtype.name.en}"
        gesture = partial(stage.desk.set_attributes, stage.article, _of_label(stage, active), "subtype", subtype.id)
        yield Offer(title, words, subtype.id, partial(stage.do, gesture))


def _attributes(stage: Stage) -> Iterator[Offer]:
    active, language = stage.active, stage.session.language.code
    if active is None:
        return
    for rule in stage.desk.codebook.attributes_of(active.kind, active.label):
        for value, words, title in _values(stage, rule):
            gesture = partial(stage.desk.set_attributes, stage.article, _able(stage, rule.name), rule.name, value)
            name = stage.say("annotate.offer.attribute", name=rule.title.of(language), value=title)
            found = f"{rule.name} {value} {words} {rule.title.ar} {rule.title.en}"
            yield Offer(name, found, value, partial(stage.do, gesture))


def _of_label(stage: Stage, active: Annotation) -> list[str]:
    """Those of the selected ones that have the label of the active one: a subtype belongs to it alone."""
    known = stage.article.annotations
    return [one for one in stage.targets if (known[one].kind, known[one].label) == (active.kind, active.label)]


def _able(stage: Stage, attribute: str) -> list[str]:
    """Those of the selected ones that the codebook lets have an attribute."""
    known, codebook = stage.article.annotations, stage.desk.codebook
    return [i for i in stage.targets if codebook.attribute(known[i].kind, known[i].label, attribute) is not None]


def _values(stage: Stage, rule: AttributeRule) -> Iterator[tuple[str, str, str]]:
    """Values that can be chosen: as stored, as found by typing, as shown."""
    if rule.type == "boolean":
        for value in ("true", "false"):
            title = stage.say(f"annotate.attribute.{value}")
            yield value, title, title
    elif rule.type == "choice":
        for value, titles in zip_longest(rule.values, rule.value_titles[: len(rule.values)]):
            shown = titles.of(stage.session.language.code) if titles is not None else value
            yield value, f"{titles.ar} {titles.en}" if titles is not None else value, shown


def _entry(stage: Stage, annotation_id: str, entry: Entry) -> Offer:
    chosen = stage.targets if annotation_id in stage.targets else (annotation_id,)
    gesture = partial(stage.desk.link_known, stage.article, chosen, entry.id)
    title = stage.say("annotate.offer.entry", name=entry.name_ar)
    return Offer(title, " ".join(entry.names), entry.label, partial(stage.do, gesture))


def _candidates(stage: Stage, framing: Framing) -> Iterator[Offer]:
    draft = stage.state.frame
    if draft is None:
        return
    for annotation in sorted(stage.article.annotations.values(), key=lambda a: a.start):
        if annotation.kind in draft.part.fillers and annotation.id != draft.frame.id:
            letters = annotation.surface(stage.text)[:60]
            yield Offer(letters, annotation.label, annotation.label, partial(framing.put_annotation, annotation.id))


def _frame_labels(stage: Stage, framing: Framing) -> Iterator[Offer]:
    draft = stage.state.frame
    if draft is None:
        return
    language = stage.session.language.code
    for label in stage.recent.ordered(stage.desk.codebook.labels_of(draft.frame.kind)):
        title = stage.say("annotate.offer.type", label=label.name.of(language))
        yield Offer(title, _words(label), "", partial(framing.relabel, label.id))


def _words(label: Label) -> str:
    return f"{label.id} {label.name.ar} {label.name.en}"
