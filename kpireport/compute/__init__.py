"""The pure core: from a Book to a Scorecard."""
