"""What the label strip shows in each state: labels with their digits, or the parts of the open frame."""

from types import MappingProxyType
from typing import Final

from annotator.model.codebook import Codebook
from annotator.ui.actions import first_key, shown_keys
from annotator.ui.pages.annotate.frame_draft import CORE, FrameDraft
from annotator.ui.pages.annotate.marks_of import KIND_COLOURS, short_label
from annotator.ui.pages.annotate.modes import State
from annotator.ui.panels.label_strip import Key
from annotator.ui.session import Session

_KINDS: Final = MappingProxyType({"quote": "quote.open", "event": "event.open", "region": "region.make"})


def strip_keys(state: State, codebook: Codebook, session: Session, writable: bool) -> tuple[Key, ...]:
    """The places of the strip; their ids are ids of commands."""
    if state.frame is not None:
        return _parts(state.frame, session)
    language, keymap = session.language.code, session.actions.keymap
    labels = [label for label in codebook.labels_of("entity") if label.key and label.key.isdigit()]
    keys = [
        Key(
            id=f"tag.{label.key}",
            key=first_key(keymap.find(f"tag.{label.key}")),
            word=short_label(codebook, "entity", label.id, session.language),
            colour=label.id,
            tooltip=f"{label.name.of(language)} ({shown_keys(keymap.find(f'tag.{label.key}'))})",
            on=state.armed == label.id,
            filled=writable,
        )
        for label in labels
    ]
    for kind, command_id in _KINDS.items():
        command = keymap.find(command_id)
        word = session.say(f"annotate.kinds.{kind}")
        keys.append(
            Key(
                id=command_id,
                key=first_key(command),
                word=word,
                colour=KIND_COLOURS[kind],
                tooltip=f"{word} ({shown_keys(command)})",
                filled=writable,
            )
        )
    return tuple(keys)


def _parts(draft: FrameDraft, session: Session) -> tuple[Key, ...]:
    language, kind = session.language.code, draft.frame.kind
    keys = []
    for place, part in enumerate(draft.parts):
        core = part.name == CORE or part.title is None
        word = session.say(f"annotate.frame.core.{kind}") if core or not part.title else part.title.of(language)
        command = session.actions.keymap.find(f"part.{part.symbol}") if part.symbol.isdigit() else None
        keys.append(
            Key(
                id=f"part.{part.symbol}",
                key=first_key(command) if command else "",
                word=word,
                colour=KIND_COLOURS["cue" if part.name == "cue" else kind],
                tooltip=f"{word} ({shown_keys(command)})" if command else word,
                on=place == draft.at,
                filled=bool(draft.pieces(part)),
            )
        )
    return tuple(keys)
