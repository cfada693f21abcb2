"""One project of several people twice: as an analyst's own work leaves it, and with all that others did meanwhile."""

import shutil
from pathlib import Path

import msgspec

from annotator.formats.base import Outgoing
from annotator.formats.records import hash_of
from annotator.model.annotation import Annotation
from annotator.model.comment import Comment
from annotator.model.layer import Layer, LayerKey, State
from annotator.model.person import Person
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.model.step import CORPUS, TALK, Change, Draft, Standing, stream_of
from annotator.store.project import Folders, Project
from annotator.work.batches import Batches, Plan
from annotator.work.codebooks import default_codebook
from annotator.work.desk import Desk
from annotator.work.retest import Retests
from annotator.work.review import ReviewDesk
from tests.measures.written import Writer
from tests.work.conftest import add_articles

ANALYST = Person("p-reader", "Reader", ("analyst",))
OTHER = Person("p-other", "Analyst B", ("analyst",))
THIRD = Person("p-third", "Analyst C", ("analyst",))
REVIEWER = Person("p-reviewer", "Reviewer", ("reviewer",))
LEAD = Person("p-lead", "Lead", ("lead",))

SENTINELS = ("zqsecret", "زقخفي")
"""Letters that stand nowhere but in what the analyst may not see."""

SECRET, HIDDEN = SENTINELS
NAME = "people.hashiya"
BATCH = "الأولى"
TEXTS = {
    f"d{number}": (
        f"قال الوزير محمد العلي إن الاتفاق رقم {number} سيوقع غدا في عمان، وأضاف أن الحكومة ترحب به. "
        "واتهمت روسيا حلف الناتو بالتصعيد، ثم زار وزير الخارجية القاهرة والصين.\n\n"
        'وقال محمد العلي: "سنعود إلى عمان" قبل أن يغادر روسيا إلى القاهرة.\n'
    )
    for number in range(1, 6)
}
UNTOUCHED, OPEN, SUBMITTED, RETURNED, ACCEPTED = TEXTS
"""The articles by how they stand for the analyst."""


def build_own(folder: Path) -> Path:
    """The project with the analyst's own layers alone; what others wrote in it is what all of them share."""
    folder.mkdir(parents=True)
    path = folder / NAME
    folders = Folders(folder / "data")
    with Project.create(path, folders=folders, person=LEAD, codebook=default_codebook()) as project:
        add_articles(project, TEXTS)
        people = (Change("person", one.id, None, one) for one in (ANALYST, OTHER, THIRD, REVIEWER))
        project.write((Draft(CORPUS, "person.join", LEAD.id, tuple(people)),))
        entries = (
            Entry("n-russia", "entity", "GPE", "روسيا", "Russia"),
            Entry("n-nato", "entity", "ORG", "حلف الناتو", aliases=("الناتو",)),
            Entry("n-visit", "event", "CONSULT", "زيارة القاهرة"),
        )
        project.write((Draft(CORPUS, "import", LEAD.id, tuple(Change("entry", one.id, None, one) for one in entries)),))
        for document in (OPEN, SUBMITTED, RETURNED, ACCEPTED):
            write_layer(project, _own_layer(document))
        proposed = Entry("n-mine", "entity", "PER", "محمد العلي", proposed_by=ANALYST.id)
        project.write(
            (Draft(f"proposed/{ANALYST.id}", "entry.new", ANALYST.id, (Change("entry", "n-mine", None, proposed),)),)
        )
        batches = Batches(Desk(project, LEAD))
        batches.make(
            batches.plan(Plan(name=BATCH, documents=tuple(TEXTS), people=(ANALYST.id, OTHER.id), each=2, seed=1))
        )
        for document in (SUBMITTED, RETURNED, ACCEPTED):
            _stand(project, document, "submitted")
        _answer(project)
        _say(project, Comment("m1", OPEN, ANALYST.id, "أهذا قول؟", layer=LayerKey(OPEN, "own", ANALYST.id)))
    return path


def with_others(own: Path, folder: Path) -> Path:
    """A copy of the project into which everybody else has written as much as they can."""
    folder.mkdir(parents=True)
    path = folder / NAME
    shutil.copyfile(own, path)
    with Project.open(path, folders=Folders(folder / "others"), person=LEAD.name) as project:
        proposed = Entry(f"n-{SECRET}", "entity", "PER", HIDDEN, SECRET, (f"{HIDDEN} الثاني",), note=SECRET)
        proposed = msgspec.structs.replace(proposed, proposed_by=OTHER.id)
        draft = Draft(f"proposed/{OTHER.id}", "entry.new", OTHER.id, (Change("entry", proposed.id, None, proposed),))
        project.write((draft,))
        for document in TEXTS:
            layer = _others_layer(document, OTHER)
            write_layer(project, layer)
            if document != UNTOUCHED:
                _stand(project, document, "submitted", OTHER)
            about = Comment(f"m-{SECRET}-{document}", document, OTHER.id, f"{HIDDEN}؟", layer=layer.key)
            _say(project, msgspec.structs.replace(about, about=layer.annotations[0].id))
        _hand_in(project, _others_layer(SUBMITTED, THIRD))
        _review(project)
        _send_back(project, SUBMITTED, OTHER, f"{HIDDEN}: {SECRET}")
        _ask_again(project)
        _hand_out_more(project)
    return path


def write_layer(project: Project, layer: Layer) -> None:
    """Write a layer as its author does, tag by tag in one gesture."""
    changes = (Change("annotation", one.id, None, one) for one in layer.annotations)
    links = (Change("relation", one.id, None, one) for one in layer.relations)
    project.write((Draft(stream_of(layer.key), "tag", layer.key.author, (*changes, *links)),))


def _own_layer(document: str) -> Layer:
    w = Writer(TEXTS[document], "mine")
    w.mark("entity", "GPE", "روسيا", entry="n-russia")
    w.mark("entity", "GPE", "عمان")
    quote = w.mark("quote", "direct", '"سنعود إلى عمان"')
    w.fill(quote, "speaker", w.mark("entity", "PER", "وقال |محمد العلي", entry="n-mine"))
    return msgspec.structs.replace(w.layer, key=LayerKey(document, "own", ANALYST.id))


def _others_layer(document: str, author: Person) -> Layer:
    """What somebody else says: everything that can be said, each with letters that stand nowhere else."""
    w = Writer(TEXTS[document], f"{SECRET}-{author.id}-")
    minister = w.mark("entity", "PER", "محمد العلي", entry=f"n-{SECRET}", mention="NAM")
    w.mark("entity", f"{SECRET.upper()}-LABEL", "القاهرة")
    russia = w.mark("entity", "GPE", "روسيا", entry="n-russia")
    nato = w.mark("entity", "ORG", "حلف الناتو", entry="n-nato", subtype=SECRET)
    quote = w.mark("quote", "indirect", "الاتفاق رقم")
    w.fill(quote, "speaker", minister)
    accused = w.mark("event", "ACCUSE", "اتهمت")
    w.fill(accused, "actor", russia)
    w.fill(accused, "recipient", nato)
    visit = w.mark("event", "CONSULT", "زار", entry="n-visit")
    w.fill(visit, "count", w.mark("entity", "NUM", document.removeprefix("d"), value="9137"))
    w.fill(accused, "cause_of", visit, link=True)
    noted = tuple(msgspec.structs.replace(one, note=f"{HIDDEN} {SECRET}") for one in w.layer.annotations)
    return msgspec.structs.replace(w.layer, key=LayerKey(document, "own", author.id), annotations=noted)


def _hand_in(project: Project, layer: Layer) -> None:
    """Bring a layer in as an import of its author's file does."""
    ready = msgspec.structs.replace(layer, revision=7, state="submitted")
    document = layer.key.document
    with project.bulk(author=LEAD.id, name="import", carried_by=LEAD.id) as work:
        sealed = hash_of(Outgoing(project.document(document), project.text(document), ready, project.codebook()))
        work.add_snapshot(ready, sealed)


def _stand(project: Project, document: str, state: State, who: Person = ANALYST) -> None:
    key = LayerKey(document, "own", who.id)
    said = Standing(state, project.layer(key).revision + 1, "2024-03-05T10:00:00Z")
    project.write((Draft(stream_of(key), "submit", who.id, (Change("standing", "standing", None, said),)),))


def _answer(project: Project) -> None:
    """What a reviewer has said to the analyst before anybody else handed anything in."""
    review = ReviewDesk(Desk(project, REVIEWER))
    for document, own in ((RETURNED, 1), (ACCEPTED, None)):
        article = review.open(document)
        for view in article.views[:own]:
            review.take(article, view.id, ANALYST.id)
        if own is None:
            review.accept(article)
    review.leave()
    _send_back(project, RETURNED, ANALYST, "انظر في حدود الأسماء")


def _send_back(project: Project, document: str, who: Person, words: str) -> None:
    review = ReviewDesk(Desk(project, REVIEWER))
    review.send_back(review.open(document), who.id, words)
    review.leave()


def _say(project: Project, comment: Comment) -> None:
    project.write((Draft(TALK, "comment", comment.author, (Change("comment", comment.id, None, comment),)),))


def _review(project: Project) -> None:
    """Decide, add, comment and ask for a clearer codebook, in every article that was handed in."""
    review = ReviewDesk(Desk(project, REVIEWER))
    for document in (OPEN, SUBMITTED):
        article = review.open(document)
        (case, asked, *others) = [view.id for view in article.views]
        review.take(article, case, article.view(case).said_by[0])
        review.comment(article, case, f"{HIDDEN} {SECRET}")
        review.mark_gap(article, asked, f"{HIDDEN} {SECRET}")
        review.give_reason(article, others[0], reason="bounds", clause=SECRET)
        review.add(article, [_missed(document)], kind="entity", label="ORG", entry=f"n-{SECRET}")
        review.close(article)
    review.leave()


def _ask_again(project: Project) -> None:
    """What others ask of gold that the analyst sees too, and what they are answered."""
    gold, said = LayerKey(ACCEPTED, "gold", REVIEWER.id), f"{HIDDEN} {SECRET}"
    about = project.layer(gold).annotations[0].id
    asked = Comment(f"m-{SECRET}-appeal", ACCEPTED, OTHER.id, said, layer=gold, about=about, sort="appeal")
    answer = Comment(f"m-{SECRET}-upheld", ACCEPTED, REVIEWER.id, said, layer=gold, about=about, reply_to=asked.id)
    _say(project, asked)
    _say(project, msgspec.structs.replace(answer, sort="upheld"))
    _say(project, Comment(f"m-{SECRET}-gap", ACCEPTED, REVIEWER.id, said, layer=gold, about=about, sort="gap"))
    _say(project, Comment(f"m-{SECRET}-talk", ACCEPTED, OTHER.id, said, layer=gold, about=about))
    other = Desk(project, OTHER)
    for again in (other.undo, other.redo, other.undo):
        again()


def _hand_out_more(project: Project) -> None:
    """A batch for others alone, and second copies for them in the one that all have a part in."""
    lead = Desk(project, LEAD)
    batches, retests = Batches(lead), Retests(lead)
    wanted = Plan(name=SECRET, documents=tuple(TEXTS), people=(OTHER.id, THIRD.id), due="2029-02-03", seed=2)
    batches.make(batches.plan(wanted))
    retests.hide(BATCH, OTHER.id, (SUBMITTED, RETURNED))


def _missed(document: str) -> Span:
    start = TEXTS[document].index("الحكومة")
    return Span(start, start + len("الحكومة"))


def annotations_of(path: Path, document: str, who: Person) -> tuple[Annotation, ...]:
    """What stands in somebody's own layer."""
    with Project.open(path, folders=Folders(path.parent / "looking"), read_only=True, person=who.name) as project:
        return project.layer(LayerKey(document, "own", who.id)).annotations
