"""Preview links and remarks: reading a story together before it is published."""
