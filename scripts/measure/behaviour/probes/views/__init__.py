"""Views, in-place operations and version counters of ordinary tensors: made outside, viewed or changed inside."""
