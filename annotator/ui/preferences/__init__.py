"""The place where a person sets how the program looks and which keys it hears."""
