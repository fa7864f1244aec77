"""The live model: every figure of the scorecard as a formula over the Data sheet."""
