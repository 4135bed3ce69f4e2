"""Made inside: what comes of tensors, layers, caches, gradients and optimizer state that a mode saw the birth of."""
