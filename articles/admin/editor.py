"""The writing surface in the admin: its extension, its files, and the nonce that its import map needs."""

from __future__ import annotations

from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django_prose_editor.widgets import ProseEditorWidget, importmap
from js_asset import ImportMap, Media

MODULES = importmap | ImportMap({"newsroom/paste": "js/admin/paste.js"})
MENU = [
    {"group": "marks"},
    {"group": "headings"},
    {"group": "lists"},
    {"group": "nodes -blockType -lists -headings"},
    {"group": "link"},
    {"group": "history"},
]


class StoryEditorWidget(ProseEditorWidget):
    """The editor with our toolbar, our paste cleaner and names for those who can't see it."""

    def __init__(self, attrs: dict | None = None, **kwargs) -> None:
        kwargs.setdefault("preset", "configurable")
        super().__init__(attrs={"rows": 30, **(attrs or {})}, **kwargs)

    @property
    def media(self) -> Media:
        return Media(
            importmap=MODULES,
            css={"all": ["django_prose_editor/editor.css"]},
            js=[Script("django_prose_editor/configurable.js", type="module")],
        )

    def get_config(self) -> dict:
        config = super().get_config()
        named = {"label": "Story text", "describedBy": "id_body_helptext"}
        extensions = {**config["extensions"], "Menu": {"groups": MENU}, "StoryEditor": named}
        return {**config, "extensions": extensions, "js_modules": [static("js/admin/story-editor.js")]}


class NonceForMedia:
    """A ModelAdmin whose import map carries the nonce of the page's Content Security Policy."""

    def render_change_form(self, request: HttpRequest, context: dict, *args, **kwargs) -> HttpResponse:
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)
