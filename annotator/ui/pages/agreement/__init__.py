"""How well the analysts agree: charts, numbers, and what stands behind each."""
