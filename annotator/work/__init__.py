"""What a person does: annotate, review, import, release, exchange."""
