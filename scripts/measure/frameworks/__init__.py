"""Which switch a framework turns for you: each case runs one of its entry points and looks from inside the forward pass.

Runs in an environment of its own (`make frameworks`), so that nothing else depends on what these packages pull in.
"""
