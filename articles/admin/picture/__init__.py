"""Pictures in the admin: the library, one picture, uploads, and how one is chosen."""
