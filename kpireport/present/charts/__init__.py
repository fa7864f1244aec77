"""Charts as inline SVG, drawn from plain numbers and finished texts."""
