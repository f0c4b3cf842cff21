"""What stories that come in stand under and show: sections, topics, authors and pictures, found or
made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import models, transaction

from articles import taxonomy
from articles.errors import NoRoom
from articles.finding import former_addresses
from articles.models import Author, Picture, Section, Topic
from articles.pictures.library import keep_picture
from newsroom.lib.pictures.images import BadPicture
from newsroom.models import Imported, Outcome, User
from newsroom.moving.wordpress import addresses
from newsroom.moving.wordpress.converting.media_references import Pointed
from newsroom.moving.wordpress.importing.catalogue import Attachment, picture_key, shorten_key
from newsroom.moving.wordpress.importing.facts import (
    Filing,
    Place,
    Survey,
    parent_path,
    stories_below,
)
from newsroom.moving.wordpress.importing.media import Media, NotHad
from newsroom.moving.wordpress.importing.run import Lines
from newsroom.moving.wordpress.items import Filed, Item, Person, Term
from newsroom.moving.wordpress.texts import one_line, truncate, truncate_name

#: Maximum number of things remembered; beyond, they are looked up again.
MAX_REMEMBERED = 20_000


class Remembered(dict):
    """A cache that is emptied when it is full."""

    def once(self, key: Any, make: Callable[[], Any]) -> Any:
        if key not in self:
            if len(self) >= MAX_REMEMBERED:
                self.clear()
            self[key] = make()
        return self[key]


class Desk:
    """Finds or makes what is asked for, each in a transaction of its own, with the old addresses
    that lead there."""

    def __init__(
        self, survey: Survey, filing: Filing, media: Media, lines: Lines, *, by: User
    ) -> None:
        self.survey, self.filing, self.media, self.lines, self.by = survey, filing, media, lines, by
        self.source = survey.source
        self.known = Remembered()

    # -- sections, topics, authors
    # ---------------------------------------------------------------------------

    def furnish(self) -> None:
        """Make what the categories of the files become; those without stories stay behind."""
        former_addresses.lead(addresses.of_site(self.survey.site), None, by=self.by)
        for slug, category in sorted(self.survey.categories.items()):
            place = self.filing.categories.get(slug)
            if not stories_below(category, self.survey.categories):
                self.lines.add(
                    Outcome.LOST,
                    "category",
                    about="Category without stories",
                    subject=category.name,
                )
            elif place and place.kind == "section":
                self._remember("category", slug, self.section(place))
            elif place and place.kind == "topic":
                self.topic(place, Filed("category", slug, category.name))
        for slug in sorted(self.survey.tags - self.survey.tagged):
            self.lines.add(Outcome.LOST, "tag", about="Tag without stories", subject=slug)

    def section(self, place: Place) -> Section:
        return self.known.once(("section", place.slug), lambda: self._place(Section, place))

    def topic(self, place: Place, filed: Filed) -> Topic:
        topic = self.known.once(("topic", place.slug), lambda: self._place(Topic, place))
        self.known.once(
            (filed.domain, filed.slug), lambda: self._remember(filed.domain, filed.slug, topic)
        )
        return topic

    def author(self, login: str) -> Author | None:
        return self.known.once(("author", login), lambda: self._author(login))

    @transaction.atomic
    def _place(self, model: type[models.Model], place: Place) -> models.Model:
        found = model.objects.filter(slug=place.slug).first()
        if found:
            return found
        name = model._meta.model_name
        of = [
            slug
            for slug, each in self.filing.categories.items()
            if (each.kind, each.slug) == (name, place.slug)
        ]
        said = (
            one_line(self.survey.categories[slug].description)
            for slug in of
            if slug in self.survey.categories
        )
        found = model(
            slug=place.slug,
            name=place.name,
            description=truncate(next(filter(None, said), ""), 300),
        )
        taxonomy.keep(found, by=self.by)
        words = f"{place.name}, {found.get_absolute_url()}"
        self.lines.add(Outcome.CAME, name, about=f"New {name}", words=words, subject=place.name)
        return found

    @transaction.atomic
    def _remember(self, taxonomy: str, slug: str, found: models.Model) -> None:
        """Note what a term became, and lead its old addresses there; once."""
        _, new = Imported.objects.get_or_create(
            source=self.source,
            kind=taxonomy[:20],
            key=shorten_key(slug),
            defaults={found._meta.model_name: found},
        )
        if new:
            category = self.survey.categories.get(slug) if taxonomy == "category" else None
            number, parent = (category.number, category.parent) if category else (0, "")
            term = Term(taxonomy, slug, found.name, number, parent)
            path = "/".join(parent_path(slug, self.survey.categories)) if category else slug
            former_addresses.lead(
                addresses.of_term(term, path, self.survey.site), found, by=self.by
            )

    @transaction.atomic
    def _author(self, login: str) -> Author | None:
        signed = self.filing.authors.get(login)
        if signed is None or not signed.slug:
            return None
        person = self.survey.people.get(login, Person(login))
        found = Author.objects.filter(slug=signed.slug).first()
        if found is None:
            user = self.user(person)
            free = user is not None and not Author.objects.filter(user=user).exists()
            name = signed.name or truncate_name(login)
            found = taxonomy.keep(
                Author(slug=signed.slug, name=name, user=user if free else None), by=self.by
            )
            words = f"{name}, {found.get_absolute_url()}"
            self.lines.add(Outcome.CAME, "author", about="New author", words=words, subject=name)
        _, new = Imported.objects.get_or_create(
            source=self.source,
            kind="author",
            key=shorten_key(login),
            defaults={"author": found, "number": person.number},
        )
        if new:
            former_addresses.lead(addresses.of_person(person, self.survey.site), found, by=self.by)
        return found

    def user(self, person: Person) -> User | None:
        """The login here that has somebody's email address."""
        if not person.email:
            return None
        return (
            User.objects.filter(email__iexact=person.email, is_active=True).order_by("pk").first()
        )

    # -- pictures
    # --------------------------------------------------------------------------------------------

    def lead(self, number: int) -> Picture | None:
        pk = self._of(number=number)
        return Picture.objects.filter(pk=pk).first() if pk else None

    def picture(self, pointed: Pointed) -> int | None:
        return (pointed.number and self._of(number=pointed.number)) or (
            self._of(key=picture_key(pointed.address)) if pointed.address else None
        )

    def _of(self, **by: Any) -> int | None:
        """The number of our picture that is there for a number or address of theirs."""

        def found() -> int | None:
            rows = Imported.objects.filter(
                source=self.source, kind="picture", picture__isnull=False, **by
            )
            pk = rows.values_list("picture", flat=True).first()
            return pk if pk and Picture.objects.filter(pk=pk).exists() else None

        return self.known.once(("picture", *by.items()), found)

    def bring_pointed(self, pointed: Pointed) -> None:
        """Bring what a text points to and the files don't list, where it lies on the old site
        itself."""
        catalogue = self.survey.catalogue
        if (
            self.picture(pointed)
            or catalogue.of_number(pointed.number)
            or catalogue.at(pointed.address)
        ):
            return
        host = (urlsplit(pointed.address).hostname or "").lower()
        site = self.survey.site
        own = {(urlsplit(each).hostname or "").lower() for each in (site.link, site.base_blog_url)}
        if host not in own or not pointed.address:
            return
        key = picture_key(pointed.address)
        address = pointed.address
        loose = Attachment(
            0, key, address, "", "", pointed.alt, pointed.caption, "", 0, "", "", "", "", 0
        )
        if loose.is_picture and ("failed", loose.key) not in self.known:
            self.bring(loose)

    def bring(self, attachment: Attachment) -> bool:
        """Bring a picture, unless it is here; True if it came now. What fails is told, and tried
        again next time."""
        known = Imported.objects.filter(
            source=self.source, kind="picture", key=attachment.key
        ).first()
        if known:
            return False
        subject = attachment.name or attachment.address
        where = {
            "file": attachment.source_file,
            "line": attachment.line,
            "number": attachment.number,
        }
        try:
            data = self.media.read(attachment.address, attachment.file)
            picture = self._kept(attachment, data, where)
        except (NotHad, BadPicture, NoRoom, PermissionDenied, ValueError, OSError) as failure:
            self.known.once(("failed", attachment.key), lambda: True)
            about = (
                "Picture can't be had" if isinstance(failure, NotHad) else "Picture can't be used"
            )
            self.lines.add(
                Outcome.LOST,
                "picture",
                about=about,
                words=f"{attachment.address}: {failure}",
                subject=subject,
                **where,
            )
            return False
        self.known[("picture", ("key", attachment.key))] = picture.pk
        if attachment.number:
            self.known[("picture", ("number", attachment.number))] = picture.pk
        self.lines.add(
            Outcome.CAME,
            "picture",
            about="Picture",
            words=attachment.address,
            subject=subject,
            picture=picture,
            **where,
        )
        return True

    def _kept(self, attachment: Attachment, data: bytes, where: dict) -> Picture:
        digest = hashlib.sha256(data).hexdigest()
        there = Picture.objects.filter(digest=digest).first()
        if there:
            with transaction.atomic():
                self._note(attachment, there)
            return there
        told = {
            "alt": (one_line(attachment.alt), 300),
            "caption": (one_line(attachment.caption) or one_line(attachment.description), 500),
        }
        for name, (text, most) in told.items():
            if len(text) > most:
                self.lines.add(
                    Outcome.DOUBT,
                    "picture",
                    about=f"Picture's {name} shortened",
                    words=text,
                    subject=attachment.name,
                    **where,
                )
        return keep_picture(
            by=self.by,
            file=ContentFile(data, attachment.address.rpartition("/")[2] or "picture"),
            then=lambda picture: self._note(attachment, picture),
            **{name: truncate(text, most) or None for name, (text, most) in told.items()},
        )

    def _note(self, attachment: Attachment, picture: Picture) -> None:
        Imported.objects.create(
            source=self.source,
            kind="picture",
            key=attachment.key,
            number=attachment.number,
            picture=picture,
        )
        item = Item(
            attachment.number,
            "attachment",
            guid=attachment.guid,
            link=attachment.link,
            slug=attachment.slug,
            attachment_url=attachment.address,
            parent=attachment.parent,
            meta=[("_wp_attached_file", attachment.file)],
        )
        former_addresses.lead(addresses.of_item(item, self.survey.site), picture, by=self.by)


class DryDesk:
    """Says what a Desk would give, and writes nothing."""

    def __init__(self, survey: Survey, filing: Filing, media: Media) -> None:
        self.survey, self.filing, self.media = survey, filing, media

    def section(self, place: Place) -> Section:
        return Section(slug=place.slug, name=place.name)

    def topic(self, place: Place, filed: Filed) -> Topic:
        return Topic(slug=place.slug, name=place.name)

    def author(self, login: str) -> Author | None:
        signed = self.filing.authors.get(login)
        return Author(slug=signed.slug, name=signed.name) if signed and signed.slug else None

    def lead(self, number: int) -> Picture | None:
        return Picture(pk=number) if self._has(self.survey.catalogue.of_number(number)) else None

    def picture(self, pointed: Pointed) -> int | None:
        catalogue = self.survey.catalogue
        found = catalogue.of_number(pointed.number) or catalogue.at(pointed.address)
        return max(1, found.number) if self._has(found) else None

    def bring(self, attachment: Attachment) -> bool:
        return False

    def bring_pointed(self, pointed: Pointed) -> None:
        pass

    def _has(self, attachment: Attachment | None) -> bool:
        if attachment is None or not attachment.is_picture:
            return False
        return self.media.has(attachment.address, attachment.file) is not False
