"""A run over the export files of a site, and its report."""
