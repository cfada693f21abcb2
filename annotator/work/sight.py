"""What a person may see: the only way in which pages, formats and the command line read layers and registry."""

from annotator.model.comment import Comment
from annotator.model.layer import Layer, LayerKey
from annotator.model.person import Person
from annotator.model.registry import Entry
from annotator.model.review import Decision
from annotator.store import verdicts
from annotator.store.project import Project
from annotator.store.reading import Reads
from annotator.store.verdicts import LayerHead


class Sight:
    """A project as one person sees it.

    Who leads or reviews sees every layer. An analyst sees his own; others' layers of an article become visible to him
    when a reviewer has accepted his own.
    """

    def __init__(self, project: Project | Reads, person: Person) -> None:
        self._project = project
        self.person = person

    def sees(self, key: LayerKey) -> bool:
        return key.author == self.person.id or key.purpose == "suggestion" or self._sees_all

    @property
    def _sees_all(self) -> bool:
        return bool({"lead", "reviewer"} & set(self.person.roles))

    @property
    def only_author(self) -> str | None:
        """Whose layers alone are seen, for questions that are put to all of them at once; ``None``: everybody's."""
        return None if self._sees_all else self.person.id

    def layer_keys(self, document: str | None = None) -> list[LayerKey]:
        return [key for key in self._project.layer_keys(document) if self.sees(key)]

    def layer(self, key: LayerKey) -> Layer:
        """The layer; an empty one where there is none or it may not be seen, which must not differ."""
        return self._project.layer(key) if self.sees(key) else Layer(key=key)

    def layers_of(self, document: str) -> list[Layer]:
        return [self._project.layer(key) for key in self.layer_keys(document)]

    def layer_heads(self, document: str | None = None) -> list[LayerHead]:
        """Layers without their contents, with what is decided in them, as far as they may be seen."""
        return [head for head in verdicts.layer_heads(self._project, document) if self.sees(head.key)]

    def layer_as_said(self, key: LayerKey) -> Layer:
        """The layer in the words in which it was said; an empty one where it may not be seen."""
        return verdicts.layer_as_said(self._project, key) if self.sees(key) else Layer(key=key)

    def decisions(self, key: LayerKey) -> tuple[Decision, ...]:
        """What was decided in a gold layer; nothing where it may not be seen."""
        return verdicts.decisions(self._project, key) if self.sees(key) else ()

    def comments(self, document: str) -> tuple[Comment, ...]:
        """Comments on the article and on layers that are seen."""
        return tuple(c for c in self._project.comments(document) if c.layer is None or self.sees(c.layer))

    def entries(self) -> tuple[Entry, ...]:
        """Registry entries: adopted ones, and proposals of this person."""
        return tuple(e for e in self._project.entries() if e.proposed_by in (None, self.person.id) or self._sees_all)


def visible(project: Project | Reads, person: Person) -> Sight:
    """The one function through which anything of a project with several people is read."""
    return Sight(project, person)
