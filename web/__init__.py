"""The two Django apps, each its own process: the public gateway and, later, the console for help line staff."""
