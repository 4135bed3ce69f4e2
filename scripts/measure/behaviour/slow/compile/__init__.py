"""Is the mode part of what torch.compile compiles? How often it compiles, and what the compiled code gives back.

The backends "eager" and "aot_eager" generate no code: the first runs the captured graph, the second its forward and backward
graphs. Only the rows about inductor need a C++ compiler (or Triton).
"""
