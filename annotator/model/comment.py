"""What people write to each other about an article, a layer, an annotation or a case."""

from typing import Literal

import msgspec

from annotator.model.layer import LayerKey

CommentSort = Literal["remark", "gap", "appeal", "upheld", "granted", "answer"]
"""`gap` asks the lead for a clearer codebook, an `answer` closes it; `appeal` asks a reviewer to look at a case again,
`upheld` and `granted` close it."""


class Comment(msgspec.Struct, frozen=True, omit_defaults=True):
    """One remark: `about` is an annotation of `layer` (of a gold layer a case too); without it the layer as a whole.

    Both are ``None`` where it is about the article. `codebook` is the `name version` that answers a gap.
    """

    id: str
    document: str
    author: str
    text: str
    at: str | None = None
    layer: LayerKey | None = None
    about: str | None = None
    resolved: bool = False
    reply_to: str | None = None
    sort: CommentSort = "remark"
    codebook: str | None = None
