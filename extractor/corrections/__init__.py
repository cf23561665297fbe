"""Corrections that last: what a person decided, applied to every new reading of the document.

`model` is the file; `anchors` finds the node that an entry speaks of; `operations` change the tree
of a `workspace`, `passages` its texts; `outcome` makes a plan of it again, and `apply` is
the whole; `difference` and `workbook` turn an edited JSON or sheet into entries. All anchors
are looked up in the plan as the program reads it, before the first correction is applied. What no
longer fits is told as `correction-conflict` and kept; nothing is applied to a node that may be
another one. Importing this package loads nothing.
"""
