"""The annotate page: one article, its annotations, and the gestures on them."""
