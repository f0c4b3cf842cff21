"""Hostile files are refused in words, good ones come out upright, in sRGB and nameless."""

import itertools
import struct
import subprocess
import sys
import threading
import time
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from newsroom.lib.pictures import images
from tests import material

EVERY_FORMAT = ("avif", "webp", "jpeg")


def encoded(image: Image.Image, format: str = "JPEG", **options) -> BytesIO:
    out = BytesIO()
    image.save(out, format, **options)
    out.seek(0)
    return out


def noise(width: int = 200, height: int = 100) -> Image.Image:
    """Something no encoder can make small."""
    return Image.effect_noise((width, height), 80).convert("RGB")


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def close(colour: tuple, expected: tuple, tolerance: int = 25) -> bool:
    return all(abs(a - b) <= tolerance for a, b in zip(colour, expected, strict=True))


def png(
    width: int,
    height: int,
    rows: bytes = b"",
    kind: int = 2,
    depth: int = 8,
    woven: bool = False,
    **chunks: bytes,
) -> BytesIO:
    """A PNG chunk by chunk; without rows it promises a size and delivers nothing. `chunks`: their
    data by name."""
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, woven)
    data = {"IHDR": header, **chunks, "IDAT": zlib.compress(rows) if rows else b"", "IEND": b""}
    parts = [(name.encode(), each) for name, each in data.items()]
    return BytesIO(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d))
            for n, d in parts
        )
    )


#: How a camera's picture is stored, by what its EXIF data says (EXIF 2.3, tag 0x0112), seen from
#: the upright one.
STORED = {
    0: None,
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def photographs():
    """A high and a wide one in all orientations: what it is, the file, and that of the one that is
    upright."""
    for size in ((300, 200), (200, 300)):
        upright = Image.new("RGB", size, "white")
        upright.paste("black", (0, 0, size[0], size[1] // 2))
        upright.paste("red", (0, 0, size[0] // 3, size[1] // 4))
        for number, transposed in STORED.items():
            exif = Image.Exif()
            exif[images.ORIENTATION] = number
            stored = upright.transpose(transposed) if transposed is not None else upright
            yield (
                f"{size}, {number}",
                encoded(stored, exif=exif).getvalue(),
                encoded(upright).getvalue(),
            )


#: The kinds of PNG: their number, the depths, the channels.
GREY, COLOUR, PALETTE, GREY_ALPHA, COLOUR_ALPHA = 0, 2, 3, 4, 6
KINDS = [
    (GREY, (1, 2, 4, 8, 16), 1),
    (COLOUR, (8, 16), 3),
    (PALETTE, (1, 2, 4, 8), 1),
    (GREY_ALPHA, (8, 16), 2),
    (COLOUR_ALPHA, (8, 16), 4),
]
#: Where each of the seven passes of a woven picture begins, and its steps, across and down.
PASSES = [
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
]


def pngs():
    """One of each kind, depth and order of rows, also with a colour that is transparent: what it
    is, the file, and the colour that all of it has."""
    for kind, depths, channels in KINDS:
        for depth, woven, clear in itertools.product(depths, (False, True), (False, True)):
            if clear and kind in (GREY_ALPHA, COLOUR_ALPHA):
                continue  # they say it themselves
            most = 2**depth - 1
            pixel = {1: [1], 2: [most, most], 3: [most, 0, 0], 4: [most, 0, 0, most]}[channels]
            if kind == GREY:
                pixel = [most]
            bits = "".join(f"{value:0{depth}b}" for value in pixel)

            def rows(width: int, height: int, bits: str = bits) -> bytes:
                row = bits * width
                row += "0" * (-len(row) % 8)
                return (b"\0" + int(row, 2).to_bytes(len(row) // 8)) * height

            passes = [(-(-(33 - x) // right), -(-(17 - y) // down)) for x, y, right, down in PASSES]
            data = b"".join(rows(*size) for size in passes) if woven else rows(33, 17)
            chunks = {"PLTE": bytes([0, 0, 0, 255, 0, 0])} if kind == PALETTE else {}
            if clear:
                chunks["tRNS"] = bytes([0, 255]) if kind == PALETTE else b"\0\0" * channels
            colour = (255, 255, 255) if kind in (GREY, GREY_ALPHA) else (255, 0, 0)
            what = f"kind {kind}, {depth} bits{', woven' * woven}{', a clear colour' * clear}"
            yield what, png(33, 17, data, kind, depth, woven, **chunks), colour


class TestInspect:
    @pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
    def test_tells_the_facts_and_rewinds(self, format):
        file = encoded(noise(), format)
        file.read()
        facts = images.inspect(file)
        assert (facts.format, facts.width, facts.height, len(facts.digest)) == (
            format.lower(),
            200,
            100,
            64,
        )
        assert file.tell() == 0

    def test_size_is_that_of_the_upright_picture(self):
        exif = Image.Exif()
        exif[images.ORIENTATION] = 6
        facts = images.inspect(encoded(noise(), exif=exif))
        assert (facts.width, facts.height) == (100, 200)

    def test_a_second_picture_behind_a_jpeg_is_no_format_of_its_own(self):
        both = encoded(noise(), "MPO", save_all=True, append_images=[noise()])
        assert Image.open(both).format == "MPO"
        assert images.inspect(both).format == "jpeg"

    def test_content_counts(self):
        with pytest.raises(images.BadPicture, match="Send a JPEG, PNG, WebP, AVIF or GIF"):
            images.inspect(encoded(noise(), "BMP"))

    @pytest.mark.parametrize(
        "content",
        [
            b"<!doctype html><script>alert(1)</script>",
            b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
            b"%!PS-Adobe-3.0 EPSF-3.0\n",
            b"\xff\xd8\xff" + b"\0" * 50,
            b"GIF89a" + b"\xff" * 50,
            b"\0\0\0\x1cftypavif" + b"\xff" * 50,
            b"RIFF\xff\xff\xff\xffWEBPVP8 " + b"\xff" * 50,
        ],
        ids=["html", "svg", "postscript", "jpeg", "gif", "avif", "webp"],
    )
    def test_what_only_claims_to_be_a_picture_is_refused(self, content):
        with pytest.raises(images.BadPicture, match="damaged"):
            images.inspect(BytesIO(content))

    @pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
    @pytest.mark.parametrize("part", [0.05, 0.5, 0.9])
    def test_half_a_picture_is_refused(self, format, part):
        whole = encoded(noise(), format).getvalue()
        with pytest.raises(images.BadPicture, match="damaged"):
            images.inspect(BytesIO(whole[: int(len(whole) * part)]))

    @pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
    def test_flipped_bytes_never_raise_anything_else(self, format):
        whole = encoded(noise(40, 40), format).getvalue()
        for at in range(0, len(whole), max(1, len(whole) // 150)):
            broken = BytesIO(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
            with suppress(images.BadPicture):
                images.inspect(broken)
                images.render(broken, width=20, ratio=(1, 1), format="jpeg")

    def test_empty(self):
        with pytest.raises(images.BadPicture, match="empty"):
            images.inspect(BytesIO())

    def test_too_many_bytes(self):
        with pytest.raises(images.BadPicture, match="larger than 40 MB"):
            images.inspect(BytesIO(b"\xff" * (images.MAX_BYTES + 1)))

    @pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
    @pytest.mark.parametrize("size", [(10_001, 10_000), (14_000, 14_000), (60_000, 60_000)])
    def test_bombs_are_refused_before_they_are_decoded(self, size):
        with pytest.raises(images.BadPicture, match="over 25 megapixels|over 100 megapixels"):
            images.inspect(png(*size))

    def test_every_kind_of_png_opens_and_renders(self):
        beside = ((path.stem, BytesIO(path.read_bytes()), None) for path in material.pictures())
        faults = []
        for what, file, colour in (*pngs(), *beside):
            facts = images.inspect(file)
            for format in EVERY_FORMAT:
                made = opened(images.render(file, width=320, format=format))
                if made.size != (facts.width, facts.height):
                    faults.append(f"{what} as {format}: {made.size}")
                if colour and not close(made.convert("RGB").getpixel((16, 8)), colour):
                    faults.append(f"{what} as {format}: {made.convert('RGB').getpixel((16, 8))}")
        assert faults == []


class TestSize:
    @pytest.mark.parametrize(
        ("width", "ratio", "expected"),
        [
            (320, None, (320, 240)),
            (5000, None, (1600, 1200)),
            (960, (16, 9), (960, 540)),
            (5000, (16, 9), (1600, 900)),
            (5000, (1, 1), (1200, 1200)),
        ],
    )
    def test_fits_and_never_grows(self, width, ratio, expected):
        assert images.rendered_size((1600, 1200), width=width, ratio=ratio) == expected

    @pytest.mark.parametrize("size", [(1, 5000), (5000, 1), (1, 1)])
    @pytest.mark.parametrize("ratio", [None, (16, 9), (1, 1)])
    def test_extreme_shapes_keep_a_pixel(self, size, ratio):
        file = encoded(Image.new("RGB", size, "red"), "PNG")
        made = opened(images.render(file, width=320, ratio=ratio, format="webp"))
        assert made.size == images.rendered_size(size, width=320, ratio=ratio)

    def test_the_box_stays_inside(self):
        for focal in [(0, 0), (1, 1), (0.1, 0.9), (0.5, 0.5)]:
            left, top, right, bottom = images.crop_box((1000, 500), ratio=(1, 1), focal=focal)
            assert 0 <= left < right <= 1000
            assert (top, bottom, right - left) == (0, 500, 500)

    def test_the_box_is_centred_on_the_focal_point(self):
        assert images.crop_box((1000, 500), ratio=(1, 1), focal=(0.4, 0.5)) == (150, 0, 650, 500)


class TestRender:
    @pytest.mark.parametrize("format", EVERY_FORMAT)
    def test_says_where_and_by_whom_no_more(self, format):
        exif = Image.Exif()
        exif[0x010F] = "SecretCamera"
        exif[0x8825] = {1: "N", 2: (48.0, 8.0, 14.0), 3: "E", 4: (11.0, 34.0, 31.0)}
        xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">SecretPlace</x:xmpmeta>'
        source = encoded(noise(), exif=exif, xmp=xmp, comment=b"SecretName")
        assert opened(source.getvalue()).getexif().get_ifd(0x8825)
        made = images.render(source, width=100, format=format)
        assert not dict(opened(made).getexif())
        for mark in (b"Secret", b"Exif", b"xmpmeta", b"ICC"):
            assert mark not in made

    @pytest.mark.parametrize("format", EVERY_FORMAT)
    @pytest.mark.parametrize("focal", [(0.05, 0.5), (0.95, 0.5)])
    def test_crop_keeps_what_matters(self, format, focal):
        image = Image.new("RGB", (1600, 400), "white")
        image.paste(
            (200, 0, 0), (round(focal[0] * 1600) - 60, 140, round(focal[0] * 1600) + 60, 260)
        )
        kept = opened(
            images.render(encoded(image), width=200, ratio=(1, 1), focal=focal, format=format)
        )
        lost = opened(images.render(encoded(image), width=200, ratio=(1, 1), format=format))
        x = 40 if focal[0] < 0.5 else 160
        assert close(kept.convert("RGB").getpixel((x, 100)), (200, 0, 0))
        assert ImageStat.Stat(lost.convert("RGB")).mean[1] > 250

    def test_focal_point_counts_upright(self):
        exif = Image.Exif()
        exif[images.ORIENTATION] = 6  # its left edge is the upright picture's top
        image = Image.new("RGB", (900, 300), "white")
        image.paste((0, 0, 200), (0, 0, 90, 300))
        made = opened(
            images.render(
                encoded(image, exif=exif), width=100, ratio=(1, 1), focal=(0.5, 0), format="webp"
            )
        )
        assert close(made.convert("RGB").getpixel((50, 10)), (0, 0, 200))

    def test_comes_out_upright(self):
        """Whatever its EXIF data says of how the camera was held; 0, which nothing may say, is
        upright too."""
        beside = (
            (path.stem, path.read_bytes(), first.read_bytes()) for path, first in material.turned()
        )
        faults = []
        for what, turned, upright in (*photographs(), *beside):
            made, expected = (
                opened(images.render(BytesIO(f), width=240, format="jpeg"))
                for f in (turned, upright)
            )
            thumb, right = (image.resize((24, 24)).convert("L") for image in (made, expected))
            near, far = (
                ImageStat.Stat(ImageChops.difference(each, right)).mean[0]
                for each in (thumb, thumb.transpose(Image.Transpose.ROTATE_180))
            )
            if made.size != expected.size or not near < 12 < far:
                faults.append(f"{what}: {made.size}, {near:.1f}, upside down {far:.1f}")
        assert faults == []

    @pytest.mark.parametrize("format", EVERY_FORMAT)
    def test_colours_are_those_of_the_profile(self, format):
        """A profile with red and green exchanged: what is stored as red has to come out green."""
        profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
        red, green = profile.find(b"rXYZ", 128), profile.find(b"gXYZ", 128)
        profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
        source = encoded(Image.new("RGB", (64, 64), (255, 0, 0)), "PNG", icc_profile=bytes(profile))
        made = opened(images.render(source, width=64, format=format))
        assert close(made.convert("RGB").getpixel((32, 32)), (0, 255, 0))
        assert "icc_profile" not in made.info

    def test_a_broken_profile_is_no_obstacle(self):
        source = encoded(
            Image.new("RGB", (64, 64), (200, 0, 0)), "PNG", icc_profile=b"not a profile"
        )
        made = opened(images.render(source, width=64, format="jpeg"))
        assert close(made.getpixel((32, 32)), (200, 0, 0))

    def test_sixteen_bits_of_grey_are_scaled_not_cut_off(self):
        grey = Image.new("I;16", (64, 64), 128 * 256)
        made = opened(images.render(encoded(grey, "PNG"), width=64, format="webp"))
        assert close(made.convert("RGB").getpixel((32, 32)), (128, 128, 128))

    def test_print_colours_become_screen_colours(self):
        made = opened(
            images.render(
                encoded(Image.new("CMYK", (64, 64), (0, 255, 255, 0))), width=64, format="jpeg"
            )
        )
        assert made.mode == "RGB"
        assert close(made.getpixel((32, 32)), (255, 0, 0))

    def test_transparency_is_kept_or_laid_on_white(self):
        clear = encoded(Image.new("RGBA", (64, 64), (0, 0, 0, 0)), "PNG")
        for format in ("avif", "webp"):
            assert opened(images.render(clear, width=64, format=format)).getpixel((32, 32))[3] == 0
        assert close(
            opened(images.render(clear, width=64, format="jpeg")).getpixel((32, 32)),
            (255, 255, 255),
        )

    @pytest.mark.parametrize("format", EVERY_FORMAT)
    def test_an_animation_stands_still(self, format):
        frames = [Image.new("RGB", (64, 64), colour) for colour in ((200, 0, 0), (0, 0, 200))]
        source = encoded(
            frames[0], "GIF", save_all=True, append_images=frames[1:], duration=50, loop=0
        )
        made = opened(images.render(source, width=64, format=format))
        assert getattr(made, "n_frames", 1) == 1
        assert close(made.convert("RGB").getpixel((32, 32)), (200, 0, 0))

    def test_jpeg_is_progressive(self):
        assert opened(images.render(encoded(noise()), width=100, format="jpeg")).info["progressive"]

    def test_decoding_a_large_jpeg_fast_costs_no_sharpness(self):
        fine = noise(200, 150).resize((400, 300), Image.Resampling.NEAREST)
        source = fine.resize((1600, 1200), Image.Resampling.NEAREST)
        made = opened(images.render(encoded(source, quality=95), width=400, format="jpeg"))
        assert ImageStat.Stat(ImageChops.difference(made, fine)).mean[0] < 15


def test_one_at_a_time(tmp_path):
    lock, inside, most = tmp_path / "folder" / "lock", [], []

    def work():
        with images.one_at_a_time(lock):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.02)
            inside.pop()

    workers = [threading.Thread(target=work) for _ in range(5)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert most == [1] * 5


def test_one_at_a_time_among_processes(tmp_path):
    lock = tmp_path / "lock"
    attempt = (
        "import fcntl, sys; fcntl.flock(open(sys.argv[1], 'a'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    )
    with images.one_at_a_time(lock):
        inside = subprocess.run([sys.executable, "-c", attempt, lock], capture_output=True)
    after = subprocess.run([sys.executable, "-c", attempt, lock], capture_output=True)
    assert b"BlockingIOError" in inside.stderr
    assert after.returncode == 0


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("focal", [(0.1, 0.2), (0.9, 0.4)])
def test_a_part_of_a_turned_picture_is_the_one_that_is_seen(orientation, focal):
    """It is cut from what is stored, and only then turned: compared with one that is stored
    upright."""
    upright = Image.effect_mandelbrot((300, 200), (-2, -1.5, 1, 1.5), 60).convert("RGB")
    back = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    stored = (
        upright.transpose(back.get(orientation, images.UPRIGHT[orientation]))
        if orientation > 1
        else upright
    )
    exif = Image.Exif()
    exif[images.ORIENTATION] = orientation
    files = BytesIO(), BytesIO()
    upright.save(files[0], "PNG")
    stored.save(files[1], "PNG", exif=exif)
    made = [
        Image.open(BytesIO(images.render(f, width=90, ratio=(1, 1), focal=focal, format="webp")))
        for f in files
    ]
    difference = ImageChops.difference(*(image.convert("L") for image in made))
    assert ImageStat.Stat(difference).mean[0] < 2
