"""Proposals made by the machine, as pure functions of values."""
