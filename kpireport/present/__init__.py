"""From a Scorecard to the ReportView that every output lays out."""
