"""The layout zoo: random plans printed in many layouts, with what the extractor must find."""
