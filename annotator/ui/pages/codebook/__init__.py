"""The codebook page: labels, attributes and roles, what a change of them touches, and making it."""
