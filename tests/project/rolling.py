"""What test_rolling_upgrade.py runs in processes of their own, in the tree of one version or
another.

`fill` makes a small site with the present code and tells what is on it. `walk` reads and works on
it over HTTP alone, so that any version of the code can do it.
"""

import json
import os
import sys


def fill() -> dict:
    import datetime as dt

    from tests import factories

    for role in ("editor", "moderator"):
        factories.somebody(role)
    story = factories.published(
        "The ferry is back",
        standfirst="It sails again.",
        ago=dt.timedelta(days=1),
        topics=[factories.topic()],
        authors=[factories.author()],
    )
    factories.reply(story, "It was about time.")
    held = factories.reply(story, "Is this thing on?", name="Waiting", state="held")
    draft = factories.article("A draft about nets")
    return {
        "story": story.get_absolute_url(),
        "held": held.pk,
        "draft": draft.pk,
        "section": draft.section_id,
    }


def walk(told: dict, word: str) -> None:
    """Read every kind of public page, leave a reply, decide about one, write and publish; `word` is
    in what it writes."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    def browser(username: str = "") -> Client:
        client = Client(SERVER_NAME="localhost")
        if username:
            client.force_login(get_user_model().objects.get(username=username))
        return client

    def read(client: Client, address: str, *words: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        text = answer.content.decode()
        assert all(each in text for each in words), (address, words)
        return text

    def send(client: Client, address: str, fields: dict, status: int = 302) -> str:
        answer = client.post(address, fields)
        assert answer.status_code == status, (
            address,
            answer.status_code,
            answer.content.decode()[:3000],
        )
        return answer["Location"].partition("#")[0]

    reader, editor, moderator = browser(), browser("editor"), browser("moderator")
    for address in ("/", "/section/city/", "/topic/harbour/", "/author/ada-novak/"):
        read(reader, address, "The ferry is back")
    read(reader, told["story"], "The ferry is back", "It sails again.", "It was about time.")
    for address in ("/corrections/", "/house-rules/", "/readyz"):
        read(reader, address)

    typed = {
        "comment": f"A reply from {word}",
        "name": "Reader",
        "email": f"{word}@example.org",
        "website": "",
    }
    receipt = send(reader, f"{told['story']}reply/", typed, 303)
    read(reader, receipt, f"A reply from {word}", "awaiting moderation")

    read(moderator, "/admin/comments/comment/", "Is this thing on?", f"A reply from {word}")
    held = str(told["held"])
    send(
        moderator,
        "/admin/comments/comment/decide/",
        {"act": f"shown:{held}", f"seen-{held}": "held"},
    )
    read(reader, told["story"], "Is this thing on?")
    send(
        moderator,
        "/admin/comments/comment/decide/",
        {"act": f"held:{held}", f"seen-{held}": "shown"},
    )

    story_form = {
        "headline": f"Written by {word}",
        "kicker": "",
        "standfirst": "",
        "body": "<p>Text.</p>",
        "dateline": "",
        "lead_picture": "",
        "lead_alt": "",
        "lead_caption": "",
        "lead_credit": "",
        "slug": "",
        "seen_version": "",
        "section": told["section"],
        "credits-TOTAL_FORMS": 0,
        "credits-INITIAL_FORMS": 0,
        "reply_policy-TOTAL_FORMS": 0,
        "reply_policy-INITIAL_FORMS": 0,
    }
    page = send(editor, "/admin/articles/article/add/", {**story_form, "_save": "Save"})
    read(editor, page, f"Written by {word}")
    send(editor, page.replace("change", "publish"), {"when": "now", "seen_version": 1})
    read(reader, "/", f"Written by {word}")


def main(part: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    import django

    django.setup()
    if part == "fill":
        print(json.dumps(fill()))
    else:
        walk(json.load(sys.stdin), part)


if __name__ == "__main__":
    main(sys.argv[1])
