"""Sources of facts: one format of files a module, each turned into records and problems."""
