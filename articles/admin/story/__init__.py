"""Stories in the admin: their list, their form, and the pages behind the bigger steps."""
