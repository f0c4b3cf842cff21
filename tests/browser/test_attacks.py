"""Replies that try to run scripts or to break the page, in a real browser that no policy
protects."""

import pytest

from comments.findings import Draft
from comments.intake.post import post_reply
from comments.models import Policy
from comments.policies import changes
from comments.thread import pages
from newsroom.lib.matching import lookalikes
from tests import factories, material

#: Whatever a script that gets through may call, tells on itself.
CANARY = """
  window.caught = [];
  for (const name of ['alert', 'confirm', 'prompt', 'print'])
    window[name] = (...words) => window.caught.push([name, ...words].join(' '));
"""
WRONG = """() => {
  const wrong = [...window.caught];
  const allowed = new Set(['P', 'BR', 'EM', 'STRONG', 'CODE', 'PRE', 'BLOCKQUOTE', 'UL', 'OL', 'LI', 'A']);
  for (const part of document.querySelectorAll('.reply-text *')) {
    if (!allowed.has(part.tagName)) wrong.push(part.outerHTML);
    for (const { name, value } of part.attributes) {
      if (!['href', 'rel', 'start'].includes(name)) wrong.push(part.outerHTML);
      if (name === 'href' && !/^(https?|mailto):/i.test(value)) wrong.push(part.outerHTML);
    }
  }
  for (const part of document.querySelectorAll('.reply-name *')) if (part.tagName !== 'BDI') wrong.push(part.outerHTML);
  if (document.querySelectorAll('main').length !== 1 || !document.querySelector('footer')) wrong.push('a broken page');
  return wrong;
}"""


@pytest.mark.parametrize("texts", [material.attacks, material.texts])
def test_nothing_that_readers_write_runs_or_breaks_the_page(
    texts, new_context, live_server, monkeypatch
):
    monkeypatch.setattr(pages, "ROOTS", 200)
    monkeypatch.setattr(
        "comments.intake.rate_limits.LIMITS", {"network": (), "email": (), "article": ()}
    )
    story = factories.published("The ferry is back")
    changes.save(Policy(article=story.article, mode="open"), by=factories.somebody())
    posted = 0
    for text in texts():
        text = text.encode("utf-8", "replace").decode().replace("\0", "").strip()
        if text:
            draft = Draft(lookalikes.plain(text)[:245] or "Ana", f"{posted}@example.org", "", text)
            post_reply(edition=story, draft=draft, by=factories.somebody())
            posted += 1
    page = new_context(bypass_csp=True).new_page()
    page.add_init_script(CANARY)
    seen = 0
    for number in range(1, posted // 200 + 2):
        page.goto(f"{live_server.url}{story.get_absolute_url()}?page={number}")
        seen += page.locator(".reply").count()
        assert page.evaluate(WRONG) == []
        for link in page.locator(".reply-text a").element_handles()[:3]:
            link.evaluate(
                "link => link.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }))"
            )
        assert page.evaluate("window.caught") == []
    assert seen == posted
