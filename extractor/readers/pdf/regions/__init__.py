"""What the text of a page stands in: grids, forms, cards, columns and tables without rules."""
