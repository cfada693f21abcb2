"""What people write to each other about an article or an annotation."""

import msgspec

from annotator.model.layer import LayerKey


class Comment(msgspec.Struct, frozen=True, omit_defaults=True):
    """One remark; ``about`` is an annotation of ``layer``, or both are ``None`` where it is about the article."""

    id: str
    document: str
    author: str
    text: str
    at: str | None = None
    layer: LayerKey | None = None
    about: str | None = None
    resolved: bool = False
    reply_to: str | None = None
