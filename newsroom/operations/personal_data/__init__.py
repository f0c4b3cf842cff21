"""What is stored about people: each field of each model says whether it is, whose it is, why it is
kept, how long, and what an erasure does with it. docs/privacy.md is printed from it."""
