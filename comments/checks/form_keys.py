"""Form keys: whether a reply was sent from a story's form, and how soon after its writer came to
it.

The key on the page is the same for everyone, so that the page can be kept; it says where the form
belongs. A browser that runs scripts fetches a key of its own once somebody comes to the form: that
one knows the time.
"""

from __future__ import annotations

import datetime as dt

from django.core import signing

from comments.findings import Sent

_SIGNER = signing.Signer(salt="comments.form")
#: Nobody writes a reply faster.
SOONEST = dt.timedelta(seconds=2)
#: An older key of one's own says no more than that of the page.
OLDEST = dt.timedelta(days=1)


def of_page(article_id: int) -> str:
    """The key that stands on the story's page: always the same."""
    return _SIGNER.sign_object([article_id])


def of_writer(article_id: int, now: dt.datetime) -> str:
    """A key for somebody who has come to the form just now."""
    return _SIGNER.sign_object([article_id, int(now.timestamp())])


def read(key: str, article_id: int, now: dt.datetime) -> Sent:
    """What a key that was sent with a reply says."""
    try:
        story, *times = _SIGNER.unsign_object(key)
    except (signing.BadSignature, TypeError, ValueError):
        return Sent(from_form=False)
    if story != article_id:
        return Sent(from_form=False)
    if not times:
        return Sent(from_form=True)
    after = now - dt.datetime.fromtimestamp(times[0], dt.UTC)
    return Sent(from_form=True, after=after if after <= OLDEST else None)
