"""Printed values to typed ones: deadlines, money, states, SDGs, lists, indicators.

Pure functions from strings; each value keeps its text as printed.
"""
