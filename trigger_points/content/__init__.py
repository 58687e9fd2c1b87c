"""The knowledge: shape, loading, checking."""
