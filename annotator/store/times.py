"""How long layers took that were handed in, as their authors' own steps tell it."""

import json
from collections.abc import Sequence

from annotator.model.layer import LayerKey
from annotator.store.project import Project
from annotator.store.reading import Reads

_SECONDS = "json_extract(facts, '$.seconds')"
_MEASURED = f"FROM layer WHERE purpose = 'own' AND facts IS NOT NULL AND {_SECONDS} IS NOT NULL"


def seconds_of(project: Project | Reads, documents: Sequence[str] | None = None) -> dict[LayerKey, int]:
    """Seconds by layer, of these articles or of all; who may know which is for the floors above to say."""
    where, values = "", tuple[str, ...]()
    if documents is not None:
        where, values = " AND document IN (SELECT value FROM json_each(?))", (json.dumps(list(documents)),)
    rows = project.connection.execute(f"SELECT document, author, {_SECONDS} {_MEASURED}{where}", values)
    return {LayerKey(document, "own", author): int(seconds) for document, author, seconds in rows}
