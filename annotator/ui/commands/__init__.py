"""The table of commands: what each is called, which keys it has and in which modes it acts."""
