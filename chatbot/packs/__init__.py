"""Knowledge packs: YAML and TSV files read into an immutable library."""
