"""Shape of the review database, version by version."""
