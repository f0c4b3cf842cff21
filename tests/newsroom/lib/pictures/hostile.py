"""Hostile files, made by code, and what becomes of each: how large it is found to be, or why it is
refused."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageCms

SCRIPT = b"<html><script>alert(document.cookie)</script></html>"

NO_PICTURE, DAMAGED, LARGE = "not a picture", "damaged or incomplete", "megapixels"


def saved(image: Image.Image, format: str, **more) -> bytes:
    out = BytesIO()
    image.save(out, format, **more)
    return out.getvalue()


def plain(format: str = "JPEG", size=(600, 400), mode: str = "RGB", **more) -> bytes:
    return saved(Image.new(mode, size), format, **more)


def noisy(format: str, mode: str = "RGB", **more) -> bytes:
    return saved(Image.effect_noise((600, 400), 90).convert(mode), format, **more)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int, height: int, rows: bytes, *more: bytes, depth: int = 8, colour: int = 2
) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def zeros(count: int) -> bytes:
    """So many of them, packed without ever being there at once."""
    packer, block = zlib.compressobj(9), bytes(1 << 20)
    done = b"".join(packer.compress(block) for _ in range(count >> 20))
    return done + packer.compress(bytes(count & 0xFFFFF)) + packer.flush()


def zipped() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("index.html", SCRIPT)
    return out.getvalue()


def frames(format: str, count: int = 30, **more) -> bytes:
    pictures = [Image.new("RGB", (300, 200), (count * 8, number * 8, 0)) for number in range(count)]
    return saved(
        pictures[0], format, save_all=True, append_images=pictures[1:], duration=50, **more
    )


def with_dimensions(data: bytes, width: int, height: int) -> bytes:
    """A GIF that says to be so large."""
    return data[:6] + struct.pack("<HH", width, height) + data[10:]


def large_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010E] = "x" * 60_000
    return plain(exif=exif)


def bad_exif() -> bytes:
    data = plain()
    block = (
        b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff"
        + b"\x01\x12\x00\x03\xff\xff\xff\xff\xff\xff\xff\xff" * 40
    )
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + data[2:]


def profile(size: int = 0) -> bytes:
    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made + bytes(size)


def icc_bomb() -> bytes:
    """A profile that is 200 MB when it is unpacked."""
    return png(10, 10, zlib.compress(bytes(310)), chunk(b"iCCP", b"x\x00\x00" + zeros(200 << 20)))


def text_bomb() -> bytes:
    return png(
        10, 10, zlib.compress(bytes(310)), chunk(b"zTXt", b"Comment\x00\x00" + zeros(200 << 20))
    )


#: By its name: how it is made, and the size that is found (upright) or the words by which it is
#: refused.
GALLERY: dict[str, tuple[Callable[[], bytes], tuple[int, int] | str]] = {
    # bombs
    "png-bomb-900-megapixels": (lambda: png(30_000, 30_000, zeros(1000)), LARGE),
    "png-bomb-within-the-size-it-tells": (lambda: png(100, 100, zeros(300 << 20)), (100, 100)),
    "gif-bomb": (lambda: with_dimensions(plain("GIF"), 60_000, 60_000), LARGE),
    "jpeg-30000-across-90-megapixels": (lambda: plain(size=(30_000, 3_000)), (30_000, 3_000)),
    "jpeg-30000-by-30000": (
        lambda: plain(size=(12, 12)).replace(b"\x00\x0c\x00\x0c", b"\x75\x30\x75\x30"),
        LARGE,
    ),
    "progressive-jpeg-60-megapixels-full-colour": (
        lambda: plain(size=(10_000, 6_000), progressive=True, subsampling=0),
        "progressive",
    ),
    "webp-16-megapixels": (lambda: plain("WEBP", (4_100, 4_000), method=0), LARGE),
    "icc-bomb": (icc_bomb, DAMAGED),
    "text-bomb": (text_bomb, DAMAGED),
    "large-icc-profile": (lambda: plain(icc_profile=profile(6 << 20)), (600, 400)),
    "nonsense-as-icc-profile": (lambda: plain(icc_profile=b"x" * 5000), (600, 400)),
    "large-exif": (large_exif, (600, 400)),
    "broken-exif": (bad_exif, (600, 400)),
    # damaged, or something else
    "empty": (lambda: b"", "empty"),
    "truncated-jpeg": (lambda: noisy("JPEG")[:-3000], DAMAGED),
    "truncated-progressive-jpeg": (lambda: noisy("JPEG", progressive=True)[:9000], DAMAGED),
    "truncated-png": (lambda: noisy("PNG")[:-3000], DAMAGED),
    "truncated-webp": (lambda: noisy("WEBP")[:-3000], DAMAGED),
    "truncated-gif": (lambda: noisy("GIF", "P")[:-3000], DAMAGED),
    "truncated-avif": (lambda: noisy("AVIF")[:-3000], "damaged"),
    "header-only": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF", DAMAGED),
    "svg": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', NO_PICTURE),
    "svg-packed": (lambda: zlib.compress(b"<svg/>" * 1000), NO_PICTURE),
    "html": (lambda: SCRIPT, NO_PICTURE),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", NO_PICTURE),
    "postscript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n", NO_PICTURE),
    "tiff": (lambda: plain("TIFF"), NO_PICTURE),
    "bmp": (lambda: plain("BMP"), NO_PICTURE),
    "icon": (lambda: plain("ICO", (32, 32)), NO_PICTURE),
    "zip": (zipped, NO_PICTURE),
    # two things at once: only the picture is ever served, made anew
    "jpeg-with-html-behind": (lambda: noisy("JPEG") + SCRIPT, (600, 400)),
    "jpeg-with-html-as-comment": (lambda: noisy("JPEG", comment=SCRIPT), (600, 400)),
    "png-with-zip-behind": (lambda: noisy("PNG") + zipped(), (600, 400)),
    "gif-that-is-a-script": (
        lambda: b"GIF89a/*" + plain("GIF")[8:] + b"*/=1;alert(1)",
        (10_799, 400),
    ),
    "gif-with-script-behind": (lambda: noisy("GIF", "P") + b"*/=1;" + SCRIPT, (600, 400)),
    # odd, but pictures
    "animated-gif": (lambda: frames("GIF"), (300, 200)),
    "animated-webp": (lambda: frames("WEBP"), (300, 200)),
    "animated-png": (lambda: frames("PNG"), (300, 200)),
    "animated-avif": (lambda: frames("AVIF", 5), (300, 200)),
    "cmyk-jpeg": (lambda: plain(mode="CMYK"), (600, 400)),
    "16-bit-grey-png": (lambda: plain("PNG", mode="I;16"), (600, 400)),
    "16-bit-colour-png": (
        lambda: png(60, 40, zlib.compress(bytes(40 * (60 * 6 + 1))), depth=16),
        (60, 40),
    ),
    "palette-png-with-transparency": (lambda: plain("PNG", mode="P", transparency=0), (600, 400)),
    "one-bit-png": (lambda: plain("PNG", mode="1"), (600, 400)),
    "one-pixel": (lambda: plain("PNG", (1, 1)), (1, 1)),
    "a-line": (lambda: plain("PNG", (20_000, 1)), (20_000, 1)),
    "largest-png": (lambda: plain("PNG", (5_000, 5_000), "RGBA", compress_level=1), (5_000, 5_000)),
    "largest-webp": (lambda: plain("WEBP", (5_000, 3_000), method=0), (5_000, 3_000)),
    "largest-avif": (lambda: plain("AVIF", (5_000, 5_000), speed=10), (5_000, 5_000)),
    "largest-16-bit-png": (
        lambda: plain("PNG", (5_000, 5_000), "I;16", compress_level=1),
        (5_000, 5_000),
    ),
    "progressive-jpeg-60-megapixels": (
        lambda: plain(size=(10_000, 6_000), progressive=True),
        (10_000, 6_000),
    ),
}
