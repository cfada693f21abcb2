"""How much computing the articles of a project ask for, before any of them is read."""

from typing import Final

from annotator.store.reading import Reads

ANNOTATION: Final = 70
"""As much work as so many characters: what one annotation asks when it is read and written, links included."""


def sizes_of(reads: Reads) -> list[tuple[str, int]]:
    """Every article by id, and its size: its characters, and those that its annotations amount to."""
    rows = reads.connection.execute(
        "SELECT d.id, d.text_length + ? * coalesce(sum(l.annotations), 0) FROM document d "
        "LEFT JOIN layer l ON l.document = d.id GROUP BY d.id",
        (ANNOTATION,),
    )
    return sorted((row[0], row[1]) for row in rows)
