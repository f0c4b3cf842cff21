"""Which addresses lead to a player, and to which."""

import pytest

from newsroom.lib.web import players

TUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"
CASES = [
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", ("YouTube", TUBE)),
    ("https://youtu.be/dQw4w9WgXcQ?si=abc&t=1m30s", ("YouTube", f"{TUBE}&start=90")),
    ("http://m.youtube.com/shorts/dQw4w9WgXcQ", ("YouTube", TUBE)),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=90", ("YouTube", f"{TUBE}&start=90")),
    (
        "https://vimeo.com/76979871",
        ("Vimeo", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"),
    ),
    (
        "https://vimeo.com/76979871/a1b2c3d4",
        ("Vimeo", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1&h=a1b2c3d4"),
    ),
    ("https://www.youtube.com/@somebody", None),
    ("https://www.youtube.com/watch?v=..%2F..%2Fx", None),
    ("https://youtube.com.example.org/watch?v=dQw4w9WgXcQ", None),
    ("javascript:https://youtu.be/dQw4w9WgXcQ", None),
    ("https://example.org/watch?v=dQw4w9WgXcQ", None),
    ("https://[::1", None),
]


@pytest.mark.parametrize(("address", "player"), CASES)
def test_players(address, player):
    found = players.find(address)
    assert (found and (found.provider, found.address)) == player
    assert found is None or found.address.startswith(players.ORIGINS)
