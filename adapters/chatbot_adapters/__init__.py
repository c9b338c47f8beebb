"""The platform adapters; each folder is one and they never import each other."""
