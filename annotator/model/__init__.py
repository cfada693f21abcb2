"""What is said of a text: frozen values, no store and no screen."""
