"""Tests of what is learned from plans marked done."""
