"""A rich made-up reading of the first seed article, for pictures and tests."""

from itertools import count

from annotator.model.span import Span
from annotator.ui.reader.marks import Link, Mark, MarkKind, MarkStyle

SPEAKER = "#0B5FA5"
_ENTITIES = (
    ("PER", "الرئيس الروسي فلاديمير بوتين"), ("TITLE", "الرئيس الروسي"), ("GPE", "الروسي"),
    ("DATE", "اليوم الخميس 4 يوليو 2024"), ("ORG", "حركة طالبان"), ("ORG", "ممثلي طالبان"), ("ORG", "طالبان"),
    ("GPE", "روسيا"), ("ORG", "موقع روسيا اليوم"), ("PER", "مندوب روسيا الدائم لدى الأمم المتحدة فاسيلي نيبينزيا"),
    ("TITLE", "مندوب روسيا الدائم لدى الأمم المتحدة"), ("ORG", "الأمم المتحدة"), ("GPE", "الولايات المتحدة"),
    ("PER", "بوتين"), ("GPE", "موسكو"), ("GPE", "أوكرانيا"), ("ORG", "منظمة شنغهاي للتعاون"), ("ORG", "شنغهاي"),
)  # fmt: skip
_EVENTS = ("الحرب ضد الإرهاب", "استبعاد حركة طالبان من قائمة الإرهابيين", "استئناف الحوار", "الانتخابات الرئاسية")
_CUES = ("أكد", "وأضاف", "وقال", "وأشار", "وتساءل")
_QUOTES = (
    "أن حركة طالبان حليفة لروسيا في الحرب ضد الإرهاب",
    (
        "حركة طالبان تسيطر على السلطة في البلاد وبهذا المعنى فإن طالبان بالطبع حلفاء لنا في الحرب ضد الإرهاب"
        "، لأن أي حكومة مهتمة باستقرار الدولة"
    ),
    "علينا أن ننتظر حتى ظهور الإدارة الجديدة، لنفهم ما هي تفضيلاتهم ووجهات نظرهم، وما إذا كانت لديهم الرغبة في التحدث",
)


def find(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return Span(start, start + len(words))


def rich_marks(text: str) -> list[Mark]:
    """Nested entities, quotes, events, cues, a region and a suggestion over seed 000."""
    ids = (f"m{number}" for number in count())
    marks: list[Mark] = []

    def add(kind: MarkKind, label: str, span: Span, style: MarkStyle = "solid") -> None:
        colour = label if kind == "entity" else kind.upper()
        speaker = SPEAKER if kind == "quote" else None
        chip = "" if kind in ("cue", "region") else label
        marks.append(Mark(next(ids), kind, label, (span,), chip, colour, style, speaker))

    for label, words in _ENTITIES:
        at = text.find(words)
        while at >= 0:
            add("entity", label, Span(at, at + len(words)))
            at = text.find(words, at + len(words))
    for words in _EVENTS:
        add("event", "حدث", find(text, words))
    for words in _CUES:
        add("cue", "CUE", find(text, words))
    for words in _QUOTES:
        add("quote", "اقتباس", find(text, words))
    add("region", "HEADLINE", find(text, "تحالف روسيا وطالبان"))
    add("entity", "GPE", find(text, "الجانب الأمريكي"), "suggestion")
    return marks


def rich_links(marks: list[Mark]) -> list[Link]:
    """Speakers of the quotes, participants of the events."""
    quotes = [mark for mark in marks if mark.kind == "quote"]
    events = [mark for mark in marks if mark.kind == "event"]
    people = [mark for mark in marks if mark.label == "PER"]
    bodies = [mark for mark in marks if mark.label == "ORG"]
    links = [Link(f"q{n}", quote.id, people[0].id, "قائل", "QUOTE") for n, quote in enumerate(quotes)]
    for n, event in enumerate(events[:3]):
        near = min(bodies, key=lambda mark: abs(mark.start - event.start))
        links.append(Link(f"e{n}", event.id, near.id, "هدف", "EVENT"))
    links.append(Link("e9", events[1].id, people[-1].id, "فاعل", "EVENT"))
    return links
