"""Mutated documents, random texts and hostile JSON: no traceback, no hang, no flood of memory.

`python -m benchmarks.fuzz --count N [--seed S] [--jobs 2] [--keep FOLDER]`
"""
