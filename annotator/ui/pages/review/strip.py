"""What the strip below the page shows: whose version each digit takes, and the other keys of a decision."""

from types import MappingProxyType
from typing import Final

from annotator.model.codebook import Codebook
from annotator.ui.actions import first_key, shown_keys, title_of
from annotator.ui.pages.annotate.marks_of import KIND_COLOURS, short_label
from annotator.ui.pages.review.sitting import ReviewSitting
from annotator.ui.panels.label_strip import Key
from annotator.ui.session import Session

_DECISIONS: Final = ("union", "intersection", "none", "edit", "add", "comment", "gap", "clause")
_MAKING: Final = MappingProxyType({"quote": "quote.open", "event": "event.open", "region": "region.make"})
_MOST: Final = 9


def decision_keys(session: Session, sitting: ReviewSitting) -> tuple[Key, ...]:
    """The places of the strip while a case is active; their ids are ids of commands."""
    view = sitting.view
    authors = sitting.article.authors[:_MOST]
    taken = view.decision.taken if view is not None and view.decision is not None else None
    keys = []
    for number, author in enumerate(authors, 1):
        says = view is not None and view.case.members[number - 1] is not None
        name = sitting.name_of(author)
        command = session.actions.keymap.find(f"review.take.{number}")
        keys.append(
            Key(
                id=command.id,
                key=first_key(command),
                word=name,
                colour="",
                tooltip=f"{name} ({shown_keys(command)})",
                on=author == taken,
                filled=says,
            )
        )
    appealed = view is not None and view.state == "appealed"
    names = (*(("uphold",) if appealed else ()), *_DECISIONS)
    return (*keys, *(_decision(session, name) for name in names))


def making_keys(session: Session, codebook: Codebook, *, label: str | None, kinds: bool) -> tuple[Key, ...]:
    """The places of the strip while a version is made: labels, other kinds, and how it ends."""
    language, keymap = session.language, session.actions.keymap
    labels = codebook.labels_of("entity") if kinds or codebook.label("entity", label or "") else ()
    keys = [
        Key(
            id=f"tag.{one.key}",
            key=first_key(keymap.find(f"tag.{one.key}")),
            word=short_label(codebook, "entity", one.id, language),
            colour=one.id,
            tooltip=f"{one.name.of(language.code)} ({shown_keys(keymap.find(f'tag.{one.key}'))})",
            on=one.id == label,
        )
        for one in labels
        if one.key and one.key.isdigit()
    ]
    if kinds:
        for kind, command_id in _MAKING.items():
            command = session.actions.keymap.find(command_id)
            word = session.say(f"annotate.kinds.{kind}")
            colour, on = KIND_COLOURS[kind], label == kind
            tip = f"{word} ({shown_keys(command)})"
            keys.append(Key(id=command_id, key=first_key(command), word=word, colour=colour, tooltip=tip, on=on))
    for name in ("accept", "drop"):
        command = session.actions.keymap.find(f"review_edit.{name}")
        word = session.say(f"review.strip.{name}")
        keys.append(
            Key(
                id=command.id,
                key=first_key(command).replace("Enter", "⏎"),
                word=word,
                colour="",
                tooltip=title_of(command, session.language),
            )
        )
    return tuple(keys)


def _decision(session: Session, name: str) -> Key:
    command = session.actions.keymap.find(f"review.{name}")
    title = title_of(command, session.language)
    return Key(
        id=command.id,
        key=first_key(command),
        word=session.say(f"review.strip.{name}"),
        colour="",
        tooltip=f"{title} ({shown_keys(command)})",
    )
