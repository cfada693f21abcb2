"""An open frame as a frozen value: its parts, the one that is worked on, and what each gesture makes of it."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

import msgspec

from annotator.model.annotation import Annotation, Status, Target, with_attribute
from annotator.model.codebook import Codebook, RoleRule, Words
from annotator.model.readings import QUOTE_LINKS
from annotator.model.span import Span, normal_spans
from annotator.suggest.lexicon import Lexicon
from annotator.suggest.quotations import Part as Proposed
from annotator.suggest.quotations import QuoteProposal, nearby_cues, nearby_speakers
from annotator.work.article import OpenArticle
from annotator.work.frames import Filling, Frame
from annotator.work.quote_links import likely_links, proposed_links

CORE: Final = "core"
"""The part that is the quote's content or the event's trigger."""

# What news usually puts into a role comes first among its candidates; everything else the codebook allows follows.
_USUAL: Final = MappingProxyType(
    {
        "place": frozenset({"GPE", "LOC", "FAC"}),
        "time": frozenset({"DATE"}),
        "count": frozenset({"NUM"}),
        "actor": frozenset({"PER", "ORG", "GPE", "NORP"}),
        "recipient": frozenset({"PER", "ORG", "GPE", "NORP"}),
        "victim": frozenset({"PER", "ORG", "GPE", "NORP"}),
        "addressee": frozenset({"PER", "ORG", "GPE", "NORP"}),
        "medium": frozenset({"ORG"}),
    }
)
_NAMELESS: Final[tuple[Status, ...]] = ("anonymous", "collective", "implicit", "unknown")
_TARGETED: Final[tuple[Status, ...]] = ("explicit", "inherited", "implicit", "elsewhere")
_MOST_CANDIDATES: Final = 9


class Part(msgspec.Struct, frozen=True):
    """One line of an open frame; ``symbol`` is the digit that goes to it, ``most`` of ``None`` any number."""

    name: str
    title: Words | None
    symbol: str
    fillers: tuple[str, ...]
    least: int = 0
    most: int | None = None


class Choice(msgspec.Struct, frozen=True):
    """Something that may fill a part: an annotation, bare spans, or a status without a target."""

    filling: Filling


class FrameDraft(msgspec.Struct, frozen=True):
    """A quote or an event on its way; nothing of it is written before it is accepted.

    ``begun`` is the frame as it was opened; ``at`` the place of the part that is worked on; ``choice`` the candidate
    that the arrows stand on, or ``None``. ``linked``: a person has said what the quote continues and stands in, or
    has said so before, and nothing more is proposed.
    """

    frame: Frame
    begun: Frame
    parts: tuple[Part, ...]
    at: int = 0
    choice: int | None = None
    linked: bool = True

    @property
    def part(self) -> Part:
        return self.parts[self.at]

    @property
    def changed(self) -> bool:
        return self.frame != self.begun

    def spans(self) -> tuple[Span, ...]:
        """The pieces of content or trigger."""
        return self.frame.spans

    def pieces(self, part: Part) -> tuple[Filling, ...]:
        """What fills a part, in the order in which it was put there."""
        if part.name == CORE:
            return tuple(Filling(Target(spans=(s,))) for s in self.frame.spans)
        if part.name == "cue":
            return tuple(Filling(Target(spans=(s,))) for s in self.frame.cue)
        if part.name in QUOTE_LINKS:
            other = getattr(self.frame, part.name)
            return (Filling(Target(annotation=other)),) if other else ()
        return tuple(filling for role, filling in self.frame.parts if role == part.name)


def opened(frame: Frame, codebook: Codebook, *, fresh: bool) -> FrameDraft:
    """An open frame; a fresh one counts as changed from the start, so that leaving it writes it."""
    begun = msgspec.structs.replace(frame, spans=()) if fresh else frame
    return FrameDraft(frame=frame, begun=begun, parts=parts_of(frame.kind, frame.label, codebook))


def parts_of(kind: str, label: str, codebook: Codebook) -> tuple[Part, ...]:
    """The lines of a frame: content or trigger, then the roles of the codebook with their digits."""
    core = Part(name=CORE, title=None, symbol="0", fillers=("span",), least=1)
    return (core, *(_part(rule, n) for n, rule in enumerate(codebook.roles_of(kind, label), 1)))


def proposed(proposal: QuoteProposal, codebook: Codebook) -> FrameDraft | None:
    """A fresh quote as proposed, at the part for which nothing was; ``None`` where the codebook knows no quotes."""
    label = codebook.label("quote", proposal.label) or next(iter(codebook.labels_of("quote")), None)
    if label is None:
        return None
    frame = Frame(kind="quote", label=label.id, spans=(proposal.content,), closed=proposal.closed, cue=proposal.cue)
    draft = opened(frame, codebook, fresh=True)
    fillers = {"speaker": proposal.speaker, "addressee": _one(proposal.addressee), "medium": _one(proposal.medium)}
    parts = tuple(
        (part.name, _filling(piece))
        for part in draft.parts
        for piece in fillers.get(part.name, ())
        if piece.annotation is not None or "span" in part.fillers
    )
    rule = codebook.attribute("quote", label.id, "cue_class")
    known = rule is not None and proposal.cue_class in rule.values
    attributes = with_attribute((), "cue_class", *((proposal.cue_class,) if known and proposal.cue_class else ()))
    frame = msgspec.structs.replace(frame, parts=parts, attributes=attributes)
    missing = "cue" if not proposal.cue else "speaker"
    at = next((n for n, part in enumerate(draft.parts) if part.name == missing), 0)
    return msgspec.structs.replace(draft, frame=frame, at=at, linked=False)


def with_links(draft: FrameDraft, article: OpenArticle, lexicon: Lexicon) -> FrameDraft:
    """The quote with what it is likely to continue and to stand in, as long as nobody has said anything of that."""
    known = {part.name for part in draft.parts}
    if draft.linked or not known.issuperset(QUOTE_LINKS):
        return draft
    found = proposed_links(article, draft.frame, lexicon)
    frame = msgspec.structs.replace(draft.frame, continues=found.continues, nested_in=found.nested_in)
    return msgspec.structs.replace(draft, frame=frame)


def relabelled(draft: FrameDraft, label: str, codebook: Codebook) -> FrameDraft:
    """The frame under another label; parts that the new label does not know fall away, and so do its attributes."""
    parts = parts_of(draft.frame.kind, label, codebook)
    names = {part.name for part in parts}
    known = codebook.label(draft.frame.kind, label)
    subtypes = {s.id for s in known.subtypes} if known else set()
    attributes = tuple(
        a
        for a in draft.frame.attributes
        if (a.value in subtypes if a.name == "subtype" else codebook.attribute(draft.frame.kind, label, a.name))
    )
    frame = msgspec.structs.replace(
        draft.frame,
        label=label,
        parts=tuple(p for p in draft.frame.parts if p[0] in names),
        attributes=attributes,
    )
    return msgspec.structs.replace(draft, frame=frame, parts=parts, at=min(draft.at, len(parts) - 1), choice=None)


def at_part(draft: FrameDraft, place: int) -> FrameDraft:
    """The same frame with another part under work; places go round."""
    return msgspec.structs.replace(draft, at=place % len(draft.parts), choice=None)


def at_symbol(draft: FrameDraft, symbol: str) -> FrameDraft:
    """Go to the part with that digit; the same frame where there is none."""
    place = next((n for n, part in enumerate(draft.parts) if part.symbol == symbol), draft.at)
    return at_part(draft, place)


def put(draft: FrameDraft, filling: Filling, *, further: bool = False) -> FrameDraft:
    """Put something into the part under work.

    Content, trigger and cue take spans: they replace what stands there, or join it with ``further``. A part that
    takes one filler replaces it; one that takes several gets one more.
    """
    part = draft.part
    if part.name in (CORE, "cue"):
        before = draft.pieces(part) if further else ()
        spans = normal_spans((*(s for f in before for s in f.target.spans), *filling.target.spans))
        return _with_spans(draft, spans) if spans else draft
    if part.name in QUOTE_LINKS:
        other = filling.target.annotation
        return _said(_with(draft, **{part.name: other})) if other else draft
    others = tuple(p for p in draft.frame.parts if p != (part.name, filling))
    if part.most == 1:
        others = tuple(p for p in others if p[0] != part.name)
    if filling.status == "explicit":
        others = tuple(p for p in others if p[0] != part.name or not p[1].target.empty)
    else:
        others = tuple(p for p in others if p[0] != part.name) if filling.target.empty else others
    return _with(draft, parts=(*others, (part.name, filling)))


def take_out(draft: FrameDraft, *, everything: bool = False) -> FrameDraft:
    """The part under work without its last piece, or without any; content and trigger keep their last one."""
    part = draft.part
    pieces = draft.pieces(part)
    if not pieces:
        return draft
    if part.name in (CORE, "cue"):
        spans = () if everything else tuple(s for f in pieces[:-1] for s in f.target.spans)
        return draft if part.name == CORE and not spans else _with_spans(draft, spans)
    if part.name in QUOTE_LINKS:
        return _said(_with(draft, **{part.name: None}))
    gone = pieces if everything else pieces[-1:]
    return _with(draft, parts=tuple(p for p in draft.frame.parts if p[0] != part.name or p[1] not in gone))


def with_next_status(draft: FrameDraft) -> FrameDraft:
    """The part's last filler with the next status that a filler with a target can have."""
    pieces = draft.pieces(draft.part)
    if draft.part.name in (CORE, "cue", *QUOTE_LINKS) or not pieces or pieces[-1].target.empty:
        return draft
    place = _TARGETED.index(pieces[-1].status) if pieces[-1].status in _TARGETED else 0
    turned = msgspec.structs.replace(pieces[-1], status=_TARGETED[(place + 1) % len(_TARGETED)])
    before = (draft.part.name, pieces[-1])
    return _with(draft, parts=tuple((draft.part.name, turned) if p == before else p for p in draft.frame.parts))


def choices(draft: FrameDraft, article: OpenArticle, caret: int, lexicon: Lexicon) -> tuple[Choice, ...]:
    """What may fill the part under work, the likeliest first, at most nine: one for each digit."""
    part = draft.part
    if part.name == CORE:
        return ()
    content = draft.frame.spans[0]
    if part.name == "cue":
        cues = nearby_cues(article.text, content, lexicon, article.annotations.values())
        found = [Filling(Target(spans=pieces)) for pieces in cues]
        return tuple(map(Choice, found[:_MOST_CANDIDATES]))
    mentions = _mentions(draft, article, part, caret=caret, lexicon=lexicon)
    taken = {f.target.annotation for f in draft.pieces(part)}
    near = [Filling(Target(annotation=a.id)) for a in mentions if a.id not in taken]
    nameless: Sequence[Status] = _NAMELESS if "status" in part.fillers else ()
    rows = (*near[: _MOST_CANDIDATES - len(nameless) if nameless else _MOST_CANDIDATES],)
    return tuple(map(Choice, (*rows, *(Filling(status=status) for status in nameless))))


def _mentions(
    draft: FrameDraft, article: OpenArticle, part: Part, *, caret: int, lexicon: Lexicon
) -> tuple[Annotation, ...]:
    content = draft.frame.spans[0]
    fitting = [
        a
        for a in article.annotations.values()
        if a.kind in part.fillers and a.id != draft.frame.id and (part.name not in QUOTE_LINKS or a.kind == "quote")
    ]
    if part.name == "speaker":
        return nearby_speakers(article.text, content, fitting, lexicon)
    likely = likely_links(article, draft.frame, part.name) if part.name in QUOTE_LINKS else ()
    # Where the caret has been taken elsewhere, a person points at what stands there.
    middle = caret if abs(caret - content.start) > content.length else content.start
    wanted = _USUAL.get(part.name, frozenset())

    def rank(mention: Annotation) -> tuple[int, bool, int, str]:
        first = likely.index(mention.id) if mention.id in likely else len(likely)
        return first, bool(wanted) and mention.label not in wanted, abs(mention.start - middle), mention.id

    return tuple(sorted(fitting, key=rank))


def _one(piece: Proposed | None) -> tuple[Proposed, ...]:
    return () if piece is None else (piece,)


def _filling(piece: Proposed) -> Filling:
    return Filling(Target(annotation=piece.annotation, spans=piece.spans), piece.status)


def _part(rule: RoleRule, number: int) -> Part:
    return Part(
        name=rule.name,
        title=rule.title,
        symbol=rule.symbol or (str(number) if number <= _MOST_CANDIDATES else ""),
        fillers=rule.fillers,
        least=rule.least,
        most=rule.most,
    )


def _with(draft: FrameDraft, **fields: object) -> FrameDraft:
    return msgspec.structs.replace(draft, frame=msgspec.structs.replace(draft.frame, **fields), choice=None)


def _said(draft: FrameDraft) -> FrameDraft:
    """The draft after a person's own word on a link."""
    return msgspec.structs.replace(draft, linked=True)


def _with_spans(draft: FrameDraft, spans: tuple[Span, ...]) -> FrameDraft:
    return _with(draft, **{"spans" if draft.part.name == CORE else "cue": spans})
