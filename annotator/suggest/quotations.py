"""Proposals for an open quote: the attributing word near it and the mention that is likely to speak."""

from collections.abc import Iterable
from typing import Final

from annotator.model.annotation import Annotation
from annotator.model.span import Span
from annotator.text.folding import fold_key
from annotator.text.segmentation import words

_REACH: Final = 240
_WORDS: Final = (
    "قال قالت قالوا قالا يقول تقول يقولون قائلا قائلة قائلين قوله قولها أضاف أضافت أضافوا يضيف تضيف مضيفا مضيفة "
    "تابع تابعت يتابع متابعا متابعة أردف أردفت مردفا استطرد مستطردا واصل واصلت مواصلا صرح صرحت صرحوا يصرح "
    "مصرحا تصريح تصريحات ذكر ذكرت ذكروا يذكر ذاكرا أفاد أفادت أفادوا يفيد مفيدا أورد أوردت أعلن أعلنت أعلنوا "
    "يعلن تعلن معلنا أكد أكدت أكدوا يؤكد تؤكد مؤكدا مؤكدة شدد شددت يشدد مشددا أوضح أوضحت يوضح موضحا موضحة "
    "أشار أشارت يشير تشير مشيرا مشيرة لفت لفتت لافتا لافتة نوه نوهت منوها بين بينت مبينا كشف كشفت يكشف كاشفا "
    "كتب كتبت غرد غردت نشر نقل نقلت نقلا أبلغ أبلغت أخبر أخبرت علق علقت معلقا رد ردت أجاب أجابت مجيبا خاطب "
    "ختم اختتم زعم زعمت يزعم ادعى ادعت يدعي نفى نفت ينفي نافيا حذر حذرت يحذر محذرا حذروا طالب طالبت يطالب "
    "مطالبا دعا دعت يدعو داعيا اعتبر اعتبرت يعتبر معتبرا رأى رأت يرى وصف وصفت يصف واصفا اعترف اعترفت أقر أقرت "
    "تساءل تساءلت سأل سألت اتهم اتهمت متهما توقع توقعت يتوقع متوقعا أعرب أعربت معربا بحسب وفق وفقا حسب"
)
_CUES: Final = frozenset(fold_key(word) for word in _WORDS.split())
_BREAKS: Final = frozenset("\n\u2029")


def nearby_cues(text: str, content: Span) -> tuple[Span, ...]:
    """Attributing words in the paragraph round a quote's content, the likeliest first: before it and near it."""
    low, high = _around(text, content)
    found = [
        Span(low + start + cut, low + end)
        for start, end in words(text[low:high])
        if (cut := _cue_start(text[low + start : low + end])) is not None
        and not (content.start <= low + start < content.end)
    ]
    return tuple(sorted(found, key=lambda cue: _distance(cue, content, behind=2)))


def nearby_speakers(
    content: Span, mentions: Iterable[Annotation], *, cue: Span | None = None
) -> tuple[Annotation, ...]:
    """Mentions that may speak a quote, the likeliest first.

    Arabic news puts the speaker behind the attributing word, so distance counts from there; persons come before
    organisations, posts and states at the same side. Mentions inside the content speak only where nobody else does.
    """
    rank = {"PER": 0, "ORG": 40, "TITLE": 60, "GPE": 90}
    near: list[tuple[int, int, str, Annotation]] = []
    for mention in mentions:
        if mention.kind != "entity" or mention.label not in rank:
            continue
        place = Span(mention.start, mention.end)
        from_cue = _distance(place, cue, behind=1, before=2) if cue else _distance(place, content, behind=2)
        inside = 2_000 if content.overlaps(place) else 0
        near.append((from_cue + rank[mention.label] + inside, mention.start, mention.id, mention))
    return tuple(mention for *_, mention in sorted(near, key=lambda one: one[:3]))


def _cue_start(word: str) -> int | None:
    """How many letters of conjunction stand before a word that attributes; None for any other word."""
    key = fold_key(word)
    if key in _CUES:
        return 0
    return 1 if key[:1] in ("و", "ف") and key[1:] in _CUES else None


def _around(text: str, content: Span) -> tuple[int, int]:
    low = max(0, content.start - _REACH)
    high = min(len(text), content.end + _REACH)
    before = max(text.rfind(mark, low, content.start) for mark in _BREAKS)
    behind = min((at for mark in _BREAKS if (at := text.find(mark, content.end, high)) >= 0), default=high)
    return before + 1 if before >= 0 else low, behind


def _distance(place: Span, goal: Span, *, behind: int = 1, before: int = 1) -> int:
    """Letters between two spans; ``behind`` and ``before`` weigh what follows and what precedes the goal."""
    if place.start >= goal.end:
        return (place.start - goal.end) * behind
    if place.end <= goal.start:
        return (goal.start - place.end) * before
    return 0
