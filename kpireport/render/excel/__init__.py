"""The Excel scorecard."""
