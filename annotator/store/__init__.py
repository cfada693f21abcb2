"""The project file: SQLite, its journal and its backups."""
