"""What the tables of quotes and of events say in each column, on the screen and copied."""

from collections.abc import Callable, Iterable, Sequence

import msgspec

from annotator.model.codebook import Codebook
from annotator.text.bidi import strip_controls
from annotator.ui.pages.annotate.marks_of import short_label
from annotator.ui.pages.sheet import Column
from annotator.ui.session import Session
from annotator.work.desk import Desk
from annotator.work.frame_lines import Filler, FrameLine

_LINKS = ("continues", "nested_in")
_LONGEST_LINK = 24
_LONGEST_TIP = 600

Cell = Callable[[FrameLine], str]


class Layout(msgspec.Struct, frozen=True):
    """The columns of one table.

    ``roles`` names for each column the role that it shows ("" for none), ``chip`` is the column that begins with the
    label, if any; ``copied`` are heading and words of the columns that a copy holds, which has no chips and no tips.
    """

    columns: tuple[Column, ...]
    roles: tuple[str, ...]
    chip: int | None
    copied: tuple[tuple[str, Cell], ...]


class FrameWords:
    """Words for lines of both tables, in the language of the interface."""

    def __init__(self, session: Session, desk: Desk) -> None:
        self._session = session
        self._desk = desk
        self._language = session.language.code

    @property
    def codebook(self) -> Codebook:
        """Read anew each time: it may change while the table is open."""
        return self._desk.codebook

    def quotes(self) -> Layout:
        """Content, cue, speaker and entry, form, act, remarks."""
        say, speaker = self._session.say, self._role_title("quote", "speaker")
        columns = (
            _column(say("annotate.table.content"), self._letters, tip=_whole),
            _column(self._role_title("quote", "cue"), lambda line: _line(line.cue), 104),
            _column(speaker, self._shown("speaker"), 176),
            _column(say("annotate.table.entry"), self._entries, 144),
            _column(say("annotate.label_of.quote"), self._label, 80),
            _column(self._attribute_title("quote", "act"), lambda line: self._value(line, "act"), 96),
            _column(say("annotate.table.remarks"), self._remarks, 160),
        )
        copied = (
            *self._places(),
            (say("annotate.table.content"), _whole_line),
            (self._role_title("quote", "cue"), lambda line: _line(line.cue)),
            (speaker, lambda line: self._joined(_line(one.letters) for one in line.of("speaker"))),
            (say("annotate.table.status"), lambda line: self._joined(map(self._status, line.of("speaker")))),
            (say("annotate.table.entry"), self._entries),
            (say("annotate.label_of.quote"), self._label),
            (self._attribute_title("quote", "act"), lambda line: self._value(line, "act")),
            (say("annotate.table.closed"), lambda line: self._yes_or_no(line.annotation.closed)),
            (say("annotate.table.continues"), lambda line: _line(line.continues)),
            (say("annotate.table.nested_in"), lambda line: _line(line.nested_in)),
        )
        return Layout(columns, ("", "cue", "speaker", "", "", "", ""), None, copied)

    def events(self) -> Layout:
        """Trigger, type with its sort, and each role of the codebook."""
        say = self._session.say
        rules = [rule for rule in self.codebook.roles if "event" in rule.kinds and not rule.between]
        roles = [(rule.name, rule.title.of(self._language)) for rule in rules]
        columns = (
            _column(say("annotate.table.trigger"), self._letters, tip=_whole),
            _column(say("annotate.label_of.event"), self._subtype, tip=self._type),
            *(_column(title, self._shown(name)) for name, title in roles),
        )
        copied = (
            *self._places(),
            (say("annotate.table.trigger"), _whole_line),
            (say("annotate.label_of.event"), self._label),
            (say("annotate.inspector.subtype"), self._subtype),
            *((title, self._filled(name)) for name, title in roles),
        )
        return Layout(columns, ("", "", *(name for name, _ in roles)), 1, copied)

    def chip(self, line: FrameLine) -> str:
        """The word on the chip of an event's type or a quote's form."""
        annotation = line.annotation
        return short_label(self.codebook, annotation.kind, annotation.label, self._session.language)

    def fillers(self, line: FrameLine, role: str) -> str:
        """Who fills a role, each with the status that says why it is not named here."""
        return self._joined(self._filler(one) for one in line.of(role))

    # --- cells

    def _shown(self, role: str) -> Cell:
        """Who fills a role, or the word that says that somebody must."""
        missing = self._session.say("annotate.table.missing")
        return lambda line: missing if role in line.missing else self.fillers(line, role)

    def _filled(self, role: str) -> Cell:
        return lambda line: self.fillers(line, role)

    def _filler(self, filler: Filler) -> str:
        words = _line(filler.letters) or self._entry(filler)
        if filler.status == "explicit":
            return words
        status = self._status(filler)
        return f"{words} · {status}" if words else status

    def _status(self, filler: Filler) -> str:
        return self._session.say(f"annotate.status_of.{filler.status}")

    def _entries(self, line: FrameLine) -> str:
        return self._joined(filter(None, map(self._entry, line.of("speaker"))))

    def _entry(self, filler: Filler) -> str:
        entry = self._desk.names.entry(filler.entry)
        return _line(entry.name_ar) if entry is not None else filler.entry or ""

    def _letters(self, line: FrameLine) -> str:
        return _line(line.letters)

    def _label(self, line: FrameLine) -> str:
        label = self.codebook.label(line.annotation.kind, line.annotation.label)
        return label.name.of(self._language) if label is not None else line.annotation.label

    def _subtype(self, line: FrameLine) -> str:
        label = self.codebook.label(line.annotation.kind, line.annotation.label)
        value = line.annotation.value("subtype") or ""
        known = (
            one.name.of(self._language) for one in (label.subtypes if label is not None else ()) if one.id == value
        )
        return next(known, value)

    def _type(self, line: FrameLine) -> str:
        return " · ".join(filter(None, (self._label(line), self._subtype(line))))

    def _value(self, line: FrameLine, name: str) -> str:
        value = line.annotation.value(name) or ""
        rule = self.codebook.attribute(line.annotation.kind, line.annotation.label, name)
        if rule is None or value not in rule.values:
            return value
        titles, place = rule.value_titles, rule.values.index(value)
        return titles[place].of(self._language) if place < len(titles) else value

    def _remarks(self, line: FrameLine) -> str:
        say = self._session.say
        told = [] if line.annotation.closed else [say("annotate.table.unclosed")]
        for name, letters in ((link, getattr(line, link)) for link in _LINKS):
            if letters:
                told.append(say(f"annotate.table.{name}_which", letters=_cut(_line(letters), _LONGEST_LINK)))
        return " · ".join(told)

    def _places(self) -> tuple[tuple[str, Cell], ...]:
        say = self._session.say
        return (
            (say("annotate.table.start"), lambda line: str(line.annotation.start)),
            (say("annotate.table.end"), lambda line: str(line.annotation.end)),
        )

    # --- words

    def _role_title(self, kind: str, name: str) -> str:
        rule = self.codebook.role(kind, name)
        return rule.title.of(self._language) if rule is not None else name

    def _attribute_title(self, kind: str, name: str) -> str:
        rules = (one for one in self.codebook.attributes if one.name == name and kind in one.kinds)
        return next((rule.title.of(self._language) for rule in rules), name)

    def _yes_or_no(self, yes: bool) -> str:
        return self._session.say(f"annotate.attribute.{'true' if yes else 'false'}")

    def _joined(self, words: Iterable[str]) -> str:
        return ("، " if self._language == "ar" else ", ").join(words)


def copied(layout: Layout, lines: Sequence[FrameLine]) -> str:
    """Lines as tab-separated text with a line of headings, for a spreadsheet."""
    rows = [[heading for heading, _ in layout.copied]]
    rows += [[words(line) for _, words in layout.copied] for line in lines]
    return "".join("\t".join(map(_line, row)) + "\n" for row in rows)


def _column(heading: str, cell: Cell, width: int = 0, *, tip: Cell | None = None) -> Column:
    """A column on the screen, where what turns the direction of letters is left out."""
    return Column(heading, lambda line: strip_controls(cell(line)), width, tip=tip)


def _line(words: str) -> str:
    """Words without what would break a line or a cell, every other character as it stands."""
    return " ".join(words.replace("\t", " ").split("\n"))


def _whole(line: FrameLine) -> str:
    return strip_controls(_cut(line.letters, _LONGEST_TIP))


def _whole_line(line: FrameLine) -> str:
    return _line(line.letters)


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[:longest].rstrip()}…"
