"""Arabic text as strings and numbers."""
