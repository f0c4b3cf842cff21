"""Pages that belong to no part: the style guide, and what stands where nothing is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Edition
from articles.pages import story_text
from articles.views import lists
from comments.intake.form import ReplyForm
from comments.models import Appeal, AppealState, Comment, Mode, State
from comments.thread.pages import Row
from comments.thread.rows import Place, shown
from comments.transparency.statements import BEGAN, COURTS, Rule, Statement
from comments.transparency.thread_ledger import Line
from newsroom.lib.text import html
from newsroom.moving.old_addresses import redirects

ROLES = ["paper", "paper-deep", "ink", "ink-soft", "accent", "staff", "warn"]


#: Each block of a text once; pictures and the story are those of the newest stories.
BLOCKS = """
<aside data-block="key-points"><ul><li>A point</li><li>Another point</li></ul></aside>
<p>Text with a footnote,<small data-note="">Where <em>this</em> is known from.</small> and
<code>code</code>.</p>
<blockquote><p>A quotation.</p></blockquote>
<figure data-block="quote"><blockquote><p>A quotation.</p></blockquote>
<figcaption>Who said it</figcaption></figure>
<aside data-block="pull-quote"><p>A line worth pulling out of the column.</p>
<footer>Who said it</footer></aside>
<p>And the text goes on beside it, for as long as the reader wishes to follow. There is room around
it.</p>
<table><caption>A table</caption>
<thead><tr><td></td><th scope="col">One</th><th scope="col">Two</th></tr></thead>
<tbody><tr><th scope="row">First</th><td>1</td><td>2</td></tr></tbody></table>
<pre><code>code = "as it stands"</code></pre>
<figure data-embed="https://vimeo.com/76979871"><figcaption>A film</figcaption></figure>
<figure data-embed="https://example.org/"><figcaption>A page</figcaption></figure>
"""


def front(request: HttpRequest) -> HttpResponse:
    """The front page, unless it is asked as WordPress is ("/?p=123")."""
    return redirects.of_front(request) or lists.front(request)


def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component in every state; the newest stories are its examples."""
    now = timezone.now()
    bad = ReplyForm(
        {"comment": "", "name": "", "email": "nobody", "website": "not an address"},
        auto_id="bad-%s",
    )
    bad.is_valid()
    examples = list(Edition.objects.live(now).newest_first().for_lists()[:4])
    context = {
        "roles": ROLES,
        "examples": examples,
        "text": _text(examples),
        "notices": [
            Edition(kind=kind, note="What was wrong, and what is right.", live_from=now)
            for kind in ("update", "clarification", "correction", "retraction")
        ],
        "rows": [shown(row, Place("", whole=True, mode=Mode.HELD), {}) for row in _replies(now)],
        "form": ReplyForm(),
        **_told(now),
        "bad_form": bad,
    }
    return render(request, "style_guide.html", context)


def _text(examples: list[Edition]) -> str:
    pictures = {
        edition.lead_picture_id: edition.lead_picture
        for edition in examples
        if edition.lead_picture_id
    }
    figures = [f'<figure data-picture="{number}"></figure>' for number in pictures]
    related = "".join(
        f'<aside data-story="{edition.article_id}"></aside>' for edition in examples[:1]
    )
    gallery = (
        f'<figure data-block="gallery">{"".join(figures)}<figcaption>A'
        " gallery</figcaption></figure>"
    )
    found = story_text.Found(pictures, {edition.article_id: edition for edition in examples})
    return story_text.Text(found).whole(
        html.clean_body(BLOCKS + related + "".join(figures[:1]) + gallery)
    )


def _told(now) -> dict:
    """What is told of a decision, in each state of an appeal against it."""
    rule = Rule(
        2, "No personal attacks", "Argue against what somebody says.", 1, "/house-rules/1/#rule-2"
    )
    decided = {"answer": "We have read it again.", "decided_at": now}
    return {
        "statement": Statement(
            "Your reply is not shown.",
            "Everywhere, until further notice.",
            BEGAN["report"],
            "Software took no part.",
            "A person decided.",
            rule,
            "",
            ("Say what is wrong with the argument instead.",),
            None,
        ),
        "appeals": [
            Appeal(
                pk=pk,
                text="Why it is wrong.",
                at=now,
                due_at=now,
                state=state,
                **(decided if pk > 1 else {}),
            )
            for pk, state in enumerate(AppealState.values, 1)
        ],
        "courts": COURTS,
        "ledger": Line(142, 9, ("5 personal attacks", "3 off the subject", "1 by law"), 2),
    }


def _replies(now) -> list[Row]:
    """One reply in each dress."""

    def reply(number: int, name: str, text: str, **more) -> Comment:
        return Comment(pk=number, name=name, text=text, created_at=now, **more)

    first = reply(
        1,
        "A reader",
        "A reply in two paragraphs.\n\nThis is the second.",
        website="https://example.org",
    )
    return [
        Row(1, 1, 0, first),
        Row(
            2,
            1,
            1,
            reply(2, "The newsroom", "An answer of the newsroom.", user_id=1, recommended=3),
        ),
        Row(
            3,
            1,
            2,
            reply(3, "A reader", "An answer to the answer.", reader_id=1, picked_at=now),
            answers=first,
        ),
        Row(4, 4, 0),
        Row(
            5,
            4,
            1,
            reply(5, "A third reader", "It answers a reply that is not shown any more."),
            folded=12,
        ),
        Row(
            6,
            6,
            0,
            reply(6, "Yourself", "Your own reply, which only you see.", state=State.HELD),
            pending=True,
        ),
        Row(
            7,
            7,
            0,
            reply(7, "Yourself", "Your own reply, after a decision.", state=State.REJECTED),
            pending=True,
        ),
    ]


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """What stood at this address before the paper moved here; or that nothing does."""
    return redirects.answer(request) or render(request, "404.html", status=404)
