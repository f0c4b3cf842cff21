"""Pictures sent in parts, so that a broken connection costs only the part that was under way.

The addresses follow the core of the tus protocol 1.0 with its extensions creation and termination
(tus.io): POST makes room, HEAD tells how far it has come, PATCH goes on from there, DELETE gives
up. A step of our own then makes the picture.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from articles.admin.picture.chooser import described
from articles.errors import Conflict, NoRoom, StepRefused
from articles.models import Upload
from articles.pictures import uploads
from newsroom.lib.pictures import images

TUS = "1.0.0"
PART = "application/offset+octet-stream"


class UploadPages:
    """A ModelAdmin of pictures that takes their files in parts."""

    def get_urls(self) -> list:
        site = self.admin_site.admin_view
        return [
            path("uploads/", site(self.uploads_view), name="articles_picture_uploads"),
            path("uploads/<str:key>/", site(self.upload_view), name="articles_picture_upload"),
            path(
                "uploads/<str:key>/keep/", site(self.keep_view), name="articles_picture_keep_upload"
            ),
            *super().get_urls(),
        ]

    def uploads_view(self, request: HttpRequest) -> HttpResponse:
        """OPTIONS tells what is spoken here; POST makes room for a file of Upload-Length bytes."""
        self._check(request)
        if request.method == "OPTIONS":
            offers = {
                "Tus-Version": TUS,
                "Tus-Extension": "creation,termination",
                "Tus-Max-Size": images.MAX_BYTES,
            }
            return answer(204, **offers)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST", "OPTIONS"])
        if request.headers.get("Tus-Resumable") != TUS:
            return answer(
                412, "This is not the protocol that is spoken here.", **{"Tus-Version": TUS}
            )
        length = number(request.headers.get("Upload-Length"))
        if length is None:
            return answer(400, "Say in Upload-Length how many bytes will come.")
        try:
            upload = uploads.begin(by=request.user, length=length)
        except images.BadPicture as error:
            return answer(413 if length else 422, str(error))
        except StepRefused as error:
            return answer(429, str(error))
        return answer(201, Location=reverse("admin:articles_picture_upload", args=[upload.key]))

    def upload_view(self, request: HttpRequest, key: str) -> HttpResponse:
        """A file under way: only whoever began it finds it."""
        self._check(request)
        if request.method not in ("HEAD", "PATCH", "DELETE"):
            return HttpResponseNotAllowed(["HEAD", "PATCH", "DELETE"])
        if request.headers.get("Tus-Resumable") != TUS:
            return answer(
                412, "This is not the protocol that is spoken here.", **{"Tus-Version": TUS}
            )
        upload = get_object_or_404(Upload, key=key, by=request.user)
        match request.method:
            case "HEAD":
                return answer(
                    200, **{"Upload-Offset": upload.offset, "Upload-Length": upload.length}
                )
            case "PATCH":
                return append(request, upload)
        uploads.drop(upload)
        return answer(204)

    def keep_view(self, request: HttpRequest, key: str) -> HttpResponse:
        """Make a picture of a file that has come; gives what it is, or why it can't be one. May be
        asked again."""
        self._check(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        upload = get_object_or_404(Upload, key=key, by=request.user)
        try:
            picture = uploads.finish(upload, by=request.user)
        except images.BadPicture as error:
            return answer(422, str(error))
        except Conflict as error:
            return answer(409, str(error))
        except NoRoom as error:
            return answer(507, str(error))
        return JsonResponse(described(picture), status=201)

    def _check(self, request: HttpRequest) -> None:
        if not self.has_add_permission(request):
            raise PermissionDenied


def append(request: HttpRequest, upload: Upload) -> HttpResponse:
    """Keep the part that this request brings."""
    if request.content_type != PART:
        return answer(415, f"Parts come as {PART}.")
    offset = number(request.headers.get("Upload-Offset"))
    if offset is None:
        return answer(400, "Say in Upload-Offset where this part begins.")
    try:
        return answer(
            204, **{"Upload-Offset": uploads.append(upload, offset=offset, stream=request)}
        )
    except Conflict as error:
        return answer(409, str(error))
    except NoRoom as error:
        return answer(507, str(error))
    except StepRefused as error:
        return answer(413, str(error))


def answer(status: int, error: str = "", **headers: object) -> HttpResponse:
    """An answer that no cache keeps; with an error, in words and as JSON."""
    response = (
        JsonResponse({"error": error}, status=status) if error else HttpResponse(status=status)
    )
    for name, value in {"Tus-Resumable": TUS, "Cache-Control": "no-store", **headers}.items():
        response.headers[name] = str(value)
    return response


def number(text: str | None) -> int | None:
    """A header that counts bytes."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None
