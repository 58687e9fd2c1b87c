"""Measure understanding and safety on labelled messages."""
