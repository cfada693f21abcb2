"""The desk at which one person works: every gesture on an article, as steps that are durable on return."""

import time
import weakref
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from urllib.parse import quote

import msgspec

from annotator.model.annotation import Annotation, Attribute, Kind, Provenance, with_attribute
from annotator.model.codebook import Codebook
from annotator.model.comment import Comment
from annotator.model.document import Document
from annotator.model.ids import new_id
from annotator.model.layer import LayerFacts, LayerKey, State
from annotator.model.person import Person
from annotator.model.problems import refuse
from annotator.model.registry import Entry
from annotator.model.span import Span
from annotator.model.step import CORPUS, TALK, Change, Draft, Standing, Step
from annotator.store.project import Project
from annotator.store.verdicts import words_on
from annotator.suggest.forms import Forms
from annotator.suggest.repeats import Carried, Copy
from annotator.work import frames, gestures, repeating, several
from annotator.work.article import OpenArticle
from annotator.work.candidates import Names
from annotator.work.effort import Effort
from annotator.work.frames import Filling, Frame
from annotator.work.habits import Habits
from annotator.work.sight import Sight, visible
from annotator.work.team import guard
from annotator.work.tempo import Tempo
from annotator.work.undoing import Undoing

Watcher = Callable[[tuple[Step, ...]], None]

_SMALL = 50
"""Changes up to which a write says how fast the disk is; above it the work itself takes its time."""

_WORK = frozenset({"annotation", "relation", "facts"})
"""Changes after which a submitted layer is no longer what was submitted."""

_SAID = frozenset({"annotation", "relation"})


class Desk:
    """One person's way to write into a project; whoever watches gets the steps after they are on disk."""

    def __init__(self, project: Project, person: Person) -> None:
        self.project = project
        self.person = person
        self.sight: Sight = visible(project, person)
        self.undoing = Undoing(project, person.id, person=person)
        self.tempo = Tempo()
        self.effort = Effort(project.folder / f"effort-{quote(person.id, safe='')}.tsv")
        self.habits = Habits()
        self._watchers: list[Watcher] = []
        self._articles: weakref.WeakSet[OpenArticle] = weakref.WeakSet()
        self._codebook: Codebook | None = None
        self._names: Names | None = None
        self._forms: Forms | None = None

    # --- reading

    @property
    def codebook(self) -> Codebook:
        if self._codebook is None:
            self._codebook = self.project.codebook()
        return self._codebook

    @property
    def names(self) -> Names:
        """The registry's names for candidates and type-ahead."""
        if self._names is None:
            self._names = Names(self.sight.entries(), self._forms)
            self._forms = self._names.forms
        return self._names

    def open(self, document_id: str, *, key: LayerKey | None = None) -> OpenArticle:
        """An article with my own layer of it, or the layer ``key`` for reading; it follows every step from now on."""
        document = self.project.document(document_id)
        wanted = key or LayerKey(document_id, "own", self.person.id)
        article = OpenArticle(document, self.project.text(document_id), self.sight.layer(wanted))
        self._articles.add(article)
        if wanted.author == self.person.id:
            self.habits.learn(article.annotations.values(), article.text)
        return article

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Have ``watcher`` called with every gesture's steps; the returned call ends it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    # --- annotations

    def tag(
        self, article: OpenArticle, spans: Iterable[Span], label: str, *, kind: Kind = "entity", beside: bool = False
    ) -> tuple[Step, ...]:
        """Tag or retag; see :func:`gestures.tag`."""
        changes = gestures.tag(
            article, spans, kind=kind, label=label, author=self.person.id, codebook=self.codebook, beside=beside
        )
        retags = all(c.before is not None for c in changes)
        return self._write(article, "retag" if retags else "tag", changes)

    def retag(self, article: OpenArticle, annotation_id: str, label: str) -> tuple[Step, ...]:
        return self._write(
            article, "retag", gestures.retag(article, annotation_id, label=label, codebook=self.codebook)
        )

    def retag_several(self, article: OpenArticle, annotation_ids: Iterable[str], label: str) -> tuple[Step, ...]:
        """The same label for several annotations of one kind, as one step."""
        return self._write(article, "retag", several.retag(article, annotation_ids, label, self.codebook))

    def unlink(self, article: OpenArticle, annotation_ids: Iterable[str]) -> tuple[Step, ...]:
        """Point several annotations to no entry, as one step."""
        return self._write(article, "unlink-entry", several.unlink(article, annotation_ids, self.codebook))

    def respan(self, article: OpenArticle, annotation_id: str, spans: Iterable[Span]) -> tuple[Step, ...]:
        return self._write(article, "respan", gestures.respan(article, annotation_id, spans, codebook=self.codebook))

    def tag_known(
        self,
        article: OpenArticle,
        span: Span,
        *,
        label: str,
        entry: str | None,
        attributes: tuple[Attribute, ...] = (),
        suggester: str | None = None,
    ) -> tuple[Step, ...]:
        """A new entity with its entry and attributes; ``suggester`` names who proposed what was accepted."""
        origin: Provenance = gestures.manual(self.person.id)
        if suggester is not None:
            origin = msgspec.structs.replace(origin, origin="suggestion_accepted", suggester=suggester)
        changes = gestures.tag_known(
            article, span, label=label, entry=entry, attributes=attributes, provenance=origin, codebook=self.codebook
        )
        return self._write(article, "tag" if suggester is None else "suggestion", changes)

    def split(self, article: OpenArticle, annotation_id: str, at: int | None = None) -> tuple[Step, ...]:
        """Cut an annotation before a place, or every piece from the next; see :func:`gestures.split`."""
        changes = gestures.split(article, annotation_id, at, author=self.person.id, codebook=self.codebook)
        return self._write(article, "split", changes)

    def merge(self, article: OpenArticle, annotation_ids: Sequence[str]) -> tuple[Step, ...]:
        """One annotation out of several of one kind; see :func:`gestures.merge`."""
        return self._write(article, "merge", gestures.merge(article, tuple(annotation_ids), codebook=self.codebook))

    def remove(self, article: OpenArticle, annotation_ids: Sequence[str]) -> tuple[Step, ...]:
        """Take annotations out in one step, with their links."""
        seen: set[tuple[str, str]] = set()
        changes: list[Change] = []
        for annotation_id in annotation_ids:
            for change in gestures.remove(article, annotation_id):
                if (change.what, change.id) not in seen:
                    seen.add((change.what, change.id))
                    changes.append(change)
        changes.sort(key=lambda c: c.what != "relation")
        return self._write(article, "remove", tuple(changes))

    def set_attribute(self, article: OpenArticle, annotation_id: str, name: str, *values: str) -> tuple[Step, ...]:
        changes = gestures.set_attribute(article, annotation_id, name, values, codebook=self.codebook)
        return self._write(article, "attribute", changes)

    def set_note(self, article: OpenArticle, annotation_id: str, note: str) -> tuple[Step, ...]:
        changes = gestures.set_field(article, annotation_id, codebook=self.codebook, note=note.strip())
        return self._write(article, "note", changes)

    def link_entry(self, article: OpenArticle, annotation_id: str, entry_id: str | None) -> tuple[Step, ...]:
        """Point an annotation to a registry entry, or to none."""
        if entry_id is not None and self.project.entry(entry_id) is None:
            raise refuse("entry.gone", id=entry_id)
        changes = gestures.set_field(article, annotation_id, codebook=self.codebook, entry=entry_id)
        return self._write(article, "link-entry" if entry_id else "unlink-entry", changes)

    def link_known(
        self, article: OpenArticle, annotation_ids: Sequence[str], entry: str, attributes: tuple[Attribute, ...] = ()
    ) -> tuple[Step, ...]:
        """Point annotations to one entry, and say of them what is known of it where nothing is said, as one step."""
        if self.project.entry(entry) is None:
            raise refuse("entry.gone", id=entry)
        changes = [
            change
            for annotation_id in annotation_ids
            for change in gestures.link_known(
                article, annotation_id, entry=entry, attributes=attributes, codebook=self.codebook
            )
        ]
        return self._write(article, "link-entry", tuple(changes))

    def say_known(
        self, article: OpenArticle, annotation_id: str, attributes: tuple[Attribute, ...]
    ) -> tuple[Step, ...]:
        """Say of an annotation what is known of it, where nothing is said yet."""
        entry = gestures.get(article, annotation_id).entry
        changes = gestures.link_known(
            article, annotation_id, entry=entry, attributes=attributes, codebook=self.codebook
        )
        return self._write(article, "attribute", changes)

    def set_attributes(
        self, article: OpenArticle, annotation_ids: Sequence[str], name: str, *values: str
    ) -> tuple[Step, ...]:
        """One attribute of several annotations, as one step."""
        changes = [
            change
            for annotation_id in annotation_ids
            for change in gestures.set_attribute(article, annotation_id, name, values, codebook=self.codebook)
        ]
        return self._write(article, "attribute", tuple(changes))

    def set_several(
        self, article: OpenArticle, annotation_id: str, values: Mapping[str, tuple[str, ...]]
    ) -> tuple[Step, ...]:
        """Several attributes of one annotation, each with exactly these values, as one step."""
        attributes = gestures.get(article, annotation_id).attributes
        for name, said in values.items():
            attributes = with_attribute(attributes, name, *said)
        changes = gestures.set_field(article, annotation_id, codebook=self.codebook, attributes=attributes)
        return self._write(article, "attribute", changes)

    def relate(self, article: OpenArticle, source: str, role: str, target: str) -> tuple[Step, ...]:
        """A plain link between two annotations."""
        return self._write(article, "relate", gestures.link(article, source, role, target, author=self.person.id))

    def carry_over(self, article: OpenArticle, carried: Carried, chosen: Collection[Copy]) -> tuple[Step, ...]:
        """Bring annotations to the other places of a repeated passage, as one step; see :func:`repeating.carry`."""
        changes = repeating.carry(article, carried, chosen, author=self.person.id, codebook=self.codebook)
        return self._write(article, repeating.NAME, changes)

    # --- frames

    def put_frame(self, article: OpenArticle, frame: Frame) -> tuple[Step, ...]:
        """A quote or an event as a whole form, new or changed."""
        changes = frames.put_frame(article, frame, author=self.person.id, codebook=self.codebook)
        return self._write(article, f"{frame.kind}.{'new' if frame.id is None else 'edit'}", changes)

    def fill(self, article: OpenArticle, annotation_id: str, role: str, filling: Filling) -> tuple[Step, ...]:
        changes = frames.fill(article, annotation_id, role, filling, author=self.person.id, codebook=self.codebook)
        return self._write(article, "role", changes)

    def unfill(self, article: OpenArticle, relation_id: str) -> tuple[Step, ...]:
        return self._write(article, "role.remove", frames.unfill(article, relation_id))

    # --- registry, facts, comments, standing

    def create_entry(
        self,
        entry: Entry,
        *,
        article: OpenArticle | None = None,
        annotation_id: str | None = None,
        attributes: tuple[Attribute, ...] = (),
        also: Iterable[str] = (),
    ) -> tuple[Step, ...]:
        """A new entry; with an annotation it is linked in the same gesture, and so are those that are named ``also``.

        Who does not lead proposes it.
        """
        if self.person.leads:
            stream, made = CORPUS, entry
        else:
            stream = f"proposed/{self.person.id}"
            made = msgspec.structs.replace(entry, proposed_by=self.person.id)
        drafts = [self._draft(stream, "entry.new", (Change("entry", made.id, None, made),))]
        if article is not None and annotation_id is not None:
            changes = gestures.link_known(
                article, annotation_id, entry=made.id, attributes=attributes, codebook=self.codebook
            )
            others = several.link(article, (one for one in also if one != annotation_id), made.id, self.codebook)
            drafts.append(self._draft(article.stream, "link-entry", (*changes, *others)))
        return self._write_all(drafts)

    def change_document(self, before: Document, after: Document) -> tuple[Step, ...]:
        """Other facts of an article; its text and identity never change."""
        if (before.id, before.text_sha256) != (after.id, after.text_sha256):
            raise ValueError("a document's id and text are for life")
        stream = CORPUS if self.person.leads else f"proposed/{self.person.id}"
        drafts = [self._draft(stream, "document", (Change("document", before.id, before, after),))]
        return self._write_all(drafts)

    def comment(
        self, article: OpenArticle, text: str, *, about: str | None = None, at: str, reply_to: str | None = None
    ) -> tuple[Step, ...]:
        """A remark on an annotation of the open layer, or on the article; ``at`` is UTC, ISO-8601."""
        said = Comment(
            id=new_id("m"),
            document=article.document.id,
            author=self.person.id,
            text=text,
            at=at,
            layer=article.key if about else None,
            about=about,
            reply_to=reply_to,
        )
        return self._write_all([self._draft(TALK, "comment", (Change("comment", said.id, None, said),))])

    def resolve(self, comment: Comment, resolved: bool) -> tuple[Step, ...]:
        after = msgspec.structs.replace(comment, resolved=resolved)
        change = Change("comment", comment.id, comment, after)
        return self._write_all([self._draft(TALK, "comment.resolve", (change,))])

    def stand(self, article: OpenArticle, state: State, *, at: str) -> tuple[Step, ...]:
        """Submit my layer (``submitted``) or take it up again (``open``)."""
        time_taken = self._time_taken(article) if state == "submitted" else ()
        return self._write(article, f"stand.{state}", (self._standing(article, state, at), *time_taken))

    def _time_taken(self, article: OpenArticle) -> tuple[Change, ...]:
        """What was measured goes along with what is handed in; who has not measured anything says nothing."""
        seconds = self.effort.seconds(article.document.id)
        if not seconds or seconds == article.facts.seconds:
            return ()
        before = article.facts if article.facts != LayerFacts() else None
        return (Change("facts", "facts", before, msgspec.structs.replace(article.facts, seconds=seconds)),)

    def nothing_here(self, article: OpenArticle, nothing: bool) -> tuple[Step, ...]:
        """Say (or take back) that the article holds nothing to annotate."""
        before = article.facts if article.facts != LayerFacts() else None
        after = msgspec.structs.replace(article.facts, nothing_to_annotate=nothing)
        return self._write(article, "nothing", (Change("facts", "facts", before, after),))

    # --- undo

    def undo(self) -> tuple[Step, ...]:
        """Take back my latest gesture on this device, in whichever article; nothing to take back is refused."""
        return self._told(self.undoing.undo())

    def redo(self) -> tuple[Step, ...]:
        return self._told(self.undoing.redo())

    def follow(self, steps: tuple[Step, ...]) -> None:
        """Let open articles and watchers know of steps that were written elsewhere, as by a worker."""
        self._told(steps)

    # --- writing

    def write(self, drafts: Sequence[Draft]) -> tuple[Step, ...]:
        """Write what other rooms have drafted, as one gesture; nobody's step enters another's stream."""
        return self._write_all(drafts)

    def _draft(self, stream: str, name: str, changes: tuple[Change, ...]) -> Draft:
        return Draft(stream=stream, name=name, author=self.person.id, changes=changes)

    def _write(self, article: OpenArticle, name: str, changes: tuple[Change, ...]) -> tuple[Step, ...]:
        if not changes:
            return ()
        touched = {change.what for change in changes}
        if article.state == "submitted" and touched & _WORK and "standing" not in touched:
            # What was handed in has changed: it is open again, and undo hands it in again.
            changes = (*changes, self._standing(article, "open", None))
        if article.facts.blind and touched & _SAID and self._is_answered(article):
            before = article.facts if article.facts != LayerFacts() else None
            changes = (*changes, Change("facts", "facts", before, msgspec.structs.replace(article.facts, blind=False)))
        return self._write_all([self._draft(article.stream, name, changes)])

    def _is_answered(self, article: OpenArticle) -> bool:
        """Whether a reviewer has spoken of my layer: what I say from then on is no longer said unseen."""
        said = words_on(self.project, self.person.id, article.document.id)
        return article.key.purpose == "own" and any(one.key.author != self.person.id for one in said)

    def _standing(self, article: OpenArticle, state: State, at: str | None) -> Change:
        """My word on the state of my layer; the article knows that of whoever spoke last, which may be a reviewer."""
        before = self.project.standing(article.key)
        return Change("standing", "standing", before, Standing(state, article.revision + 1, at))

    def _write_all(self, drafts: Sequence[Draft]) -> tuple[Step, ...]:
        wanted = [guard(self.person, draft) for draft in drafts if draft.changes]
        began = time.monotonic()
        steps = self.project.write(wanted)
        if sum(len(draft.changes) for draft in wanted) <= _SMALL:
            self.tempo.note(time.monotonic() - began)
        return self._told(steps)

    def _told(self, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Let open articles follow and watchers know; caches that the steps make stale are dropped first."""
        touched = {change.what for step in steps for change in step.changes}
        if "entry" in touched:
            self._names = None
        if "codebook" in touched:
            self._codebook = None
        if "person" in touched:
            self._look_at_myself()
        for article in tuple(self._articles):
            self._bring_up(article, steps)
            self._learn(article, steps)
        for watcher in tuple(self._watchers):
            watcher(steps)
        return steps

    def _look_at_myself(self) -> None:
        """What I may do and see is what the project says of me now."""
        found = self.project.person(self.person.id)
        if found is not None and found != self.person:
            self.person = found
            self.sight = visible(self.project, found)

    def _bring_up(self, article: OpenArticle, steps: tuple[Step, ...]) -> None:
        """Patch an open article from ``steps``, or read it anew where a step is too large to hold its changes."""
        lifts = bool(self.codebook.history)
        if any(_asks_for_a_fresh_look(step, article.stream, lifts=lifts) for step in steps):
            if self.project.has_document(article.document.id):
                article.refresh(self.project.document(article.document.id), self.sight.layer(article.key))
        elif article.follow(steps) and any(c.what == "standing" for step in steps for c in step.changes):
            # Whose word on it holds is settled where the words of author and reviewer lie side by side.
            heads = self.sight.layer_heads(article.document.id)
            article.state = next((head.state for head in heads if head.key == article.key), "open")

    def _learn(self, article: OpenArticle, steps: tuple[Step, ...]) -> None:
        if article.key.author != self.person.id:
            return
        changes = (c for step in steps if step.stream == article.stream and not step.undoes for c in step.changes)
        self.habits.learn((c.after for c in changes if isinstance(c.after, Annotation)), article.text)


def _asks_for_a_fresh_look(step: Step, stream: str, *, lifts: bool) -> bool:
    """Whether a layer cannot be patched from a step: it is too large, changes how all is read, or speaks old words."""
    if step.stream == CORPUS:
        return not step.changes or step.changes_codebook
    return step.stream == stream and (not step.changes or (lifts and step.undoes is not None))
