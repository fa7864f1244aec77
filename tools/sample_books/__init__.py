"""What the sample workbooks hold, and how they look. Every figure and organisation is invented."""
