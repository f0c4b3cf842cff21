"""What stands in the blocks of a text."""

from newsroom.lib.text import blocks


def test_the_pictures_in_a_text():
    text = (
        '<p>One</p><figure data-picture="12"><figcaption>At dawn</figcaption></figure><figure'
        ' class="wide" data-picture="7"></figure><figure data-picture="12"></figure><figure'
        ' data-picture="x"></figure><p data-picture="9">data-picture="8"</p><figure'
        ' data-picture=""></figure>'
    )
    assert blocks.pictures(text) == [12, 7]
    assert blocks.pictures("") == []
