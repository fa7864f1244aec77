"""From a ReportView to bytes, one file an output."""
