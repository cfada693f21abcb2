"""How alike a mention and a registry entry are: by their names, by what the article said before, by spelling."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

import msgspec

from annotator.model.annotation import Annotation
from annotator.model.registry import EntryKind
from annotator.suggest.forms import Form, Forms, NameWords

How = Literal["exact", "folded", "clitic", "context", "name", "part", "fuzzy"]

# Weights, 0 to 100. A new entry stands at 70: what weighs less is less likely than that.
_SAME_CORE: Final = 95.0
_OTHER_SORT: Final = 62.0
_SAME_SKELETON: Final = 92.0
_SURNAME: Final = 90.0
_FIRST_NAME: Final = 74.0
_PART: Final = 60.0
_PART_SPREAD: Final = 25.0
_PART_HEAD: Final = 6.0
_WIDER: Final = 46.0
_WIDER_SPREAD: Final = 25.0
_WIDER_HEAD: Final = 10.0
_SPELLING: Final = 12.0

_SAME_BEFORE: Final = 98.0
_CORE_BEFORE: Final = 94.0
_POINTS_BACK: Final = 93.0
_OWN_COUNTRY: Final = 95.0
_COUNTRY_BEFORE: Final = 90.0
_SORT_BACK: Final = 86.0
_MENTIONED: Final = 44.0
_LATER: Final = 2.0
_LEAST_LETTERS: Final = 4
_LEAST_PEOPLE: Final = 3

_ACT: Final = 52.0
_ACT_SPREAD: Final = 40.0
_ACT_OTHER_WORD: Final = 30.0
_ACT_OTHER_SPREAD: Final = 40.0
_ACT_ONE_WORD: Final = 68.0
_ACT_BEFORE: Final = 78.0
_ACT_BEFORE_SPREAD: Final = 16.0
_ACT_ANOTHER: Final = 64.0
_ACT_ANOTHER_SPREAD: Final = 28.0
_ACT_POINTS_BACK: Final = 66.0

_FOLLOWING: Final = 70
_LEADING: Final = 12


class Named(msgspec.Struct, frozen=True):
    """An entry by its label and its names taken apart."""

    label: str
    kind: EntryKind
    forms: tuple[Form, ...]


class Linked(msgspec.Struct, frozen=True):
    """A mention of the article that has an entry; ``around`` are the stems that follow it."""

    start: int
    label: str
    entry: str
    form: Form
    around: frozenset[str]
    subtype: str | None = None


class Context(msgspec.Struct, frozen=True):
    """What the article says besides the letters of a mention.

    ``linked`` are its other mentions that have an entry, the likeliest to be meant first: the nearest before it, then
    those behind. ``around`` are the stems beside it. ``event``: it is the trigger of an event.
    """

    linked: tuple[Linked, ...] = ()
    around: frozenset[str] = frozenset()
    event: bool = False


NOTHING: Final = Context()


def context_of(text: str, annotations: Iterable[Annotation], mention: Annotation, forms: Forms) -> Context:
    """What an article says round one of its mentions; costs some microseconds for each that is linked."""
    others = [a for a in annotations if a.entry and a.id != mention.id]
    others.sort(key=lambda a: (a.start > mention.start, abs(a.start - mention.start), a.id))
    linked = tuple(_linked(text, a, forms) for a in others)
    return Context(linked, _around(text, mention, forms), mention.kind == "event")


def _linked(text: str, mention: Annotation, forms: Forms) -> Linked:
    return Linked(
        start=mention.start,
        label=mention.label,
        entry=mention.entry or "",
        form=forms.of(mention.surface(text)),
        around=_around(text, mention, forms) if mention.kind == "event" else frozenset(),
        subtype=mention.value("subtype"),
    )


def _around(text: str, mention: Annotation, forms: Forms) -> frozenset[str]:
    """The stems of the sentence's words behind a mention, and of the word or two before it."""
    behind = text[mention.end : mention.end + _FOLLOWING].split("\n", 1)[0].split(". ", 1)[0]
    before = text[max(0, mention.start - _LEADING) : mention.start].rsplit("\n", 1)[-1]
    # A word cut in two by the window is none.
    whole = f"{before.partition(' ')[2]} {behind.rpartition(' ')[0] if len(behind) == _FOLLOWING else behind}"
    return forms.stems(whole)


def by_name(form: Form, named: Named, context: Context) -> Iterator[tuple[How, float]]:
    """What an entry's names say for a mention; nothing where one is an event and the other is not."""
    if (named.kind == "event") != context.event:
        return
    for name in named.forms:
        yield from _of_act(form, name, context.around) if context.event else _of_thing(form, name, named.label)


def _of_thing(form: Form, name: Form, label: str) -> Iterator[tuple[How, float]]:
    mine, theirs = set(form.core), set(name.core)
    if not mine or not theirs or form.joined != name.joined:
        return
    if mine == theirs:
        other_sort = None not in (form.sort, name.sort) and form.sort != name.sort
        yield "name", _OTHER_SORT if other_sort else _SAME_CORE
    elif form.skeleton == name.skeleton and len("".join(form.skeleton)) >= _LEAST_LETTERS - 1:
        yield "name", _SAME_SKELETON
    elif label == "PER":
        bones, others = set(form.skeleton), set(name.skeleton)
        if bones <= others or others <= bones:
            yield "part", _SURNAME if form.skeleton[-1] == name.skeleton[-1] else _FIRST_NAME
    elif mine < theirs:
        yield "part", _PART + _PART_SPREAD * len(mine) / len(theirs) + (_PART_HEAD if form.head == name.head else 0)
    elif theirs < mine:
        yield "part", _WIDER + _WIDER_SPREAD * len(theirs) / len(mine) + (_WIDER_HEAD if form.head == name.head else 0)


def _of_act(form: Form, name: Form, around: frozenset[str]) -> Iterator[tuple[How, float]]:
    """An event is told from others of its kind by the words round its trigger more than by the trigger."""
    theirs = set(name.stems)
    shared = len(theirs & (around | set(form.stems))) / max(len(theirs), 1)
    if len(theirs) == 1:
        if theirs == set(form.stems):
            yield "name", _ACT_ONE_WORD
    elif theirs & set(form.stems):
        yield "name", _ACT + _ACT_SPREAD * shared
    else:
        yield "part", _ACT_OTHER_WORD + _ACT_OTHER_SPREAD * shared


def by_context(
    form: Form, label: str | None, context: Context, entries: Mapping[str, Named], words: NameWords
) -> Iterator[tuple[str, float]]:
    """Entries that the article has named, with what speaks for each that the mention means it again."""
    later: dict[str, int] = {}
    for one in context.linked:
        named = entries.get(one.entry)
        if named is None or (named.kind == "event") != context.event:
            continue
        if label is not None and one.label != label and not _is_country(form, one, words):
            continue
        place = later.setdefault(one.entry, len(later))
        said = _act_again(form, one, context) if context.event else _thing_again(form, one, named, words)
        yield one.entry, said - _LATER * place
    if context.event or form.head not in words.countries:
        return
    if form.owned:
        yield from _own_country(context, entries)
    elif len(form.stems) == 2:
        yield from ((entry, _COUNTRY_BEFORE) for entry in _country_of(form.stems[1:], entries))


def _thing_again(form: Form, one: Linked, named: Named, words: NameWords) -> float:
    if form.key == one.form.key and form.head not in words.countries:
        return _SAME_BEFORE
    if set(form.core) == set(one.form.core) and form.head not in words.countries:
        return _CORE_BEFORE
    if not (form.definite or form.owned) or len(form.stems) > 2:
        return _MENTIONED
    if form.head in words.countries:
        return _COUNTRY_BEFORE if _is_country(form, one, words) and len(form.stems) == 1 else _MENTIONED
    longer = [name for name in named.forms if len(name.stems) > 1]
    if len(form.stems) == 1 and form.head in {one.form.head, *(name.head for name in longer)}:
        return _POINTS_BACK
    sorts = {name.sort for name in longer if name.sort is not None}
    return _SORT_BACK if len(form.stems) == 1 and form.sort in sorts else _MENTIONED


def _act_again(form: Form, one: Linked, context: Context) -> float:
    shared = len(context.around & one.around) / max(min(len(context.around), len(one.around)), 1)
    if set(form.stems) == set(one.form.stems):
        if form.definite:
            return _ACT_BEFORE + _ACT_BEFORE_SPREAD * shared
        return _ACT_ANOTHER + _ACT_ANOTHER_SPREAD * shared
    return (_ACT_POINTS_BACK if form.definite else _MENTIONED) + _ACT_ANOTHER_SPREAD * shared


def _is_country(form: Form, one: Linked, words: NameWords) -> bool:
    return form.head in words.countries and one.label == "GPE" and one.subtype in (None, "COUNTRY")


def _own_country(context: Context, entries: Mapping[str, Named]) -> Iterator[tuple[str, float]]:
    """The country of the people that were named last (``الرئيس الروسي ... بلاده``)."""
    peoples = dict.fromkeys(one.form.core for one in context.linked if one.label == "NORP")
    for place, people in enumerate(peoples):
        yield from ((entry, _OWN_COUNTRY - 2 * _LATER * place) for entry in _country_of(people, entries))


def _country_of(people: tuple[str, ...], entries: Mapping[str, Named]) -> Iterator[str]:
    """Countries named like a people: ``روس`` for روسيا, ``افغان`` for أفغانستان."""
    if len(people) != 1 or len(people[0]) < _LEAST_PEOPLE:
        return
    for entry, named in entries.items():
        cores = [form.core[0] for form in named.forms if len(form.core) == 1]
        like = (one == people[0] or (len(people[0]) > _LEAST_LETTERS and one.startswith(people[0])) for one in cores)
        if named.label == "GPE" and any(like):
            yield entry


def by_spelling(ratio: float) -> float:
    """The weight of letters that are this much alike (0-100)."""
    return ratio - _SPELLING
