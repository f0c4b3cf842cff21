"""Pictures: one private original each, known to readers by a random token and shown in declared sizes."""

from __future__ import annotations

import datetime as dt
import functools
import secrets

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from newsroom.lib import images

WIDTHS = (320, 480, 640, 960, 1280, 1920)
CROPS: dict[str, images.Ratio | None] = {"whole": None, "wide": (16, 9), "standard": (4, 3), "square": (1, 1)}
ENCODERS = {"avif": "avif", "webp": "webp", "jpg": "jpeg"}  # extension in the address: encoder
FALLBACK_WIDTH = 960  # what a reader's program is sent that knows nothing of srcset


def new_token() -> str:
    """22 random letters, safe in an address."""
    return secrets.token_urlsafe(16)


def private_storage() -> Storage:
    return storages["private"]


def original_name(picture: Picture, filename: str) -> str:
    """A random name: what the file was called at home may tell more than its owner wishes."""
    return f"originals/{secrets.token_hex(16)}.{picture.format}"


class PictureQuerySet(models.QuerySet):
    def with_embargo(self, now: dt.datetime) -> PictureQuerySet:
        """Each with `is_held`: whether it stands on a story under embargo, and readers haven't seen it elsewhere."""
        from .article import Article
        from .edition import Edition

        held = Article.objects.filter(lead_picture=OuterRef("pk"), embargo_until__gt=now)
        seen = Edition.objects.begun(now).filter(lead_picture=OuterRef("pk"))
        return self.annotate(is_held=Exists(held.order_by()) & ~Exists(seen.order_by()))


class Picture(models.Model):
    """`width` and `height` are those of the upright picture; the focal point counts from its top left."""

    class Format(models.TextChoices):
        JPEG = "jpeg", "JPEG"
        PNG = "png", "PNG"
        WEBP = "webp", "WebP"
        AVIF = "avif", "AVIF"
        GIF = "gif", "GIF"

    original = models.FileField(storage=private_storage, upload_to=original_name, max_length=200)
    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    format = models.CharField(max_length=4, choices=Format, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    digest = models.CharField("SHA-256 of the original", max_length=64, db_index=True, editable=False)
    focal_x = models.FloatField("focal point, across", default=0.5, help_text="0 is the left edge, 1 the right")
    focal_y = models.FloatField("focal point, down", default=0.5, help_text="0 is the top edge, 1 the bottom")
    alt = models.CharField("text alternative", max_length=300, blank=True, help_text="What there is to see, in words.")
    caption = models.CharField(max_length=500, blank=True)
    credit = models.CharField(max_length=200, blank=True, help_text="Who made it and whose it is.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        indexes = (models.Index(fields=("-uploaded_at", "-id"), name="picture_newest"),)
        constraints = [
            models.CheckConstraint(name="picture_size", condition=Q(width__gt=0, height__gt=0)),
            models.CheckConstraint(
                name="picture_focal_point",
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
            ),
            models.CheckConstraint(
                name="picture_format", condition=Q(format__in=("jpeg", "png", "webp", "avif", "gif"))
            ),
        ]

    def __str__(self) -> str:
        return (self.alt or self.caption)[:100] or f"Picture {self.pk}"

    @property
    def focal(self) -> images.Point:
        return self.focal_x, self.focal_y

    def size(self, crop: str = "whole", width: int = WIDTHS[-1]) -> images.Size:
        """Width and height of a rendition."""
        return images.rendered_size((self.width, self.height), width=width, ratio=CROPS[crop])

    def widths(self, crop: str = "whole") -> list[int]:
        """The declared widths of a crop: what the original can fill, or all it has."""
        largest = self.size(crop)[0]
        return [width for width in WIDTHS if width <= largest] or [largest]

    def declares(self, crop: str, width: int, ext: str) -> bool:
        return crop in CROPS and ext in ENCODERS and width in self.widths(crop)

    def address(self, crop: str = "whole", width: int = FALLBACK_WIDTH, ext: str = "jpg", *, folder: str = "") -> str:
        """The address of the rendition `width` wide, or the next smaller there is; in public, or in `folder`."""
        widths = self.widths(crop)
        width = max((declared for declared in widths if declared <= width), default=widths[0])
        return f"{folder or _folder(self.token)}{crop}-{width}.{ext}"

    def srcset(self, crop: str = "whole", ext: str = "jpg", *, folder: str = "") -> str:
        """All widths of a crop, as HTML's `srcset` wants them."""
        return ", ".join(f"{self.address(crop, width, ext, folder=folder)} {width}w" for width in self.widths(crop))


@functools.lru_cache(1000)
def _folder(token: str) -> str:
    """Under which address the renditions of a picture stand: a page names dozens of them."""
    parts = {"token": token, "crop": "whole", "width": 1, "ext": "jpg"}
    return reverse("articles:picture", kwargs=parts).removesuffix("whole-1.jpg")


class FormerToken(models.Model):
    """A token of before the focal point or file changed; its addresses lead to the present ones.

    Pages held open, feed readers and share cards still ask for them.
    """

    token = models.CharField(max_length=22, unique=True)
    picture = models.ForeignKey(Picture, models.CASCADE, related_name="former_tokens")

    def __str__(self) -> str:
        return self.token
