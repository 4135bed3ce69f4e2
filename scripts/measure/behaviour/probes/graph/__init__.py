"""Does it record a graph? What the output of a forward pass knows of its history, and what can be done with it."""
