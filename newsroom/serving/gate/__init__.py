"""The gate in front of Django, on the server's event loop: nobody who is slow, and nothing that is
much, takes the places of the others."""
