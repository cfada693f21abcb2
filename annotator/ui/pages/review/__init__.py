"""The review page: queue, cases, decisions, agreement."""
