"""What differentiates, watches or recomputes by rules of its own: hooks, checkpoints, torch.func, custom Functions."""
