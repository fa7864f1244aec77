"""Every figure back to its formula and its cells, by the same rules that computed it."""
