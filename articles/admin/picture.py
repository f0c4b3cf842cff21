"""Pictures: upload, words, and the point that every crop keeps in sight."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html

from articles import picturing
from articles.admin.lists import LongListAdmin
from articles.models import Picture
from articles.views.pictures import of_picture
from newsroom.lib import images

CROPPING = (
    "Lists show the picture cropped. The focal point stays in sight: click it in the picture, "
    "or move it with the arrow keys."
)


def own_address(picture: Picture, crop: str, width: int, ext: str = "jpg") -> str:
    """Where the newsroom sees a rendition, also while readers may not."""
    return reverse("admin:articles_picture_rendition", args=[picture.token, crop, width, ext])


class PictureForm(forms.ModelForm):
    class Meta:
        model = Picture
        fields = ("original", "alt", "caption", "credit", "focal_x", "focal_y")
        labels = {"original": "File"}
        help_texts = {"original": "JPEG, PNG, WebP, AVIF or GIF, up to 40 MB. Readers never get this file itself."}
        widgets = {
            "original": forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif,image/gif"}),
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 2}),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.01}),
        }

    def clean_original(self):
        file = self.cleaned_data["original"]
        if "original" in self.changed_data:
            try:
                images.inspect(file)
            except images.BadPicture as error:
                raise forms.ValidationError(str(error)) from None
        return file


class PictureAdmin(LongListAdmin):
    form = PictureForm
    list_display = ("thumbnail", "words", "credit", "size", "uploaded_by", "uploaded_at")
    list_display_links = ("thumbnail", "words")
    list_select_related = ("uploaded_by",)
    list_per_page = 40
    search_fields = ("alt", "caption", "credit")
    list_filter = ("uploaded_at",)
    readonly_fields = ("preview", "size", "uploaded_by", "uploaded_at")

    class Media:
        js = [forms.Script("js/admin/focal-point.js", type="module")]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.rendition_view)
        name = "articles_picture_rendition"
        return [path("shown/<str:token>/<str:crop>-<int:width>.<str:ext>", view, name=name), *super().get_urls()]

    def rendition_view(self, request: HttpRequest, token: str, crop: str, width: int, ext: str) -> HttpResponse:
        picture = get_object_or_404(Picture, token=token)
        if not self.has_view_permission(request, picture):
            raise PermissionDenied
        response = of_picture(request, picture, crop, width, ext)
        response["Cache-Control"] = "private, max-age=31536000, immutable"  # a picture that changes gets another token
        return response

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None):
        words = (None, {"fields": ("original", "alt", "caption", "credit")})
        if obj is None:
            return (words,)
        crop = {"fields": ("preview", ("focal_x", "focal_y")), "description": CROPPING}
        return (words, ("Focal point", crop), ("File", {"fields": ("size", "uploaded_by", "uploaded_at")}))

    def save_model(self, request: HttpRequest, obj: Picture, form: PictureForm, change: bool) -> None:
        given = form.cleaned_data
        picturing.keep_picture(
            by=request.user,
            picture=obj,
            file=given["original"] if "original" in form.changed_data else None,
            alt=given["alt"],
            caption=given["caption"],
            credit=given["credit"],
            focal=(given["focal_x"], given["focal_y"]) if "focal_x" in given else None,
        )

    def delete_model(self, request: HttpRequest, obj: Picture) -> None:
        picturing.remove_picture(by=request.user, picture=obj)

    def delete_queryset(self, request: HttpRequest, queryset) -> None:
        for picture in queryset:
            picturing.remove_picture(by=request.user, picture=picture)

    @admin.display(description="picture")
    def thumbnail(self, picture: Picture) -> str:
        return format_html(
            '<img class="thumbnail" src="{}" alt="Open picture {}" width="56" height="56" loading="lazy">',
            own_address(picture, "square", 320),
            picture.pk,
        )

    @admin.display(description="text alternative", ordering="alt")
    def words(self, picture: Picture) -> str:
        return picture.alt or format_html('<span class="pill pill--warn">{}</span>', "No text alternative")

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
