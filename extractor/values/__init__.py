"""Printed values to typed ones: deadlines, money, states, SDGs, lists, indicators.

Pure functions from strings; each value keeps its text as printed. The vocabularies are the TOML
files of this package.
"""

from extractor.values.budgets import (
    Disagreement,
    MatrixBudget,
    MatrixLine,
    parse_budget_matrix,
    parse_budget_rows,
)
from extractor.values.deadlines import (
    Deadline,
    InlineDeadline,
    find_inline_deadlines,
    find_trailing_deadline,
    parse_deadline,
)
from extractor.values.funding import find_fundings, parse_funding
from extractor.values.indicators import Indicator, parse_indicator_rows, parse_indicators
from extractor.values.lists import split_list
from extractor.values.money import Money, parse_money
from extractor.values.sdgs import parse_sdgs
from extractor.values.states import parse_health, parse_priority, parse_progress, parse_status

__all__ = [
    "Deadline",
    "Disagreement",
    "Indicator",
    "InlineDeadline",
    "MatrixBudget",
    "MatrixLine",
    "Money",
    "find_fundings",
    "find_inline_deadlines",
    "find_trailing_deadline",
    "parse_budget_matrix",
    "parse_budget_rows",
    "parse_deadline",
    "parse_funding",
    "parse_health",
    "parse_indicator_rows",
    "parse_indicators",
    "parse_money",
    "parse_priority",
    "parse_progress",
    "parse_sdgs",
    "parse_status",
    "split_list",
]
