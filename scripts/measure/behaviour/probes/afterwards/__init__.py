"""Used afterwards: what can be done outside with a tensor that was made inside."""
