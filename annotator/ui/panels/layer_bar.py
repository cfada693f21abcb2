"""The line above the page that says whose layer is shown, where it is not mine or there is a choice."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from annotator.model.layer import LayerKey
from annotator.ui.elided import ElidedLabel
from annotator.ui.naming import name_box
from annotator.ui.panels.fields import Chooser
from annotator.ui.session import Session

_HEIGHT = 44


class LayerBar(QWidget):
    """``wanted`` carries the key of the layer to show."""

    wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._session = session
        self._keys: tuple[LayerKey, ...] = ()
        self._mine: LayerKey | None = None
        self._words = ElidedLabel()
        self._choice = Chooser()
        self._choice.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._choice.setMinimumWidth(140)
        name_box(self._choice, session.say("annotate.layers.choose"))
        self.start = QPushButton(session.say("annotate.layers.start_mine"))
        self.start.setDefault(True)
        self.start.setToolTip(session.actions.action("layer.mine").toolTip())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        # The page below stays where it is, whosever layer is shown and whatever there is to press.
        self.setFixedHeight(_HEIGHT)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self._choice)
        row.addWidget(self.start)
        self._choice.chosen.connect(self._choose)
        self.start.clicked.connect(lambda: self.wanted.emit(self._mine))

    def show_layers(self, shown: LayerKey, others: Sequence[LayerKey], *, mine: LayerKey) -> None:
        """Say which layer is shown; with no other layer than mine the line is not needed."""
        say = self._session.say
        self._mine = mine
        self._keys = (mine, *(key for key in others if key != mine))
        self.setVisible(len(self._keys) > 1)
        foreign = shown != mine
        self._words.setText(
            say("annotate.layers.theirs", author=shown.author) if foreign else say("annotate.layers.mine")
        )
        self.start.setVisible(foreign)
        key = "annotate.layers.start_mine" if mine not in others else "annotate.layers.go_to_mine"
        self.start.setText(say(key))
        options = [(str(n), self._name(key)) for n, key in enumerate(self._keys)]
        place = self._keys.index(shown) if shown in self._keys else 0
        self._choice.offer(options, str(place))

    def _name(self, key: LayerKey) -> str:
        say = self._session.say
        return say("annotate.layers.me" if key == self._mine else f"annotate.layers.{key.purpose}", author=key.author)

    def _choose(self, place: str) -> None:
        self.wanted.emit(self._keys[int(place)])
