"""The newsroom's own model of texts: its seed, its training, its predictions."""
