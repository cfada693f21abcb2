"""Arabic text as strings and numbers: offsets, segmentation, search keys and what is invisible."""
