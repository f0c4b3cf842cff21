"""The writing surface in the admin: its extension, its files, how they are loaded, and the nonce
they need."""

from __future__ import annotations

from django.conf import settings
from django.forms import Script
from django.forms.widgets import MediaAsset
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django_prose_editor.widgets import ProseEditorWidget, importmap
from js_asset import ImportMap, Media

#: What chooses pictures and sends them to the library; its styles are asked for with it.
PICTURES = ImportMap(
    {
        f"newsroom/{name}": f"js/admin/{name}.js"
        for name in ("picture-chooser", "picture-sending", "picture-upload")
    }
    | {"newsroom/pictures.css": "css/admin/pictures.css"}
)
#: The editor's own modules, as they are named in the import map.
OWN = ("paste", "paste-notes", "editor-blocks", "editor-dialogs", "editor-insert", "typography")
#: What opens over a page, see panel.js.
PANELS = ImportMap({f"newsroom/{name}": f"js/admin/{name}.js" for name in ("panel", "when")})
MODULES = (
    importmap
    | ImportMap({f"newsroom/{name}": f"js/admin/{name}.js" for name in OWN})
    | PICTURES
    | PANELS
)
#: The blocks that stand in a text beside what `html.EDITOR` names, in the order in which they are
#: looked for.
BLOCKS = (
    "Footnote",
    "Code",
    "CodeBlock",
    "SignedQuote",
    "PullQuote",
    "PullSource",
    "KeyPoints",
    "Gallery",
    "Picture",
    "Caption",
    "Embed",
    "RelatedStory",
    "Table",
    "TableRow",
    "TableHeader",
    "TableCell",
    "Gapcursor",
    "Dropcursor",
    "Inserting",
)
#: What Django's admin brings along and nothing on a story's page uses: no actions here, no field
#: made from another.
IDLE = {"actions.js", "urlify.js", "prepopulate.js", "xregexp.js", "xregexp.min.js"}
MENU = [
    {"group": "marks"},
    {"group": "headings"},
    {"group": "lists"},
    {"group": "nodes -blockType -lists -headings"},
    {"group": "link"},
    {"group": "insert"},
    {"group": "table"},
    {"group": "typography"},
    {"group": "history"},
]


class Preloaded(MediaAsset):
    """A module that is fetched at once, not when the one that imports it has come."""

    element_template = '<link rel="modulepreload" href="{path}"{attributes}>'


class StoryEditorWidget(ProseEditorWidget):
    """The editor with our toolbar, our paste cleaner and names for those who can't see it."""

    def __init__(self, attrs: dict | None = None, **kwargs) -> None:
        kwargs.setdefault("preset", "configurable")
        super().__init__(attrs={"rows": 30, **(attrs or {})}, **kwargs)

    @property
    def media(self) -> Media:
        return Media(
            importmap=MODULES,
            css={"all": ["django_prose_editor/editor.css", "css/admin/blocks.css"]},
            js=[
                Preloaded("django_prose_editor/editor.js"),
                Preloaded("js/admin/story-editor.js"),
                *(Preloaded(f"js/admin/{name}.js") for name in (*OWN, "panel", "when")),
                Script("django_prose_editor/configurable.js", type="module"),
            ],
        )

    def get_config(self) -> dict:
        config = super().get_config()
        named = {
            "label": "Story text",
            "describedBy": "id_body_helptext",
            "language": settings.LANGUAGE_CODE,
        }
        blocks = dict.fromkeys(BLOCKS, True)
        extensions = {
            **config["extensions"],
            **blocks,
            "Menu": {"groups": MENU},
            "StoryEditor": named,
        }
        return {
            **config,
            "extensions": extensions,
            "js_modules": [static("js/admin/story-editor.js")],
        }


class WritingMedia:
    """A ModelAdmin whose form is there before its scripts, the editor's first of them, and before
    the styles of searchable lists, which scripts make: the template names those at its end
    (`late_styles`).

    The import map carries the nonce of the page's Content Security Policy. For a form without
    prepopulated fields; its template leaves out what would ask for Django's scripts while the page
    is read.
    """

    def render_change_form(
        self, request: HttpRequest, context: dict, *args, **kwargs
    ) -> HttpResponse:
        media = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        assets = [asset for asset in media._js if not isinstance(asset, str)]
        stock = [
            path
            for path in media._js
            if isinstance(path, str) and path.rpartition("/")[2] not in IDLE
        ]
        media._js_lists = [[*assets, *(Script(path, defer=True) for path in stock)]]
        styles = media._css
        context["late_styles"] = Media(css={"screen": styles.pop("screen", [])})
        media._css_lists = [styles]
        context["media"] = media
        return super().render_change_form(request, context, *args, **kwargs)
