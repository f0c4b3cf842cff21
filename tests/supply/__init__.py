"""The packages of others that this is built from: what they are, and what is known against them."""
