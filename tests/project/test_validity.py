"""Public pages are valid HTML: the Nu checker has nothing to say.

Covers newsroom/views.py.
"""

import subprocess

import pytest

from comments import links
from comments.people import follows
from comments.transparency import year_ledger
from newsroom.demo import fill
from tests import factories, tools

pytestmark = pytest.mark.django_db


def test_the_nu_checker_finds_nothing(client, tmp_path):
    from articles.models import Edition
    from comments.models import Comment

    tools.needs("java", "vnu-jar")
    fill.fill(say=lambda words: None)
    stories = [
        edition.get_absolute_url()
        for edition in Edition.objects.live(fill.timezone.now()).for_lists()
    ]
    held = Comment.objects.held().select_related("edition__address").first()
    answered = (
        Comment.objects.shown()
        .select_related("edition__address")
        .filter(article=held.article)
        .first()
    )
    rejected = factories.reply(answered.edition, state="rejected")
    year_ledger.tidy()
    pages = [
        "/",
        "/section/city/",
        "/topic/heritage/",
        "/author/none/",
        "/corrections/",
        "/house-rules/",
        "/style-guide/",
        "/search/",
        "/search/?q=harbuor&since=x",
        "/search/?q=the",
        f"{stories[0]}follow/",
        f"{stories[0]}follow/sent/",
        f"/replies/mail/{follows.token_for(factories.reader())}/",
        "/replies/confirm/unknown/",
        "/replies/ledger/",
        f"{answered.edition.get_absolute_url()}replies/{answered.pk}/notice/",
        links.legal_notice_status(factories.legal_notice(answered)),
        links.receipt(rejected),
        *stories,
        links.receipt(held),
        f"{answered.edition.get_absolute_url()}?replytocom={answered.pk}",
    ]
    for number, address in enumerate(pages):
        (tmp_path / f"{number}.html").write_bytes(client.get(address.split("#")[0]).content)
    bad = client.post(f"{held.edition.get_absolute_url()}reply/", {"comment": "", "email": "x"})
    (tmp_path / "bad.html").write_bytes(bad.content)
    command = ["java", "-jar", tools.find("vnu-jar"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
