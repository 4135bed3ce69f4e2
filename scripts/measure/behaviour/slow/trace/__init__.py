"""What torch.jit.trace, torch.jit.script and torch.fx keep of the training flag, and of modes entered inside forward.

All of torch.jit warns that it is deprecated. Two rows show it; `traced` and `scripted` leave these warnings out.
"""
