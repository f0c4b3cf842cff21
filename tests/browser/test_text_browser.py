"""A text browser reads a story, posts a reply, and reads the receipt."""

import re
import subprocess
from urllib.parse import urlencode

from comments.models import Comment
from tests import factories, tools


def lynx(*arguments: str, told: str = "") -> str:
    done = subprocess.run(
        ["lynx", "-dump", "-width=100", *arguments],
        input=told,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    return " ".join(done.stdout.split())


def test_a_reply_from_a_terminal(live_server):
    tools.needs("lynx")
    story = factories.published("The ferry is back")
    factories.reply(story, "Who *says* so?", name="Bo")
    address = live_server.url + story.get_absolute_url()
    page = lynx(address)
    form = page[page.index("Leave a Reply") :]
    for words in ("Comment *", "Name *", "Email *", "Website", "Post Comment", "house rules"):
        assert words in form
    assert "Who says so?" in page
    key = re.search(r'name="key" value="([^"]+)"', lynx("-source", address))[1]
    typed = {
        "comment": "From a terminal.\n\n> quoted",
        "name": "Ada",
        "email": "ada@example.org",
        "key": key,
    }
    receipt = lynx("-post_data", f"{address}reply/", told=urlencode(typed) + "\n---\n")
    assert "Your reply is awaiting moderation." in receipt
    assert "From a terminal." in receipt
    assert Comment.objects.get(name="Ada").text == "From a terminal.\n\n> quoted"
