"""What is printed on a page: content streams → pieces of text, rules, fills, shapes → lines."""
