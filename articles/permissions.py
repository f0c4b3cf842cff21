"""Who may do what with stories: small predicates, used by views, admin, templates and tests
alike."""

from __future__ import annotations

from articles.models import Article


def is_own(user, article: Article) -> bool:
    """Whether `user` began the story, owns it, or is among its authors."""
    return user.pk in (article.created_by_id, article.owner_id) or any(
        author.user_id == user.pk for author in article.authors.all()
    )


def can_write(user) -> bool:
    """May begin stories."""
    return user.is_active and user.has_perm("articles.add_article")


def can_read(user, article: Article | None = None) -> bool:
    """May read working copies."""
    return user.is_active and user.has_perm("articles.view_article")


def can_edit(user, article: Article) -> bool:
    """May change this story: one's own, or anybody's."""
    if not (user.is_active and user.has_perm("articles.change_article")):
        return False
    return user.has_perm("articles.change_others_article") or is_own(user, article)


def editable(user, articles: list[Article]) -> set[int]:
    """The numbers of those that `user` may change, as can_edit has it. One query at most, however
    many there are."""
    if not (user.is_active and user.has_perm("articles.change_article")):
        return set()
    numbers = {article.pk for article in articles}
    if user.has_perm("articles.change_others_article"):
        return numbers
    return set(Article.objects.of(user).filter(pk__in=numbers).values_list("pk", flat=True))


def can_preview(user, article: Article) -> bool:
    """May show this story to others before it is published."""
    return can_edit(user, article)


def can_remark(user, article: Article) -> bool:
    """May say something about this story, and answer what others said."""
    return can_read(user, article)


def can_resolve(user, article: Article) -> bool:
    """May call a remark on this story dealt with."""
    return can_edit(user, article)


def can_approve(user, article: Article | None = None) -> bool:
    """May call a story ready, or send it back."""
    return user.is_active and user.has_perm("articles.approve_article")


def can_skip_review(user) -> bool:
    """May approve what they wrote themselves, and publish what nobody has approved."""
    return user.is_active and user.has_perm("articles.skip_review")


def can_publish(user, article: Article | None = None) -> bool:
    """May publish or schedule what is approved."""
    return user.is_active and user.has_perm("articles.publish_article")


def can_withdraw(user, article: Article | None = None) -> bool:
    """May take a story off the site: the right to publish, as it is."""
    return user.is_active and user.has_perm("articles.publish_article")


def can_unschedule(user, article: Article | None = None) -> bool:
    """May cancel an edition that waits for its time."""
    return user.is_active and user.has_perm("articles.publish_article")


def can_choose_levels(user) -> bool:
    """May say how much each check before publishing weighs."""
    return user.is_active and user.has_perm("articles.change_checklevel")


def can_compose(user) -> bool:
    """May compose, publish and roll back fronts."""
    return user.is_active and user.has_perm("articles.change_front")


def can_move_in(user) -> bool:
    """May say where old addresses lead, as whoever brings an archive does."""
    return user.is_active and user.has_perm("articles.change_others_article")
