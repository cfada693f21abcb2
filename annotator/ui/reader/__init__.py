"""The page an article is read and annotated on."""
