"""What changes parameters: optimizers, averages, updates by hand, and what a mode leaves behind for the next step."""
