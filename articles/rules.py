"""Who may do what with stories: small predicates, used by views, admin, templates and tests alike."""

from __future__ import annotations

from articles.models import Article


def is_own(user, article: Article) -> bool:
    """Whether `user` began the story or is among its authors."""
    return article.created_by_id == user.pk or article.authors.filter(user=user).exists()


def can_write(user) -> bool:
    """May begin stories."""
    return user.is_active and user.has_perm("articles.add_article")


def can_read(user, article: Article | None = None) -> bool:
    """May read working copies."""
    return user.is_active and user.has_perm("articles.view_article")


def can_edit(user, article: Article) -> bool:
    """May change this story: his own, or everybody's."""
    if not (user.is_active and user.has_perm("articles.change_article")):
        return False
    return user.has_perm("articles.change_others_article") or is_own(user, article)


def can_approve(user, article: Article | None = None) -> bool:
    """May call a story ready, or send it back."""
    return user.is_active and user.has_perm("articles.approve_article")


def can_publish(user, article: Article | None = None) -> bool:
    """May publish, schedule and withdraw; a story need not be ready for that."""
    return user.is_active and user.has_perm("articles.publish_article")
