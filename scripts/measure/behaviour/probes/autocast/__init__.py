"""Mixed precision in each mode: the dtypes, the casts of the weights, and the cache that keeps them within a block."""
