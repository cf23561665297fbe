"""Sample plans of fictional municipalities: the wording in `plans/`, one renderer per format."""
