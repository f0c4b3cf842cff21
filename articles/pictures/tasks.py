"""Work of the newsroom that is done later, by the worker."""

from django_tasks import task

from articles.models import Picture


@task()
def make_renditions(picture_id: int) -> int:
    """Make every declared rendition that is missing, so that no reader waits for one. How many were made."""
    from articles.pictures import library  # it enqueues this task

    picture = Picture.objects.filter(pk=picture_id).first()
    return library.make_missing(picture) if picture else 0


@task()
def delete_files(token: str, original: str) -> None:
    """Delete the renditions of a token and, if named, an original that nothing refers to any more."""
    from articles.pictures import library

    library.delete_files(token, original)
