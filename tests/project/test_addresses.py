"""Every address has a rule who may use it: this sweep asks each as each role, and fails on one
without a rule.

Covers articles/urls.py, comments/urls.py, newsroom/urls.py, comments/permissions.py.
"""

import pytest
from django.apps import apps
from django.core.mail import EmailMessage
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from articles.models import Picture, Publication
from articles.pictures.library import make_renditions
from comments.models import DeskHours, Policy, PrivacySettings
from comments.people import erasing
from comments.transparency import year_ledger
from newsroom import public_addresses
from newsroom.mail import outbox
from newsroom.models import PolicyReport, User
from newsroom.roles import ROLES
from tests import factories

pytestmark = pytest.mark.django_db
EVERYBODY = "everybody"
NEWSROOM = "whoever is logged in"
NOBODY = "nobody, when asked like this"

#: Addresses of our own, and what they need: everybody, a login, or a right.
RULES = {
    **dict.fromkeys((*public_addresses.PAGES, *public_addresses.OTHERS), EVERYBODY),
    "admin:index": NEWSROOM, "admin:login": EVERYBODY, "admin:logout": EVERYBODY,
    "admin:jsi18n": NEWSROOM,
    "admin:account": NEWSROOM, "admin:password_change": NEWSROOM,
    "admin:password_change_done": NEWSROOM, "admin:app_list": NEWSROOM,
    "admin:view_on_site": NEWSROOM,
    "admin:autocomplete": NOBODY,  # without naming a field; with one, as its model allows
    "admin:comments_comment_changelist": "comments.view_comment",
    "admin:comments_comment_decide": "comments.decide_comment",
    "admin:comments_comment_undo": "comments.decide_comment",
    "admin:comments_feedback_settle": "comments.settle_feedback",
    "admin:comments_risk_story": "comments.add_risk",
    "admin:comments_risk_lift": "comments.change_risk",
    "admin:comments_comment_answer": "comments.settle_feedback",
    "admin:comments_comment_many": "comments.decide_comment",
    "admin:comments_comment_look": "comments.view_comment",
    "admin:comments_comment_mine": "comments.view_comment",
    "admin:comments_comment_conversation": "comments.view_comment",
    "admin:comments_comment_put_aside": "comments.decide_comment",
    "admin:comments_comment_pass_on": "comments.decide_comment",
    "admin:comments_comment_passed_on": "comments.decide_comment",
    "admin:comments_comment_watched": "comments.view_comment",
    "admin:comments_comment_watch": "comments.view_comment",
    "admin:comments_comment_unwatch": "comments.view_comment",
    "admin:comments_comment_keep_view": "comments.view_comment",
    "admin:comments_comment_remove_view": "comments.view_comment",
    "admin:comments_comment_many_done": "comments.decide_comment",
    "admin:comments_comment_pick": "comments.decide_comment",
    "admin:comments_comment_unpick": "comments.decide_comment",
    "admin:comments_decision_figures": "comments.see_figures",
    "admin:comments_legalnotice_decide": "comments.decide_legalnotice",
    "admin:comments_appeal_answer": "comments.decide_appeal",
    "admin:comments_sanction_person": "comments.view_sanction",
    "admin:comments_sanction_measure": "comments.add_sanction",
    "admin:comments_sanction_note": "comments.add_personnote",
    "admin:comments_sanction_lift": "comments.change_sanction",
    "admin:comments_sanction_undo": "comments.decide_comment",
    "admin:comments_erasure_person": "comments.export_person",
    "admin:comments_erasure_file": "comments.export_person",
    "admin:comments_erasure_erase": "comments.erase_person",
    "admin:comments_deskrule_try": "comments.change_deskrule",
    "admin:comments_deskrule_move": "comments.change_deskrule",
    "admin:articles_article_settle": "articles.change_others_article",  # or one's own
    "admin:articles_article_autosave": "articles.change_others_article",  # or one's own
    "admin:articles_article_add_autosave": "articles.add_article",
    "admin:articles_article_discard": "articles.add_article",
    "admin:articles_article_presence": "articles.view_article",
    "admin:articles_picture_rendition": "articles.view_picture",
    "admin:articles_picture_choose": "articles.view_picture",
    "admin:articles_picture_words": "articles.change_picture",
    "admin:articles_picture_uploads": "articles.add_picture",
    "admin:articles_picture_upload": "articles.add_picture",
    "admin:articles_picture_keep_upload": "articles.add_picture",
    "admin:desk_calendar": "articles.add_article", "admin:desk_move": "articles.add_article",
    "admin:desk_board": "articles.add_article", "admin:desk_step": "articles.add_article",
    "admin:desk_output": "articles.add_article", "admin:find": NEWSROOM,
    "admin:articles_article_compare": "articles.view_article",
    "admin:articles_article_restore": "articles.change_others_article",
    "admin:articles_article_name_revision": "articles.change_others_article",
    "admin:articles_article_previews": "articles.change_others_article",  # or one's own
    "admin:articles_article_revoke": "articles.change_others_article",
    "admin:articles_article_remarks": "articles.view_article",
    "admin:articles_article_answer": "articles.view_article",
    "admin:articles_article_resolve": "articles.change_others_article",
    "admin:articles_article_reopen": "articles.change_others_article",
    "admin:articles_article_checks": "articles.add_article",
    "admin:articles_article_blocks": "articles.add_article",
    "admin:articles_article_typed": "articles.add_article",
    "admin:articles_article_quick": "articles.change_others_article",  # or one's own
    "admin:articles_article_bulk": "articles.change_article",
    "admin:articles_article_keep_view": "articles.view_article",
    "admin:articles_article_remove_view": "articles.view_article",
    "admin:articles_article_publish": "articles.publish_article",
    "admin:articles_article_withdraw": "articles.publish_article",
    "admin:articles_article_unschedule": "articles.publish_article",
    "admin:user_login": "newsroom.change_user",
    "admin:user_roles": "newsroom.change_user",
    "admin:forgotten": EVERYBODY, "admin:choose_password": EVERYBODY,
    "admin:login_code": EVERYBODY,  # who has given a password before
    "admin:change_email": NEWSROOM, "admin:confirm_email": NEWSROOM,
    "admin:end_sessions": NEWSROOM,
    "admin:login_passkey": EVERYBODY, "admin:second_factor_passkey": NEWSROOM,
    "admin:second_factor": NEWSROOM, "admin:second_factor_app": NEWSROOM,
}  # fmt: skip
#: Fronts: whoever composes them, sees and does all.
RULES |= {
    f"admin:articles_front_{name}": "articles.change_front"
    for name in (
        "changelist",
        "change",
        "at",
        "preview",
        "publish",
        "history",
        "compare",
        "unschedule",
        "back",
    )
}
#: The model, campaigns and second looks.
RULES |= {
    "admin:comments_textmodel_choose": "comments.change_textmodel",
    "admin:comments_textmodel_cost": "comments.change_textmodel",
    "admin:comments_campaign_decide": "comments.decide_comment",
    "admin:comments_campaign_undo": "comments.decide_comment",
    "admin:comments_secondlook_changelist": "comments.decide_comment",
    "admin:comments_secondlook_change": "comments.decide_comment",
    "admin:comments_secondlook_history": "comments.decide_comment",
    "admin:comments_secondlook_answer": "comments.decide_comment",
    "admin:comments_secondlook_results": "comments.see_figures",
}
STOCK = {
    "changelist": "view",
    "add": "add",
    "change": "view",
    "history": "view",
    "delete": "delete",
}
READ_ONLY = {  # nobody adds, or deletes
    "comment",
    "decision",
    "record",
    "mail",
    "risk",
    "feedback",
    "appeal",
    "legalnotice",
    "sanction",
    "textmodel",
    "campaign",
    "secondlook",
    "erasure",
    "import",
    "importline",
    "policyreport",
}
NEVER = {
    ("houserule", "delete"),
    ("publication", "add"),
    ("publication", "delete"),
    ("article", "delete"),
    ("deskrule", "delete"),
    ("privacysettings", "add"),  # where there is one: here is one
    ("privacysettings", "delete"),
}


def names(patterns=None, prefix="") -> list[tuple[str, list[str]]]:
    """The name of every address, with the names of its arguments."""
    found = []
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            found += names(pattern.url_patterns, space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.append(
                (
                    prefix + pattern.name,
                    list(pattern.pattern.converters) or ["?"] * pattern.pattern.regex.groups,
                )
            )
    return found


ADDRESSES = sorted(dict(names()).items())


def parts(name: str) -> tuple[str, str, str]:
    """App, model and verb of one of the admin's own addresses, or three times nothing."""
    for model in apps.get_models() if name.startswith("admin:") else ():
        start = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(start):
            return model._meta.app_label, model._meta.model_name, name.removeprefix(start)
    return "", "", ""


def rule(name: str) -> str | None:
    """What an address needs, or None when nobody has said."""
    if name in RULES:
        return RULES[name]
    app, model, verb = parts(name)
    if verb in STOCK:
        apps.get_model(app, model)
        return f"{app}.{STOCK[verb]}_{model}"
    return None


def test_every_address_has_a_rule():
    without = [name for name, _ in ADDRESSES if rule(name) is None]
    assert not without, "Name it in newsroom/public_addresses.py, or in RULES (the admin)."


def test_every_public_address_is_in_the_table():
    """And in one place: what everybody reads alike, or why it is not that."""
    public = [name for name, _ in ADDRESSES if not name.startswith("admin:")]
    told = [*public_addresses.PAGES, *public_addresses.OTHERS]
    assert set(told) == set(public), "Name it in newsroom/public_addresses.py."
    assert len(told) == len(public)


def test_no_rule_is_left_over():
    assert set(RULES) <= {name for name, _ in ADDRESSES}


@pytest.fixture
def example(people):
    """The arguments of every address, so that there is something at it."""
    edition = factories.published(
        "Example",
        by=people["editor"],
        topics=[factories.topic()],
        authors=[factories.author()],
        series=factories.series(),
    )
    comment = factories.reply(edition)
    picture = Picture.objects.create(
        original="x.jpg",
        width=100,
        height=100,
        format="jpeg",
        digest="x",
        uploaded_by=people["editor"],
    )
    policy = Policy.objects.create()
    hours = DeskHours.objects.create(day=0, opens="09:00", closes="12:00")
    risk, hint = factories.risk(edition), factories.hint(edition)
    appeal = factories.appeal(factories.reply(edition, state="rejected"))
    year_ledger.tidy()
    task = make_renditions.enqueue(picture.pk)
    numbers = {
        "article": edition.article_id,
        "comment": comment.pk,
        "decision": comment.decisions.first().pk,
        "record": edition.records.first().pk,
        "section": edition.section_id,
        "topic": factories.topic().pk,
        "author": factories.author().pk,
        "picture": picture.pk,
        "policy": policy.pk,
        "deskhours": hours.pk,
        "risk": risk.pk,
        "feedback": hint.pk,
        "appeal": appeal.pk,
        "legalnotice": factories.legal_notice(comment).pk,
        "deskrule": factories.desk_rule().pk,
        "sanction": factories.sanction().pk,
        "houserule": factories.house_rule().pk,
        "user": people["writer"].pk,
        "publication": 1,
        "dbtaskresult": task.id,
        "mail": outbox.write([EmailMessage("Hello", "…", to=["ada@example.org"])])[0].pk,
    }
    numbers["privacysettings"] = PrivacySettings.objects.create(pk=1).pk
    numbers["erasure"] = erasing.begin("nobody@example.org", source="command").pk
    factories.front(edition.article_id)
    numbers["series"] = factories.series().pk
    numbers["campaign"] = factories.campaign(edition).pk
    numbers["secondlook"] = factories.second_look(edition).pk
    brought = factories.brought(edition.article)
    refused = PolicyReport.objects.create(
        directive="img-src", page="/", first_at=timezone.now(), last_at=timezone.now()
    )
    numbers["policyreport"] = refused.pk
    numbers |= {"import": brought.pk, "importline": brought.lines.first().pk}
    Publication.objects.create(pk=1)
    tokens = {"picture": picture.token, "preview": factories.preview_link(edition.article).token}
    return {"edition": edition, "numbers": numbers, "tokens": tokens}


def address(name: str, arguments: list[str], example: dict) -> str:
    values = {
        **example["edition"].address.parts,
        "token": example["tokens"]["preview" if "preview" in name else "picture"],
        "crop": "whole",
        "width": 320,
        "ext": "jpg",
        "form": "atom",
        "kind": "topic",
        "part": 0,
        "before": 1,
        "now": 2,
        "key": "A" * 22,
        "of": timezone.now().year,
        "app_label": "articles",
        "content_type_id": 1,
        "url": "x",
        "tab": "00000000-0000-0000-0000-000000000001",
    }
    under = {"section": "city", "topic": "harbour", "author": "ada-novak", "series": "the-river"}
    values["place"] = "home"
    values["slug"] = under.get(name.removeprefix("articles:").split("-")[0], values["slug"])
    number = example["numbers"].get(parts(name)[1], 1)
    if arguments and arguments[0] == "?":
        return reverse(
            name, args=["articles" if name == "admin:app_list" else number for _ in arguments]
        )
    return reverse(name, kwargs={key: values.get(key, number) for key in arguments})


@pytest.mark.parametrize("role", ["anonymous", *ROLES])
def test_every_address_as_every_role(client, example, people, role):
    wrong = []
    if role != "anonymous":
        client.force_login(people[role])
    for name, arguments in ADDRESSES:
        needed = rule(name)
        _, model, verb = parts(name)
        answer = client.get(address(name, arguments, example))
        to_login = answer.status_code == 302 and "/login/" in answer["Location"]
        if role != "anonymous" and name == "admin:logout":
            continue
        if role == "anonymous":
            refused = to_login
            should = needed != EVERYBODY
        else:
            refused = answer.status_code == 403 or to_login
            may = needed in (EVERYBODY, NEWSROOM) or User.objects.get(pk=people[role].pk).has_perm(
                needed
            )
            never = (model in READ_ONLY and verb in {"add", "delete"}) or (model, verb) in NEVER
            should = not may or (name.startswith("admin:") and never)
        if refused != should or answer.status_code >= 500:
            wrong.append(
                f"{name}: {answer.status_code}, though {'' if should else 'not '}to be refused"
                f" ({needed})"
            )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_every_step_of_the_admin_as_every_role(client, example, people, role):
    """Addresses that only lead on when they are read take a step when something is sent there:
    whoever may not is refused then, and nobody sees an error. What is sent says nothing, so that
    for whoever may it is a form with faults."""
    client.force_login(people[role])
    user, wrong, asked = User.objects.get(pk=people[role].pk), [], 0
    for name, arguments in ADDRESSES:
        needed = rule(name)
        if not name.startswith("admin:") or needed in (EVERYBODY, NEWSROOM, NOBODY):
            continue
        if client.get(address(name, arguments, example)).status_code not in (302, 405, 403):
            continue
        answer = client.post(address(name, arguments, example))
        asked += 1
        to_login = answer.status_code == 302 and "/login/" in answer["Location"]
        refused = answer.status_code == 403 or to_login
        if answer.status_code >= 500 or (not user.has_perm(needed) and not refused):
            wrong.append(f"{name}: {answer.status_code} to a {role} ({needed})")
    assert asked > 20
    assert not wrong, "\n".join(wrong)
