"""The schemas that a new register starts from; a register on disk brings its own."""
