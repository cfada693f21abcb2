"""The lifter of the codebook in force, made anew when that changes."""

from annotator.model.codebook import Codebook
from annotator.model.lift import Lifter
from annotator.store import records
from annotator.store.engine import Connection


class Lifting:
    """Keeps one lifter for one connection; asking whether it still holds costs one look at an index."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sha256 = ""
        self._lifter: Lifter | None = None

    def lifter(self) -> Lifter | None:
        """What reads older words in those of today; ``None`` while everything reads as it was said."""
        row = self._connection.execute("SELECT sha256 FROM codebook WHERE current = 1").fetchone()
        if row is None:
            return None
        if row[0] != self._sha256:
            body = self._connection.execute("SELECT body FROM codebook WHERE sha256 = ?", row).fetchone()[0]
            made = Lifter(records.of_json(body, Codebook))
            self._sha256, self._lifter = row[0], None if made.idle else made
        return self._lifter
