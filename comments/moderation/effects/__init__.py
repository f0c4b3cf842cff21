"""What a decision brings with it: a file each, with `apply(act)`, run in the order of
decisions.EFFECTS."""
