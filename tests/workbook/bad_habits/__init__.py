"""Workbooks of bad habits: what people really type, and what is read or said of it."""
