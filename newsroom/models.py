"""The people who log in."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody of the newsroom. What a person may do follows from the groups: see roles.py."""

    def __str__(self) -> str:
        return self.get_full_name() or self.username
