"""Many documents: batch, run record, watch, cluster. Importing this package loads nothing."""
