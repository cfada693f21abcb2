"""Labels that came in records and that the codebook does not know: each is mapped to one that it has."""

from functools import partial
from typing import TYPE_CHECKING

from annotator.model.codebook import Label
from annotator.model.revision import Move
from annotator.text.bidi import isolate
from annotator.ui.palette import Offer, Palette
from annotator.work.desk import Desk
from annotator.work.overview import overview

if TYPE_CHECKING:
    from annotator.ui.pages.codebook.page import CodebookPage


def ask_unknown(page: "CodebookPage", desk: Desk) -> None:
    """Ask which of them, then which label of the codebook it is to be; a line of the draft comes of it."""
    say = page.session.say
    moves = [rule for rule in page.draft.rules if isinstance(rule, Move) and rule.what == "label"]
    mapped = {(kind, rule.name) for rule in moves for kind in rule.kinds}
    found = [one for one in overview(desk.project, desk.person).unknown_labels if one[:2] not in mapped]
    if not found:
        page.session.hub.said.emit(say("codebook.map.none"))
        return
    offers = [
        Offer(
            say("codebook.map.label", label=label, n=times),
            f"{label} {kind}",
            say(f"review.kind.{kind}"),
            partial(_ask, page, kind, label),
        )
        for kind, label, times in found
    ]
    hint, nothing = say("codebook.map.which"), say("codebook.none_match")
    Palette(page.window(), offers, hint=hint, nothing=nothing).open_over(page.window())


def _ask(page: "CodebookPage", kind: str, name: str) -> None:
    code, say = page.session.language.code, page.session.say
    offers = [
        Offer(one.name.of(code), f"{one.id} {one.name.ar}", one.id, partial(_map, page, name, one))
        for one in page.draft.now.labels
        if one.kind == kind
    ]
    hint = say("codebook.map.into", label=isolate(name))
    Palette(page.window(), offers, hint=hint, nothing=say("codebook.none_match")).open_over(page.window())


def _map(page: "CodebookPage", name: str, into: Label) -> None:
    path = f"label:{into.kind}:{into.id}"
    page.edit(lambda draft: draft.map_label(into.kind, name, into.id), path)
