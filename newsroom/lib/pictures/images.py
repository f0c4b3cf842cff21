"""Pictures as bytes: what an upload really is, and what readers are sent of it.

Knows no model and no storage. Every input is taken for hostile, every output is made anew from its
pixels: upright, in sRGB, without a trace of the camera, the place or the person.
"""

from __future__ import annotations

import fcntl
import hashlib
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from PIL import Image, ImageCms, UnidentifiedImageError

from newsroom.lib.pictures import metadata

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 100_000_000
#: Maximum number of megapixels, so that whatever is done with a picture takes less than 300 MB
#: beside its bytes: a JPEG can be decoded smaller than it is, all others only whole, and WebP's
#: decoder keeps two of everything.
MAX_MEGAPIXELS = {"jpeg": 100, "png": 25, "gif": 25, "avif": 25, "webp": 15}
#: Bytes for the decoded picture, and of these for what a progressive JPEG is kept in until its last
#: scan.
DECODED, COEFFICIENTS = 200_000_000, 185_000_000
MAX_PROFILE = 4 << 20
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")

# Pillow's own bound is one for the process: it warns above it and refuses above its double. Ours is
# stricter and is asked before any pixel is decoded.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

ENCODERS = {
    "avif": {"format": "AVIF", "speed": 8, "quality": 60},
    "webp": {"format": "WEBP", "method": 4, "quality": 80},
    "jpeg": {"format": "JPEG", "quality": 80, "progressive": True, "optimize": True},
}

ORIENTATION = 0x0112
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

Size = tuple[int, int]
Ratio = tuple[int, int]
Point = tuple[float, float]


class BadPicture(Exception):
    """The file can't be used as a picture; the message tells the person why and what to do."""


@dataclass(frozen=True)
class Facts:
    """What an upload is: `format` by content in lower case, upright size in pixels, SHA-256 of the
    bytes, and what it says of itself."""

    format: str
    width: int
    height: int
    digest: str
    said: metadata.Said = metadata.Said()


def inspect(file: IO[bytes]) -> Facts:
    """Decode the whole picture and say what it is. Leaves `file` at its beginning.

    Raises BadPicture for whatever isn't a complete JPEG, PNG, WebP, AVIF or GIF within the bounds.
    """
    data = _read(file)
    with _refusing():
        image = _open(data)
        size = image.size
        _draft(image, 1 / 8)  # a JPEG is read to its end, at an eighth of its size
        image.load()
        width, height = _upright_size(size, _orientation(image))
    return Facts(
        _format(image), width, height, hashlib.sha256(data).hexdigest(), metadata.read(image)
    )


def check_length(length: int) -> None:
    """Raise BadPicture for a file with so many bytes that it can't be one."""
    if not length:
        raise BadPicture("The file is empty. Choose the picture again.")
    if length > MAX_BYTES:
        raise BadPicture(
            f"The file is larger than {MAX_BYTES >> 20} MB. Save it smaller and try again."
        )


def render(
    file: IO[bytes],
    *,
    width: int,
    ratio: Ratio | None = None,
    focal: Point = (0.5, 0.5),
    format: str,
) -> bytes:
    """The picture `width` pixels wide at most, as bytes of `format` (a key of ENCODERS); never
    upscaled.

    With a `ratio` it is cropped to it, as near to being centred on `focal` (0..1 from the top left,
    upright) as the edges allow. Of an animation it is the first frame. Raises BadPicture.
    """
    encoder = ENCODERS[format]
    with _refusing():
        image = _open(_read(file))
        orientation = _orientation(image)
        upright = _upright_size(image.size, orientation)
        target = rendered_size(upright, width=width, ratio=ratio)
        _draft(image, target[0] / _crop_size(upright, ratio)[0])
        image = _plain(image)
        turned = _upright_size(image.size, orientation)
        box = _as_stored(crop_box(turned, ratio=ratio, focal=focal), turned, orientation)
        image = image.resize(
            _upright_size(target, orientation), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0
        )
        if orientation in UPRIGHT:  # the small one
            image = image.transpose(UPRIGHT[orientation])
        image = _in_srgb(image)
    if format == "jpeg":
        image = _on_white(image)
    image.info = {}  # what some encoders would otherwise carry over
    out = BytesIO()
    image.save(out, **encoder)
    return out.getvalue()


def rendered_size(size: Size, *, width: int, ratio: Ratio | None = None) -> Size:
    """How large `render` makes a picture of upright `size`."""
    across, down = _crop_size(size, ratio)
    width = max(1, min(width, int(across)))
    shape = ratio[1] / ratio[0] if ratio else down / across
    return width, max(1, round(width * shape))


def crop_box(size: Size, *, ratio: Ratio | None, focal: Point) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the largest part of `size` in `ratio`, as near to `focal` as it
    goes."""
    across, down = _crop_size(size, ratio)
    left = min(max(focal[0] * size[0] - across / 2, 0), size[0] - across)
    top = min(max(focal[1] * size[1] - down / 2, 0), size[1] - down)
    return left, top, left + across, top + down


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Wait until no other process or thread of this host is inside with the same `lock` file.

    The kernel lets go of it when a process dies, so nothing can stay locked.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    file.seek(0)
    check_length(len(data))
    return data


def _open(data: bytes) -> Image.Image:
    """The picture, its header read and its size found bearable, its pixels not yet decoded."""
    image = Image.open(BytesIO(data), formats=FORMATS)
    format = _format(image)
    if image.width * image.height > MAX_MEGAPIXELS[format] * 1_000_000:
        raise _too_many_pixels(format)
    if _coefficients(image) > COEFFICIENTS:
        raise BadPicture(
            "This progressive JPEG is too large to be read here. Save it without “progressive”, or"
            " scale it down."
        )
    return image


def _coefficients(image: Image.Image) -> int:
    """Bytes in which a progressive JPEG is kept while it is decoded: two for each sample of each
    component."""
    if not image.info.get("progressive"):
        return 0
    layers = getattr(image, "layer", None) or [(0, 1, 1)] * 4
    most = max(across * down for _, across, down, *_ in layers)
    return int(
        2 * image.width * image.height * sum(across * down / most for _, across, down, *_ in layers)
    )


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what decoders raise into BadPicture."""
    try:
        yield
    except BadPicture:
        raise
    except UnidentifiedImageError as error:
        raise BadPicture(
            "This is not a picture the site can show, or it is damaged. Send a JPEG, PNG, WebP,"
            " AVIF or GIF (a HEIC photo or an SVG drawing has to be exported as one of these"
            " first)."
        ) from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels("jpeg") from error
    # on hostile bytes the decoders raise nearly every built-in exception
    except Exception as error:
        raise BadPicture("The picture is damaged or incomplete. Save or send it again.") from error


def _too_many_pixels(format: str) -> BadPicture:
    most = MAX_MEGAPIXELS[format]
    or_jpeg = "" if format == "jpeg" else ", or save it as a JPEG,"
    return BadPicture(
        f"The picture has over {most} megapixels. Scale it down{or_jpeg} and try again."
    )


def _format(image: Image.Image) -> str:
    name = str(image.format).lower()
    return "jpeg" if name == "mpo" else name  # many phones put a second picture behind a JPEG


def _orientation(image: Image.Image) -> int:
    try:
        return image.getexif().get(ORIENTATION, 1)
    except Exception:  # a picture with an unreadable note about it is still a picture
        return 1


def _upright_size(size: Size, orientation: int) -> Size:
    return (size[1], size[0]) if orientation in (5, 6, 7, 8) else size


def _crop_size(size: Size, ratio: Ratio | None) -> tuple[float, float]:
    width, height = size
    if not ratio:
        return width, height
    across, down = ratio
    return min(width, height * across / down), min(height, width * down / across)


def _draft(image: Image.Image, scale: float) -> None:
    """Let a JPEG be decoded at an eighth, a quarter or half its size where that is still twice the
    need, or where it is too large to be decoded whole."""
    if _format(image) != "jpeg":
        return
    room = DECODED - _coefficients(image)
    if image.width * image.height * 4 > room:
        scale = min(scale, 1 / 4)  # half its size: a quarter of its pixels
    image.draft(None, (math.ceil(image.width * scale * 2), math.ceil(image.height * scale * 2)))


def _as_stored(box: tuple[float, float, float, float], upright: Size, orientation: int):
    """A part of the upright picture, as it lies in the stored one."""
    left, top, right, bottom = box
    width, height = upright
    if orientation in (2, 3):
        left, right = width - right, width - left
    if orientation in (3, 4):
        top, bottom = height - bottom, height - top
    match orientation:
        case 5:
            return top, left, bottom, right
        case 6:
            return top, width - right, bottom, width - left
        case 7:
            return height - bottom, width - right, height - top, width - left
        case 8:
            return height - bottom, left, height - top, right
    return left, top, right, bottom


def _plain(image: Image.Image) -> Image.Image:
    """In a mode that can be resized well: L, LA, RGB, RGBA or CMYK. Keeps the colour profile."""
    image.load()
    # 16 bits of grey; Pillow's own conversion would cut off, not scale
    if image.mode.startswith("I"):
        profile = {key: image.info[key] for key in ("icc_profile",) if key in image.info}
        image = image.convert("I").point(lambda value: value / 256).convert("L")
        image.info = profile
    if image.has_transparency_data and image.mode not in ("LA", "RGBA"):
        return image.convert("RGBA")
    if image.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return image.convert("RGB")
    return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """As RGB or RGBA; colours are converted by the picture's profile where it has a readable
    one."""
    alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
    if alpha:
        image = image.convert(image.mode.removesuffix("A"))
    image = _by_profile(image) or image.convert("RGB")
    if alpha:
        image.putalpha(alpha)
    return image


def _by_profile(image: Image.Image) -> Image.Image | None:
    profile = image.info.get("icc_profile")
    if not profile or len(profile) > MAX_PROFILE:
        return None
    try:
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(
            image, theirs, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):  # broken, or not for these pixels
        return None


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper
