"""What train() and eval() change in each layer, and what the grad mode has to do with it."""
