"""How far does a mode reach? Threads, generators, async functions, exceptions, decorators, and one object used twice.

Most answers are the mode that holds somewhere: see `mode_now`.
"""
