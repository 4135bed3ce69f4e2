"""The checks: what contradicts the rules of DESIGN.md, told without running anything.

Each module looks after one rule and offers `problems(root)`, which yields what it found below that folder.
"""
