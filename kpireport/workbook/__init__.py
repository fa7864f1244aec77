"""The way in: from a workbook file to a Book and its Problems."""
