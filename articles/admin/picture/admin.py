"""Pictures: the library, upload, words, rights, and the point that every crop keeps in sight."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.admin.lists import LongListAdmin
from articles.admin.picture.chooser import ChoosingPages, own_address
from articles.admin.picture.form import PictureForm
from articles.admin.picture.library import Library
from articles.admin.picture.uploads import UploadPages
from articles.errors import NoRoom
from articles.models import Picture, Publication
from articles.pictures import answers, library, uses

CROPPING = (
    "Lists show the picture cropped. The focal point stays in sight: click it in the picture, "
    "or move it with the arrow keys."
)
#: The crops that are shown beside the focal point, as they are called by their shape.
PREVIEWS = (("wide", "16:9"), ("standard", "4:3"), ("square", "1:1"))


class PictureAdmin(Library, UploadPages, ChoosingPages, LongListAdmin):
    form = PictureForm
    readonly_fields = ("preview", "crops", "size", "uses", "uploaded_by", "uploaded_at")

    class Media:
        js = [forms.Script("js/admin/focal-point.js", type="module")]

    def get_urls(self) -> list:
        # cacheable: the admin's own no-store would override what the answer says for itself
        view = self.admin_site.admin_view(self.rendition_view, cacheable=True)
        name = "articles_picture_rendition"
        return [
            path("shown/<str:token>/<str:crop>-<number:width>.<str:ext>", view, name=name),
            *super().get_urls(),
        ]

    def rendition_view(
        self, request: HttpRequest, token: str, crop: str, width: int, ext: str
    ) -> HttpResponse:
        picture = get_object_or_404(Picture, token=token)
        if not self.has_view_permission(request, picture):
            raise PermissionDenied
        response = answers.rendition(request, picture, crop, width, ext)
        if response.status_code in (200, 304):  # a picture that changes gets another token
            response["Cache-Control"] = "private, max-age=31536000, immutable"
        return response

    def changeform_view(
        self, request: HttpRequest, object_id=None, form_url: str = "", extra_context=None
    ) -> HttpResponse:
        """A file that there is no room for is said at its field, beside all that was typed."""
        arguments = (object_id, form_url, extra_context)
        try:
            return super().changeform_view(request, *arguments)
        except NoRoom as refusal:
            request.no_room = str(refusal)
            response = super().changeform_view(request, *arguments)
            response.status_code = 503
            return response

    def get_form(self, request: HttpRequest, obj: Picture | None = None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.no_room = getattr(request, "no_room", "")
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None):
        words = (None, {"fields": ("original", "alt", "caption", "credit")})
        facts = ("Where it comes from", {"fields": ("place", "taken_at", "source_type")})
        rights = ("Rights", {"fields": ("copyright", "licence", "licence_until")})
        if obj is None:
            return (words, facts, rights)
        crop = {"fields": ("preview", "crops", ("focal_x", "focal_y")), "description": CROPPING}
        file = {"fields": ("size", "uploaded_by", "uploaded_at")}
        return (
            words,
            facts,
            rights,
            ("Focal point", crop),
            ("Shown in", {"fields": ("uses",)}),
            ("File", file),
        )

    def save_model(
        self, request: HttpRequest, obj: Picture, form: PictureForm, change: bool
    ) -> None:
        given = form.cleaned_data
        library.keep_picture(
            by=request.user,
            picture=obj,
            file=given["original"] if "original" in form.changed_data else None,
            focal=(given["focal_x"], given["focal_y"]) if "focal_x" in given else None,
            **{name: given[name] for name in library.FACTS if name in given},
        )

    def get_deleted_objects(self, objs, request: HttpRequest):
        """As Django has it; what stands on a front is protected as well."""
        *told, protected = super().get_deleted_objects(objs, request)
        standing = uses.fronts(timezone.now())
        return *told, [
            *protected,
            *(f"Front: {front}" for each in objs for front in standing.get(each.pk, [])),
        ]

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        library.remove_picture(by=request.user, picture=obj)

    def delete_queryset(self, request: HttpRequest, queryset) -> None:
        for picture in queryset:
            library.remove_picture(by=request.user, picture=picture)

    @admin.display(description="size")
    def size(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height} {picture.get_format_display()}"

    @admin.display(description="picture")
    def preview(self, picture: Picture) -> str:
        width, height = picture.size("whole", 960)
        return format_html(
            '<div class="focal" data-focal-point data-x="id_focal_x" data-y="id_focal_y">'
            '<img src="{}" alt="{}" width="{}" height="{}"></div>',
            own_address(picture, "whole", 960),
            picture.alt,
            width,
            height,
        )

    @admin.display(description="crops")
    def crops(self, picture: Picture) -> str:
        """Each as it is now; a script has them follow the focal point."""
        figures = [
            format_html(
                '<figure><img src="{}" data-whole="{}" data-crop="{}" alt="" width="{}"'
                ' height="{}"><figcaption>{}</figcaption></figure>',
                own_address(picture, crop, 320),
                own_address(picture, "whole", 640),
                crop,
                *picture.size(crop, 320),
                words,
            )
            for crop, words in PREVIEWS
        ]
        return format_html(
            '<div class="crops">{}</div>', format_html("{}" * len(figures), *figures)
        )

    @admin.display(description="stories")
    def uses(self, picture: Picture) -> str:
        """The stories that show it, in the working copy or an edition; fronts, topics, and the
        paper itself."""
        now = timezone.now()
        stories = uses.stories(picture, now)
        fronts = uses.fronts(now).get(picture.pk, [])
        places = [(front, "Front") for front in fronts]
        places += [
            (each, "Logo" if isinstance(each, Publication) else "Topic")
            for each in uses.furniture(picture)
        ]
        if not stories and not places:
            return "No story shows it, and no front."
        rows = [
            format_html('<li>{} <span class="pill pill--off">{}</span></li>', *place)
            for place in places
        ]
        rows += [
            format_html(
                '<li><a href="{}">{}</a> <span class="pill pill--{}">{}</span></li>',
                reverse("admin:articles_article_change", args=[story.pk]),
                story.headline,
                *(("live", "Live") if story.is_live else ("off", "Not seen by readers now")),
            )
            for story in stories[: uses.MAX_LISTED]
        ]
        if len(stories) > uses.MAX_LISTED:
            rows.append(format_html("<li>{}</li>", "and more"))
        return format_html('<ul class="uses">{}</ul>', format_html("{}" * len(rows), *rows))
