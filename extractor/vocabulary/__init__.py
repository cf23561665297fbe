"""The habits of those who write plans, as data: load it, check it, match with it.

In: `headings.toml` and `fields.toml` beside this file. Out: functions that say what a line or a
cell calls itself. No French wording stands in code here or elsewhere; a new habit is one entry.
Matching is done on folded text of the same length, so offsets hold for the original. Order of
precedence: forms that close a line before forms that open one, longer forms before shorter.
"""

from __future__ import annotations

from extractor.vocabulary.captions import (
    announced_levels,
    counted_level,
    is_closing,
    is_common_label,
    is_level_name,
    is_opening,
    is_placeholder,
    is_total,
    match_volet,
    names_other_document,
    names_plan,
    names_values,
    split_volet,
)
from extractor.vocabulary.data import check_keys, load
from extractor.vocabulary.headings import (
    HeadingMatch,
    match_heading,
    match_section,
    may_be_objective,
)
from extractor.vocabulary.labels import (
    FieldMatch,
    attribute_keys,
    column_kind,
    field_key,
    label_key,
    match_field,
    names_steps,
    scoped_column,
    split_fields,
)

__all__ = [
    "FieldMatch",
    "HeadingMatch",
    "announced_levels",
    "attribute_keys",
    "check_keys",
    "column_kind",
    "counted_level",
    "field_key",
    "is_closing",
    "is_common_label",
    "is_level_name",
    "is_opening",
    "is_placeholder",
    "is_total",
    "label_key",
    "load",
    "match_field",
    "match_heading",
    "match_section",
    "match_volet",
    "may_be_objective",
    "names_other_document",
    "names_plan",
    "names_steps",
    "names_values",
    "scoped_column",
    "split_fields",
    "split_volet",
]
