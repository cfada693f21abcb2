"""The shipped codebook says what the guideline says and takes a quote and an event of the seed articles."""

import re

import pytest

from annotator import assets
from annotator.model.annotation import ID_LETTER, KINDS, Annotation, Attribute, Relation, Target
from annotator.model.codebook import Codebook, Words
from annotator.model.layer import Layer, LayerKey
from annotator.model.rules import check_annotation, check_layer, check_relation, unfilled_roles
from annotator.model.span import Span
from annotator.work.codebooks import default_codebook

ENTITIES = {
    "PER": ("", "#0B5FA5", "#79BDF5"),
    "ORG": ("GOV MIL ARMED PARTY MEDIA COM IGO NGO", "#8A4600", "#F0B45B"),
    "GPE": ("COUNTRY REGION CITY", "#00694B", "#62D2A8"),
    "LOC": ("", "#4C6A00", "#B4D267"),
    "FAC": ("", "#6B5A2A", "#D8C48A"),
    "NORP": ("", "#A01C5B", "#F59BC4"),
    "TITLE": ("", "#44607F", "#A3BDDB"),
    "DATE": ("DATE TIME DURATION", "#55575E", "#BABDC5"),
    "NUM": ("CARDINAL ORDINAL PERCENT MONEY QUANTITY", "#00676E", "#6BD3DB"),
    "OTHER": ("EVENTNAME LAW PRODUCT WEAPON", "#6D5560", "#D6B9C6"),
}
EVENTS = {
    "AGREE": "promise sign future-meeting",
    "CONSULT": "meet call visit mediate",
    "SUPPORT": "recognise restore-relations appoint-envoy defend",
    "CONCEDE": "delist lift-sanctions release ease",
    "COOPERATE": "join-organisation deal military economic",
    "AID": "economic military humanitarian",
    "RETREAT": "ceasefire withdraw",
    "REQUEST": "demand appeal propose",
    "ACCUSE": "blame complain investigate",
    "REJECT": "refuse veto deny",
    "THREATEN": "warn ultimatum",
    "PROTEST": "demonstrate strike",
    "SANCTION": "list sanction cut-relations expel",
    "MOBILIZE": "deploy alert",
    "COERCE": "arrest trial curfew",
    "ASSAULT": "attack claim-responsibility die injure",
    "STATEMENT": "",
    "OTHER": "elect decree travel",
}
ACE_OF_EVENTS = {
    ("CONSULT", "meet", "Contact.Meet"),
    ("CONSULT", "call", "Contact.Phone-Write"),
    ("SUPPORT", "appoint-envoy", "Personnel.Start-Position"),
    ("CONCEDE", "release", "Justice.Release-Parole"),
    ("PROTEST", "demonstrate", "Conflict.Demonstrate"),
    ("COERCE", "arrest", "Justice.Arrest-Jail"),
    ("COERCE", "trial", "Justice.Trial-Hearing"),
    ("ASSAULT", "attack", "Conflict.Attack"),
    ("ASSAULT", "die", "Life.Die"),
    ("ASSAULT", "injure", "Life.Injure"),
}
COLOURS_OF_KIND = {
    "quote": ("#6A2C91", "#D0A4F2"),
    "event": ("#B3261E", "#FF9A90"),
    "cue": ("#8A3FB0", "#E0B5F5"),
    "region": ("#625E56", "#B8B4AB"),
}
ARABIC = re.compile(r"[\u0621-\u064A]")
SPEAKING = ("entity", "span", "registry", "status")
ARGUING = ("entity", "event", "quote", "span", "registry", "status")


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return default_codebook()


@pytest.fixture(scope="module")
def article() -> str:
    return assets.seed("002_05170beeb1fd3323.txt").read_text(encoding="utf-8")


def test_name_and_version(codebook: Codebook) -> None:
    assert codebook.stamp == "news-ar 1.0"


def test_labels_of_every_kind(codebook: Codebook) -> None:
    ids = {kind: [label.id for label in codebook.labels_of(kind)] for kind in KINDS}
    assert ids == {
        "entity": list(ENTITIES),
        "quote": ["direct", "mixed", "fragment", "indirect"],
        "event": list(EVENTS),
        "cue": ["cue"],
        "region": ["headline", "byline", "dateline", "caption", "boilerplate"],
    }


def test_subtypes(codebook: Codebook) -> None:
    found = {(x.kind, x.id): [s.id for s in x.subtypes] for x in codebook.labels if x.subtypes}
    entities = {("entity", name): row[0].split() for name, row in ENTITIES.items() if row[0]}
    events = {("event", name): row.split() for name, row in EVENTS.items() if row}
    assert found == entities | events


def test_colours_are_those_of_the_page(codebook: Codebook) -> None:
    for label in codebook.labels:
        colours = (label.colours.light, label.colours.dark)
        wanted = ENTITIES[label.id][1:] if label.kind == "entity" else COLOURS_OF_KIND[label.kind]
        assert colours == wanted, label.id
        assert all(re.fullmatch(r"#[0-9A-F]{6}", c) for c in colours), label.id


def test_ten_digits_tag_the_ten_entities(codebook: Codebook) -> None:
    keys = [label.key for label in codebook.labels if label.key is not None]
    assert keys == list("1234567890")
    assert [codebook.label_for_key(key) for key in keys] == list(codebook.labels_of("entity"))


def test_labels_of_the_registry(codebook: Codebook) -> None:
    linked = {label.id for label in codebook.labels if label.links_to_registry}
    assert linked == {"PER", "ORG", "GPE", "LOC", "FAC", "NORP", "OTHER"}


def test_mappings(codebook: Codebook) -> None:
    ace = {
        (label.id, subtype.id, name)
        for label in codebook.labels_of("event")
        for subtype in label.subtypes
        for scheme, name in subtype.mapping
        if scheme == "ACE"
    }
    assert ace == ACE_OF_EVENTS
    plover = {label.id: label.mapping for label in codebook.labels_of("event")}
    own = {"STATEMENT", "OTHER"}
    assert plover == {name: () if name in own else (("PLOVER", name),) for name in EVENTS}
    assert all(any(scheme == "Wojood" for scheme, _ in x.mapping) for x in codebook.labels_of("entity"))


def test_everything_is_said_in_both_languages(codebook: Codebook) -> None:
    for where, words in _all_words(codebook):
        assert ARABIC.search(words.ar), where
        assert words.en.strip(), where
        assert words.ar == words.ar.strip(), where
    definitions = [label.definition for label in codebook.labels]
    assert len({d.ar for d in definitions}) == len({d.en for d in definitions}) == len(definitions)
    assert all(len(d.ar) > 60 and len(d.en) > 60 for d in definitions)


def _all_words(codebook: Codebook) -> list[tuple[str, Words]]:
    found = [("title", codebook.title)]
    for label in codebook.labels:
        found += [(label.id, label.name), (label.id, label.definition)]
        found += [(f"{label.id}/{s.id}", s.name) for s in label.subtypes]
        found += [(label.id, e.remark) for e in label.examples if e.remark is not None]
    for rule in codebook.attributes:
        found += [(rule.name, rule.title), *((rule.name, title) for title in rule.value_titles)]
    return found + [(role.name, role.title) for role in codebook.roles]


def test_examples_mark_what_is_tagged(codebook: Codebook) -> None:
    for label in codebook.labels:
        assert 2 <= len(label.examples) <= 3, label.id
        for example in label.examples:
            assert re.fullmatch(r"[^\[\]]*(\[[^\[\]]+\][^\[\]]*)+", example.text), example.text
            pieces = re.findall(r"\[([^\[\]]+)\]", example.text)
            assert all(piece == piece.strip() for piece in pieces), example.text


def test_entity_examples_leave_the_attached_letter_outside(codebook: Codebook) -> None:
    texts = [e.text for label in codebook.labels_of("entity") for e in label.examples]
    assert any(re.search(r"(?<!\w)[وفبكل]\[", text) for text in texts)
    assert not any(re.search(r"\[ل?لل", text) for text in texts)


def test_remarks_name_only_subtypes_and_values_that_exist(codebook: Codebook) -> None:
    values = {(a.name, v) for a in codebook.attributes for v in a.values}
    named = {(label.id, s.id) for label in codebook.labels for s in label.subtypes}
    choices = {a.name for a in codebook.attributes if a.type == "choice"}
    said = [words for _, words in _all_words(codebook)]
    for sentence in [text for words in said for text in (words.ar, words.en)]:
        for name, value in re.findall(r"\b([a-z_]+)=([A-Za-z-]+)", sentence):
            assert name not in choices or (name, value) in values, sentence
        for label, subtype in re.findall(r"\b([A-Z]{3,})/([A-Za-z-]+)", sentence):
            assert (label, subtype) in named, sentence
    for label in codebook.labels:
        for remark in (e.remark for e in label.examples if e.remark is not None):
            said_subtypes = re.findall(r"^نوعه ([\w-]+)", remark.ar) + re.findall(r"^Subtype ([\w-]+)", remark.en)
            assert {(label.id, s) for s in said_subtypes} <= {(label.id, s.id) for s in label.subtypes}, remark.en


def test_attributes(codebook: Codebook) -> None:
    of = {
        ("entity", "PER"): ["mention", "metonymy", "certainty", "foreign_id"],
        ("entity", "DATE"): ["mention", "metonymy", "certainty", "value", "value_as_written", "foreign_id"],
        ("entity", "NUM"): ["mention", "metonymy", "certainty", "value", "unit", "approx", "foreign_id"],
        ("quote", "direct"): ["certainty", "act", "cue_class", "polarity", "foreign_id"],
        ("event", "ASSAULT"): ["certainty", "polarity", "modality", "genericity", "foreign_id"],
        ("cue", "cue"): ["certainty", "foreign_id"],
        ("region", "headline"): ["certainty", "foreign_id"],
    }
    assert {key: [a.name for a in codebook.attributes_of(*key)] for key in of} == of
    for rule in codebook.attributes:
        assert len(rule.value_titles) == len(rule.values) == len(set(rule.values)), rule.name
        assert bool(rule.values) == (rule.type == "choice"), rule.name
        assert all(codebook.label(kind, label) for kind in rule.kinds for label in rule.labels), rule.name


def test_roles(codebook: Codebook) -> None:
    quote = [(r.name, r.fillers, r.least, r.most, r.symbol) for r in codebook.roles_of("quote", "direct")]
    assert quote == [
        ("cue", ("cue",), 0, 1, "1"),
        ("speaker", SPEAKING, 1, None, "2"),
        ("addressee", SPEAKING, 0, None, "3"),
        ("medium", SPEAKING, 0, None, "4"),
        ("continues", ("quote",), 0, 1, "5"),
        ("nested_in", ("quote",), 0, 1, "6"),
    ]
    event = [(r.name, r.fillers, r.least, r.most, r.symbol) for r in codebook.roles_of("event", "AID")]
    names = ["actor", "recipient", "victim", "instrument", "place", "time", "count", "topic"]
    assert event == [(name, ARGUING, 0, None, str(i)) for i, name in enumerate(names, 1)]
    links = {r.name: (r.kinds, r.fillers, r.symbol) for r in codebook.roles if r.between}
    assert links == dict.fromkeys(("cause_of", "part_of", "same_as"), (("event",), ("event",), None))


def test_ids_fit_and_stand_once(codebook: Codebook) -> None:
    pattern = re.compile(r"[A-Za-z][A-Za-z_-]*")
    labels = [(x.kind, x.id) for x in codebook.labels]
    roles = [(kind, r.name) for r in codebook.roles for kind in r.kinds]
    attributes = [(a.name, kind, label) for a in codebook.attributes for kind in a.kinds for label in a.labels or ("",)]
    for ids in (labels, roles, attributes):
        assert len(set(ids)) == len(ids)
    assert all(pattern.fullmatch(name) for _, name in labels + roles)
    assert all(pattern.fullmatch(s.id) for x in codebook.labels for s in x.subtypes)
    assert "subtype" not in {a.name for a in codebook.attributes}


def _annotation(number: int, kind: str, label: str, *spans: tuple[int, int], **attributes: str) -> Annotation:
    return Annotation(
        id=f"{ID_LETTER[kind]}{number}",
        kind=kind,  # type: ignore[arg-type]
        label=label,
        spans=tuple(Span(*s) for s in spans),
        attributes=tuple(sorted(Attribute(n, v) for n, v in attributes.items())),
    )


def _sample() -> Layer:
    """The quote on Russia and the Taliban in the third article, with the delisting that it reports."""
    annotations = (
        _annotation(1, "entity", "GPE", (2097, 2102), subtype="COUNTRY", mention="NAM"),
        _annotation(1, "cue", "cue", (2106, 2111), (2128, 2136)),
        _annotation(2, "entity", "DATE", (2115, 2127), subtype="DATE", value="2024-04"),
        _annotation(1, "quote", "indirect", (2179, 2241), (2248, 2299), act="statement", cue_class="assertive"),
        _annotation(1, "event", "CONCEDE", (2257, 2260), subtype="delist", modality="future", polarity="positive"),
        _annotation(3, "entity", "ORG", (2265, 2271), subtype="ARMED", mention="NOM"),
    )
    relations = (
        Relation("r1", "q1", "cue", Target(annotation="c1")),
        Relation("r2", "q1", "speaker", Target(spans=(Span(2137, 2174),))),
        Relation("r3", "q1", "addressee", status="unknown"),
        Relation("r4", "v1", "actor", Target(annotation="e1")),
        Relation("r5", "v1", "recipient", Target(annotation="e3")),
        Relation("r6", "v1", "topic", Target(annotation="q1")),
    )
    return Layer(LayerKey("002", "own", ""), annotations, relations)


def test_a_quote_and_an_event_stand(codebook: Codebook, article: str) -> None:
    layer = _sample()
    surfaces = {a.id: a.surface(article) for a in layer.annotations}
    assert surfaces["c1"] == "أعلنت … على لسان"
    assert surfaces["v1"] == "رفع"
    assert surfaces["e3"] == "الحركة"
    assert check_layer(layer, len(article), codebook) == []
    quote = layer.annotation("q1")
    assert quote is not None
    assert unfilled_roles(quote, layer.relations, codebook) == []
    assert unfilled_roles(quote, (), codebook) == ["speaker"]


@pytest.mark.parametrize(
    ("kind", "label", "name", "value", "key"),
    [
        ("event", "AID", "subtype", "attack", "rule.bad-value"),
        ("entity", "DATE", "value", "الخميس", "rule.bad-value"),
        ("entity", "NUM", "value", "2024-07-04", "rule.bad-value"),
        ("entity", "PER", "value", "1", "rule.unknown-attribute"),
        ("quote", "direct", "act", "rumour", "rule.bad-value"),
        ("quote", "direct", "modality", "future", "rule.unknown-attribute"),
        ("quote", "spoken", "act", "statement", "rule.unknown-label"),
    ],
)
def test_what_the_codebook_lacks_is_refused(
    codebook: Codebook, kind: str, label: str, name: str, value: str, key: str
) -> None:
    found = check_annotation(_annotation(1, kind, label, (0, 4), **{name: value}), codebook)
    assert [problem.key for problem in found] == [key]


@pytest.mark.parametrize(
    ("label", "name", "value"),
    [
        ("DATE", "value", "2024-07-04"),
        ("DATE", "value", "2024-03"),
        ("DATE", "value", "P20Y"),
        ("DATE", "value_as_written", "2025-03"),
        ("NUM", "value", "5000000"),
        ("NUM", "unit", "USD"),
        ("NUM", "approx", "true"),
        ("ORG", "metonymy", "true"),
    ],
)
def test_values_that_the_examples_name_are_taken(codebook: Codebook, label: str, name: str, value: str) -> None:
    assert check_annotation(_annotation(1, "entity", label, (0, 4), **{name: value}), codebook) == []


@pytest.mark.parametrize(
    ("source", "role", "target", "key"),
    [
        ("q1", "speaker", "v1", "rule.bad-filler"),
        ("q1", "cue", "e1", "rule.bad-filler"),
        ("q1", "actor", "e1", "rule.unknown-role"),
        ("v1", "same_as", "q1", "rule.bad-filler"),
    ],
)
def test_a_role_takes_only_its_fillers(codebook: Codebook, source: str, role: str, target: str, key: str) -> None:
    layer = {a.id: a for a in _sample().annotations}
    found = check_relation(Relation("r9", source, role, Target(annotation=target)), layer, codebook)
    assert [problem.key for problem in found] == [key]
