"""The newsroom's pictures: kept, rendered, uploaded, and where they are shown."""
