"""What crosses into another process: the mode where it is forked, and what becomes of tensors on their way.

Nothing here waits for ever: a child that does not answer within LONGEST_S ends the probe with an error.
"""
