"""Text and HTML: cleaned, shown, compared, merged."""
