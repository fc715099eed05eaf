"""Many letters at once: on all cores or on several machines, only what changed, and none of them lost."""
