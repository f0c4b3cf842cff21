"""The demo's pictures, drawn by program: flat layered shapes, stippled shade, paper grain.

Scenes are drawn on a sheet of 1500 by 1000 units, at twice the size asked for, and reduced. What
looks accidental comes from a generator seeded by the picture's name, so a name always gives the
same bytes.
"""

import io
import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
Shape = Sequence[Point]

WIDTH, HEIGHT = 1500, 1000
OVERSAMPLE = 2
MAX_BYTES = 500_000

PAPER = "#f4ecdf"
CREAM = "#fbf6ec"
SAND = "#e6d8c1"
STRAW = "#d3bd98"
CLAY = "#b3966f"
STONE = "#8b8175"
SOFT_INK = "#4c463f"
INK = "#23211e"
VERMILION = "#d6452b"
BRICK = "#a93420"
MIST = "#c5d0c8"
SAGE = "#93aca6"
TEAL = "#4b7a79"
DEEP = "#234a4c"
NIGHT = "#142c30"


# Shapes


def box(left: float, top: float, right: float, bottom: float) -> Shape:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def disc(x: float, y: float, radius: float, squash: float = 1.0) -> Shape:
    return arc(x, y, radius, 0, 360, squash)


def arc(x: float, y: float, radius: float, start: float, end: float, squash: float = 1.0) -> Shape:
    """Points along a circle, degrees clockwise from the right; ``squash`` flattens it to an
    ellipse."""
    steps = max(24, int(abs(end - start) / 2.5))
    turns = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(x + radius * math.cos(t), y + radius * squash * math.sin(t)) for t in turns]


def curve(points: Shape, steps: int = 14) -> list[Point]:
    """A smooth line through the points (Catmull–Rom)."""
    ends = [points[0], *points, points[-1]]
    smooth = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for i in range(steps):
            t = i / steps
            smooth.append(
                (_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t))
            )
    return [*smooth, points[-1]]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


def land(points: Shape, floor: float = HEIGHT) -> Shape:
    """The ground under a smooth skyline."""
    line = curve(points)
    return [*line, (line[-1][0], floor), (line[0][0], floor)]


def mirrored(profile: Shape, axis: float) -> Shape:
    """A closed shape from its right half, given as (distance from the axis, y)."""
    right = [(axis + x, y) for x, y in profile]
    return right + [(2 * axis - x, y) for x, y in reversed(right)]


def lerp(a: Point, b: Point, t: float) -> Point:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def quad(corners: Sequence[Point], u0: float, v0: float, u1: float, v1: float) -> Shape:
    """A part of a four-cornered surface: u runs along its first edge, v along its sides."""
    a, b, c, d = corners

    def at(u: float, v: float) -> Point:
        return lerp(lerp(a, b, u), lerp(d, c, u), v)

    return [at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)]


class Sheet:
    """A sheet to draw on, in units of 1500 by 1000 whatever its pixels."""

    def __init__(self, seed: str, scale: float):
        self.random = random.Random(seed)
        self.scale = scale
        size = (math.ceil(WIDTH * scale), math.ceil(HEIGHT * scale))
        self.image = Image.new("RGB", size, PAPER)
        self.pen = ImageDraw.Draw(self.image)
        half = (size[0] // OVERSAMPLE + 1, size[1] // OVERSAMPLE + 1)
        noise = Image.frombytes("L", half, self.random.randbytes(half[0] * half[1]))
        self.noise = noise.resize(size, Image.Resampling.BILINEAR)

    def fill(self, shape: Shape, colour: str) -> None:
        self.pen.polygon([(x * self.scale, y * self.scale) for x, y in shape], fill=colour)

    def line(self, points: Shape, width: float, colour: str) -> None:
        scaled = [(x * self.scale, y * self.scale) for x, y in points]
        self.pen.line(scaled, fill=colour, width=max(1, round(width * self.scale)), joint="curve")

    def tint(self, shape: Shape, colour: str, opacity: float) -> None:
        mask, place = self._mask(shape, round(opacity * 255))
        self.image.paste(colour, place, mask)

    def fade(self, shape: Shape, start: str, end: str, towards: str = "down") -> None:
        """Fill with a gradient that ends at the side named."""
        mask, place = self._mask(shape)
        ramp = self._ramp(mask.size, towards)
        colours = Image.composite(
            Image.new("RGB", mask.size, end), Image.new("RGB", mask.size, start), ramp
        )
        self.image.paste(colours, place, mask)

    def stipple(
        self, shape: Shape, colour: str, strength: float = 0.8, towards: str = "down"
    ) -> None:
        """Shade that grows denser towards the side named, in grains like a lithograph's."""
        mask, place = self._mask(shape)
        ramp = self._ramp(mask.size, towards).point([round(strength * v) for v in range(256)])
        grains = ImageChops.subtract(ramp, self.noise.crop(place), scale=0.3)
        self.image.paste(colour, place, ImageChops.darker(grains, mask))

    def veil(self, shape: Shape, colour: str, strength: float, towards: str) -> None:
        """Smooth shade that grows denser towards the side named."""
        mask, place = self._mask(shape)
        ramp = self._ramp(mask.size, towards).point([round(strength * v) for v in range(256)])
        self.image.paste(colour, place, ImageChops.darker(ramp, mask))

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float = 0.6) -> None:
        side = max(2, round(2 * radius * self.scale))
        fall = Image.radial_gradient("L").resize((side, side), Image.Resampling.BILINEAR)
        light = fall.point(
            [round(strength * max(0, 255 - v * 1.42) ** 2 / 255) for v in range(256)]
        )
        self.image.paste(
            colour, (round((x - radius) * self.scale), round((y - radius) * self.scale)), light
        )

    @contextmanager
    def inside(self, shape: Shape) -> Iterator[None]:
        """Keep what is drawn in the block to the inside of the shape."""
        before = self.image.copy()
        yield
        mask = Image.new("L", self.image.size, 255)
        ImageDraw.Draw(mask).polygon([(x * self.scale, y * self.scale) for x, y in shape], fill=0)
        self.image.paste(before, (0, 0), mask)

    def vary(self, value: float, by: float) -> float:
        return value + self.random.uniform(-by, by)

    def _mask(
        self, shape: Shape, opacity: int = 255
    ) -> tuple[Image.Image, tuple[int, int, int, int]]:
        points = [(x * self.scale, y * self.scale) for x, y in shape]
        left = max(0, math.floor(min(x for x, _ in points)))
        top = max(0, math.floor(min(y for _, y in points)))
        right = min(self.image.width, math.ceil(max(x for x, _ in points)) + 1)
        bottom = min(self.image.height, math.ceil(max(y for _, y in points)) + 1)
        mask = Image.new("L", (max(1, right - left), max(1, bottom - top)), 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in points], fill=opacity)
        return mask, (left, top, left + mask.width, top + mask.height)

    @staticmethod
    def _ramp(size: tuple[int, int], towards: str) -> Image.Image:
        ramp = Image.linear_gradient("L")
        turn = {
            "up": Image.Transpose.FLIP_TOP_BOTTOM,
            "right": Image.Transpose.ROTATE_90,
            "left": Image.Transpose.ROTATE_270,
        }.get(towards)
        return (ramp.transpose(turn) if turn is not None else ramp).resize(
            size, Image.Resampling.BILINEAR
        )


EVERYTHING = box(0, 0, WIDTH, HEIGHT)


# Scenes


def harbour(sheet: Sheet) -> None:
    sheet.fade(EVERYTHING, MIST, PAPER)
    sheet.stipple(box(0, 0, 1500, 420), SAGE, 0.5, "up")
    sheet.glow(980, 560, 520, CREAM, 0.9)
    sheet.fill(disc(980, 520, 138), VERMILION)
    sheet.stipple(disc(980, 520, 138), BRICK, 0.7)
    sheet.fill(
        land([(0, 520), (180, 498), (420, 530), (700, 545), (1000, 560), (1500, 545)], 600), SAGE
    )
    sheet.fade(box(0, 575, 1500, 1000), SAGE, DEEP)
    _glitter(sheet, 980, 585, 860, 150, VERMILION)
    _swell(sheet, 610, 830)
    for x, tall in ((170, 430), (570, 340)):
        _crane(sheet, x, 590, tall)
    sheet.fill([(0, 580), (640, 588), (700, 604), (0, 612)], INK)
    sheet.fill(box(700, 556, 716, 606), INK)
    sheet.fill(box(703, 540, 713, 556), CREAM)
    _sailing_boat(sheet, 1200, 700)
    sheet.fill([(0, 1000), (0, 868), (760, 1000)], INK)
    sheet.stipple([(0, 1000), (0, 868), (760, 1000)], SOFT_INK, 0.7, "up")
    for x, y in ((150, 880), (420, 928)):
        sheet.fill(
            mirrored([(14, y + 26), (12, y - 16), (26, y - 22), (26, y - 36), (0, y - 40)], x), INK
        )
    sheet.line(curve([(150, 852), (270, 915), (420, 900)]), 5, STRAW)
    sheet.line(curve([(420, 900), (476, 922), (512, 960), (530, 1010)]), 4, STRAW)


def _glitter(sheet: Sheet, x: float, top: float, bottom: float, spread: float, colour: str) -> None:
    y = top
    while y < bottom:
        far = (y - top) / (bottom - top)
        wide = spread * (0.9 - 0.5 * far) * sheet.random.uniform(0.35, 1)
        centre = sheet.vary(x, 46 * far + 10)
        tall = 3 + 8 * far
        sheet.tint(disc(centre, y, wide, tall / wide), colour, 0.85 - 0.55 * far)
        y += 13 + 26 * far


def _swell(sheet: Sheet, top: float, bottom: float) -> None:
    for _ in range(90):
        y = sheet.random.uniform(top, bottom)
        wide = sheet.random.uniform(30, 130) * (0.5 + (y - top) / (bottom - top))
        sheet.tint(disc(sheet.random.uniform(0, 1500), y, wide, 0.025), CREAM, 0.28)


def _crane(sheet: Sheet, x: float, ground: float, tall: float) -> None:
    top = ground - tall
    for foot in (-46, 46):
        sheet.line([(x + foot, ground), (x + foot * 0.35, top + 60)], 9, INK)
    for i in range(5):
        y = ground - i * tall / 7
        sheet.line([(x - 46 + 5 * i, y), (x + 40 - 5 * i, y - tall / 7)], 3, INK)
    sheet.fill(box(x - 34, top + 30, x + 34, top + 74), INK)
    sheet.fill(box(x + 8, top + 40, x + 26, top + 56), STRAW)
    tip = (x + 250, top - 110)
    sheet.line([(x, top + 40), tip], 8, INK)
    sheet.line([(x - 10, top - 60), tip], 3, INK)
    sheet.line([(x - 10, top - 60), (x - 90, top + 60)], 3, INK)
    sheet.line([(x - 10, top + 40), (x - 10, top - 62)], 7, INK)
    sheet.fill(box(x - 118, top + 44, x - 60, top + 84), INK)
    sheet.line([tip, (tip[0], top + 150)], 2.5, INK)
    sheet.fill(box(tip[0] - 12, top + 150, tip[0] + 12, top + 172), INK)


def _sailing_boat(sheet: Sheet, x: float, y: float) -> None:
    sheet.tint([(x - 90, y + 18), (x + 96, y + 18), (x + 30, y + 190)], NIGHT, 0.35)
    sheet.line([(x, y + 10), (x, y - 270)], 5, INK)
    main = [*curve([(x + 8, y - 262), (x + 66, y - 140), (x + 112, y - 26)]), (x + 8, y - 20)]
    jib = [*curve([(x - 8, y - 240), (x - 52, y - 130), (x - 86, y - 22)]), (x - 8, y - 30)]
    sheet.fill(main, CREAM)
    sheet.stipple(main, CLAY, 0.6, "left")
    sheet.fill(jib, PAPER)
    sheet.stipple(jib, CLAY, 0.5, "right")
    sheet.fill([(x - 104, y - 6), (x + 124, y - 10), (x + 92, y + 24), (x - 78, y + 24)], INK)


def tram(sheet: Sheet) -> None:
    sheet.fade(EVERYTHING, SAND, CREAM)
    sheet.glow(760, 470, 560, CREAM, 0.9)
    left = [(0, -160), (650, 350), (650, 560), (0, 860)]
    right = [(1500, -240), (880, 330), (880, 560), (1500, 880)]
    _facade(sheet, left, TEAL, DEEP, NIGHT)
    _facade(sheet, right, STRAW, CLAY, SOFT_INK)
    sheet.fill(box(650, 420, 705, 560), SAGE)
    sheet.fill(box(705, 380, 760, 560), MIST)
    sheet.fill(box(836, 400, 880, 560), STONE)
    ground = [(0, 860), (650, 558), (880, 558), (1500, 880), (1500, 1000), (0, 1000)]
    sheet.fade(ground, SAND, STONE)
    sheet.stipple(ground, SOFT_INK, 0.5, "down")
    for near, far in ((300, 722), (560, 742), (860, 790), (1130, 812)):
        sheet.fill([(near, 1000), (far - 1.5, 560), (far + 1.5, 560), (near + 15, 1000)], INK)
        sheet.fill(
            [(near + 15, 1000), (far + 1.5, 560), (far + 2.5, 560), (near + 20, 1000)], CREAM
        )
    sheet.line([(930, -10), (905, 165), (782, 452)], 3, INK)
    sheet.line([(560, -10), (690, 280), (768, 470)], 2.5, INK)
    sheet.line(curve([(0, 90), (420, 128), (912, 96), (1500, 20)]), 2.5, INK)
    sheet.line([(905, 254), (862, 210), (905, 165)], 5, INK)
    sheet.line([(872, 165), (938, 165)], 6, INK)
    _tram_car(sheet, 905, 250, 330, 580)
    _walker(sheet, 470, 740, 1.0)
    _walker(sheet, 560, 690, 0.72)


def _facade(sheet: Sheet, corners: Sequence[Point], light: str, dark: str, window: str) -> None:
    sheet.fade(corners, light, dark, "up")
    sheet.stipple(corners, dark, 0.6, "left" if corners[0][0] == 0 else "right")
    for row in range(4):
        for column in range(6):
            u, v = 0.05 + column * 0.16, 0.1 + row * 0.19
            sheet.fill(quad(corners, u, v, u + 0.075, v + 0.115), window)
            if sheet.random.random() < 0.25:
                sheet.fill(quad(corners, u, v, u + 0.075, v + 0.115), PAPER)
            sheet.fill(quad(corners, u - 0.006, v + 0.115, u + 0.081, v + 0.125), CREAM)
    sheet.fill(quad(corners, 0, 0.86, 1, 0.875), CREAM)


def _tram_car(sheet: Sheet, x: float, top: float, wide: float, tall: float) -> None:
    left, right, bottom = x - wide / 2, x + wide / 2, top + tall
    side = [(left, top + 20), (left - 95, top + 95), (left - 95, bottom - 120), (left, bottom - 30)]
    sheet.tint(disc(x - 30, bottom, wide * 0.66, 0.12), INK, 0.55)
    sheet.fill(side, BRICK)
    for u in (0.08, 0.4, 0.7):
        sheet.fill(quad(side, u, 0.16, u + 0.24, 0.46), NIGHT)
    sheet.fill(quad(side, 0, 0.56, 1, 0.6), CREAM)
    face = [*arc(left + 46, top + 46, 46, 180, 270), *arc(right - 46, top + 46, 46, 270, 360)]
    face += [(right, bottom - 60), (right - 26, bottom), (left + 26, bottom), (left, bottom - 60)]
    sheet.fill(face, VERMILION)
    sheet.stipple(face, BRICK, 0.75, "left")
    glass = box(left + 28, top + 110, right - 28, top + 320)
    sheet.fade(glass, DEEP, NIGHT)
    with sheet.inside(glass):
        sheet.tint(
            [
                (left, top + 330),
                (left + 150, top + 90),
                (left + 220, top + 90),
                (left + 70, top + 330),
            ],
            MIST,
            0.4,
        )
        _bust(sheet, x + 30, top + 322, 1.1)
    sheet.fill(box(x - 82, top + 36, x + 82, top + 86), INK)
    sheet.fill(box(x - 12, top + 46, x - 2, top + 76), STRAW)
    sheet.fill(box(x - 60, top + 58, x - 24, top + 64), STRAW)
    sheet.fill(box(x + 10, top + 58, x + 60, top + 64), STRAW)
    sheet.fill(box(left, top + 352, right, top + 372), CREAM)
    for lamp in (left + 62, right - 62):
        sheet.fill(disc(lamp, top + 440, 30), INK)
        sheet.fill(disc(lamp, top + 440, 21), CREAM)
    sheet.fill(
        [
            (left + 8, bottom - 40),
            (right - 8, bottom - 40),
            (right - 26, bottom),
            (left + 26, bottom),
        ],
        INK,
    )


def _bust(sheet: Sheet, x: float, floor: float, size: float) -> None:
    shoulders = arc(x, floor, 58 * size, 180, 360, 0.8)
    sheet.fill(shoulders, INK)
    sheet.fill(disc(x, floor - 66 * size, 28 * size, 1.12), INK)


def _walker(sheet: Sheet, x: float, feet: float, size: float) -> None:
    def at(dx: float, dy: float) -> Point:
        return x + dx * size, feet + dy * size

    sheet.tint([at(0, 0), at(-120, 40), at(-140, 34), at(-14, -4)], INK, 0.35)
    sheet.line([at(-12, -2), at(2, -70)], 13 * size, INK)
    sheet.line([at(20, -2), at(4, -70)], 13 * size, INK)
    sheet.fill([at(-22, -62), at(26, -62), at(18, -150), at(-14, -152)], INK)
    sheet.fill(disc(*at(3, -164), 18 * size), INK)


def flood(sheet: Sheet) -> None:
    sheet.fade(EVERYTHING, STONE, SAND)
    sheet.stipple(box(0, 0, 1500, 380), SOFT_INK, 0.8, "up")
    for y, wide in ((110, 700), (190, 520), (260, 900)):
        sheet.tint(disc(sheet.vary(700, 300), y, wide, 0.05), PAPER, 0.4)
    sheet.fill(land([(0, 470), (260, 410), (620, 455), (1000, 395), (1500, 450)], 700), SAGE)
    sheet.stipple(
        land([(0, 470), (260, 410), (620, 455), (1000, 395), (1500, 450)], 620), TEAL, 0.6
    )
    for x in (90, 150, 1190, 1260, 1345, 1420):
        _crown(sheet, sheet.vary(x, 10), 560, sheet.random.uniform(52, 78))
    houses = (
        (250, 150, 190, CREAM),
        (420, 210, 160, SAND),
        (650, 170, 230, PAPER),
        (850, 140, 150, STRAW),
        (1010, 150, 190, CREAM),
    )
    for x, wide, tall, wall in houses:
        _flooded_house(sheet, x, wide, tall, wall)
    water = land([(0, 612), (250, 606), (500, 616), (800, 606), (1100, 615), (1500, 607)])
    sheet.fade(water, SAGE, DEEP)
    for x, wide, tall, wall in houses:
        _reflection(sheet, x, wide, tall, wall)
    _gauge(sheet, 1310, 240, 1000)
    for i, y in enumerate((660, 725, 800, 885)):
        crest = [(x, sheet.vary(y, 9 + 4 * i)) for x in range(-200, 1901, 170)]
        sheet.tint(land(crest), (TEAL, TEAL, DEEP, DEEP)[i], 0.34 + 0.06 * i)
        sheet.line(curve(crest), 2 + 0.6 * i, MIST)
    sheet.stipple(box(0, 700, 1500, 1000), NIGHT, 0.65)


def _crown(sheet: Sheet, x: float, y: float, radius: float) -> None:
    sheet.line([(x, y - 20), (x, y + 70)], 9, INK)
    sheet.fill(disc(x, y - 30, radius, 1.15), DEEP)
    sheet.stipple(disc(x, y - 30, radius, 1.15), NIGHT, 0.8, "right")


def _flooded_house(sheet: Sheet, x: float, wide: float, tall: float, wall: str) -> None:
    top = 640 - tall
    sheet.fill(box(x, top, x + wide, 640), wall)
    sheet.stipple(box(x, top, x + wide, 640), CLAY, 0.6, "right")
    sheet.fill(box(x + wide * 0.7, top - wide * 0.42, x + wide * 0.7 + 20, top), SOFT_INK)
    roof = [(x - 12, top + 4), (x + wide / 2, top - wide * 0.4), (x + wide + 12, top + 4)]
    sheet.fill(roof, SOFT_INK)
    sheet.stipple(roof, INK, 0.8, "right")
    for i in (0.22, 0.62):
        for row in range(int(tall // 80)):
            sheet.fill(
                box(x + wide * i, top + 26 + row * 74, x + wide * (i + 0.17), top + 66 + row * 74),
                DEEP,
            )


def _reflection(sheet: Sheet, x: float, wide: float, tall: float, wall: str) -> None:
    for i in range(11):
        y = 626 + i * (tall * 0.9) / 11
        drift = sheet.vary(0, 4 + i * 1.6)
        sheet.tint(box(x + drift, y, x + wide + drift, y + tall * 0.05), wall, 0.5 - 0.035 * i)


def _gauge(sheet: Sheet, x: float, top: float, bottom: float) -> None:
    sheet.fill(box(x - 34, top, x + 34, bottom), CREAM)
    sheet.stipple(box(x - 34, top, x + 34, bottom), STRAW, 0.7, "right")
    sheet.fill(box(x - 40, top - 14, x + 40, top), INK)
    for i in range(19):
        y = top + 18 + i * 40
        sheet.fill(box(x - 34 if i % 2 else x, y, x if i % 2 else x + 34, y + 20), INK)
    sheet.fill(box(x - 58, 520, x + 58, 536), VERMILION)
    sheet.fill([(x - 58, 528), (x - 96, 506), (x - 96, 550)], VERMILION)
    sheet.tint(box(x - 34, 612, x + 34, bottom), DEEP, 0.55)
    sheet.tint(disc(x, 612, 84, 0.09), MIST, 0.7)


def library(sheet: Sheet) -> None:
    sheet.fill(EVERYTHING, INK)
    for shelf in range(4):
        top = 20 + shelf * 248
        sheet.fade(box(0, top, 1500, top + 222), NIGHT, INK, "up")
        _books(sheet, top + 222)
        sheet.fill(box(0, top + 222, 1500, top + 248), CLAY)
        sheet.fill(box(0, top + 222, 1500, top + 227), STRAW)
        sheet.stipple(box(0, top + 228, 1500, top + 248), SOFT_INK, 0.8)
    sheet.glow(600, 380, 760, CREAM, 0.30)
    sheet.tint(box(0, 0, 1500, 1000), INK, 0.06)
    sheet.veil(box(700, 0, 1500, 1000), INK, 0.72, "right")
    sheet.veil(box(0, 0, 420, 1000), INK, 0.55, "left")
    _ladder(sheet)


def _books(sheet: Sheet, floor: float) -> None:
    x = sheet.random.uniform(-30, 0)
    since_gap = 0
    colours = (CREAM, SAND, STRAW, CLAY, STONE, SAGE, TEAL, DEEP, TEAL, SOFT_INK, MIST, STRAW)
    while x < 1500:
        wide = sheet.random.uniform(20, 52)
        tall = sheet.random.uniform(138, 200)
        colour = (
            VERMILION
            if floor < 500 and floor > 300 and 520 < x < 560
            else sheet.random.choice(colours)
        )
        if since_gap > 9 and sheet.random.random() < 0.2:
            _leaning_book(sheet, x + 8, floor, tall, colour)
            x, since_gap = x + tall * 0.34 + 44, 0
            continue
        _book(sheet, box(x, floor - tall, x + wide - 2, floor), colour)
        x, since_gap = x + wide, since_gap + 1


def _book(sheet: Sheet, spine: Shape, colour: str) -> None:
    sheet.fill(spine, colour)
    sheet.stipple(spine, INK, 0.42, "right")
    mark = CREAM if colour in (TEAL, DEEP, SOFT_INK, VERMILION, STONE, CLAY) else SOFT_INK
    low = sheet.random.choice((0.12, 0.16, 0.2))
    sheet.fill(quad(spine, 0, low, 1, low + 0.025), mark)
    if sheet.random.random() < 0.6:
        sheet.fill(quad(spine, 0.3, low + 0.1, 0.7, low + sheet.random.uniform(0.25, 0.45)), mark)
    sheet.fill(quad(spine, 0, 0.88, 1, 0.9), mark)


def _leaning_book(sheet: Sheet, x: float, floor: float, tall: float, colour: str) -> None:
    lean = tall * 0.3
    _book(
        sheet,
        [
            (x - 4, floor - tall),
            (x + 30, floor - tall - 9),
            (x + 32 + lean, floor - 9),
            (x + lean, floor),
        ],
        colour,
    )


def _ladder(sheet: Sheet) -> None:
    feet, head = ((1010, 1010), (1190, 1010)), ((1100, -10), (1240, -10))
    for i in range(9):
        t = 0.06 + i * 0.112
        a = lerp(feet[0], head[0], t)
        b = lerp(feet[1], head[1], t)
        sheet.line([(a[0], a[1] + 7), (b[0], b[1] + 7)], 12, INK)
        sheet.line([a, b], 13, STRAW)
    for foot, end in zip(feet, head, strict=True):
        sheet.line([(foot[0] + 12, foot[1]), (end[0] + 10, end[1])], 22, INK)
        sheet.line([foot, end], 19, SAND)


def orchard(sheet: Sheet) -> None:
    sheet.fade(EVERYTHING, MIST, CREAM)
    sheet.glow(420, 330, 520, CREAM, 1)
    sheet.fill(disc(400, 300, 92), CREAM)
    hills = (
        ([(0, 420), (300, 350), (700, 420), (1100, 330), (1500, 400)], SAGE, TEAL),
        ([(0, 500), (380, 455), (820, 500), (1200, 430), (1500, 470)], STRAW, CLAY),
    )
    for points, light, dark in hills:
        sheet.fill(land(points), light)
        sheet.stipple(land(points, 640), dark, 0.7, "down")
    for x, y in curve(hills[1][0])[::3]:
        radius = sheet.random.uniform(9, 16)
        sheet.fill(disc(sheet.vary(x, 9), y - radius * 0.4, radius, 0.85), DEEP)
    field = land([(0, 560), (500, 520), (1000, 545), (1500, 510)])
    sheet.fade(field, SAND, STRAW)
    sheet.stipple(field, CLAY, 0.7)
    for row, size in ((580, 34), (640, 52), (730, 82)):
        _tree_row(sheet, row, size)
    sheet.stipple(box(0, 800, 1500, 1000), SOFT_INK, 0.5)
    _apple_tree(sheet)
    _crate(sheet, 830, 900)


def _tree_row(sheet: Sheet, ground: float, size: float) -> None:
    x = -size * sheet.random.random()
    while x < 1560:
        centre = sheet.vary(x, size * 0.1)
        sheet.tint(disc(centre + size * 0.8, ground + 4, size * 1.3, 0.16), SOFT_INK, 0.5)
        sheet.line([(centre, ground), (centre, ground - size)], size * 0.16, INK)
        crown = disc(centre, ground - size * 1.45, size, 0.92)
        sheet.fill(crown, TEAL)
        sheet.stipple(crown, NIGHT, 0.9, "right")
        for _ in range(5):
            turn = sheet.random.uniform(0, 6.28)
            far = sheet.random.uniform(0.2, 0.75) * size
            apple = centre + far * math.cos(turn), ground - size * 1.45 + far * math.sin(turn) * 0.9
            sheet.fill(disc(*apple, size * 0.085), VERMILION)
        x += size * 2.75


def _apple_tree(sheet: Sheet) -> None:
    sheet.tint(disc(1260, 930, 380, 0.12), INK, 0.5)
    trunk = [
        (1080, 940),
        *curve([(1108, 930), (1122, 760), (1096, 600)]),
        (1150, 600),
        *curve([(1160, 760), (1180, 925), (1215, 944)]),
    ]
    sheet.fill(trunk, INK)
    for end in ((960, 500), (1290, 480), (1120, 380)):
        sheet.line(curve([(1128, 680), lerp((1128, 680), end, 0.5), end]), 26, INK)
    lobes = (
        (930, 420, 150),
        (1090, 300, 180),
        (1290, 350, 170),
        (1380, 480, 130),
        (1200, 480, 150),
        (1040, 500, 120),
    )
    for x, y, radius in lobes:
        sheet.fill(disc(x, y, radius, 0.9), DEEP)
        sheet.stipple(disc(x, y, radius, 0.9), NIGHT, 0.95, "right")
        sheet.stipple(disc(x, y, radius, 0.9), TEAL, 0.8, "left")
    picked: list[Point] = []
    for x, y, radius in lobes:
        for _ in range(9):
            turn = sheet.random.uniform(0, 6.28)
            far = sheet.random.uniform(0.15, 0.85) * radius
            apple = (x + far * math.cos(turn), y + far * math.sin(turn) * 0.85)
            if all(math.dist(apple, other) > 46 for other in picked):
                picked.append(apple)
                _apple(sheet, *apple, 17)


def _apple(sheet: Sheet, x: float, y: float, radius: float) -> None:
    sheet.fill(disc(x, y, radius), VERMILION)
    sheet.stipple(disc(x, y, radius), BRICK, 0.9, "right")
    sheet.line([(x, y - radius * 0.7), (x + radius * 0.3, y - radius * 1.5)], radius * 0.22, INK)


def _crate(sheet: Sheet, x: float, floor: float) -> None:
    sheet.tint(disc(x + 120, floor + 40, 190, 0.13), INK, 0.5)
    for i in range(9):
        _apple(sheet, x + 8 + i * 26, floor - 70 - (i % 2) * 12, 21)
    for i in range(3):
        slat = box(x - 20, floor - 62 + i * 36, x + 240, floor - 34 + i * 36)
        sheet.fill(slat, SAND)
        sheet.stipple(slat, CLAY, 0.8, "right")
    for side in (x - 20, x + 218):
        sheet.fill(box(side, floor - 70, side + 22, floor + 46), CLAY)


def night_sky(sheet: Sheet) -> None:
    sheet.fade(EVERYTHING, NIGHT, TEAL)
    sheet.stipple(box(0, 0, 1500, 700), "#0b1d21", 0.8, "up")
    sheet.glow(760, 980, 700, SAND, 0.55)
    pole = (560, 330)
    for i in range(120):
        radius = 22 + i * 9.2 + sheet.vary(0, 4)
        start = sheet.random.uniform(0, 360)
        sweep = sheet.random.uniform(16, 34)
        colour = sheet.random.choice((CREAM, SAND, MIST, SAGE, SAGE, STRAW, TEAL))
        sheet.line(
            arc(*pole, radius, start, start + sweep), sheet.random.choice((1.6, 2.2, 3.2)), colour
        )
        again = start + sheet.random.uniform(90, 240)
        sheet.line(
            arc(*pole, radius + 4, again, again + sweep),
            1.6,
            sheet.random.choice((SAGE, MIST, TEAL)),
        )
    sheet.fill(disc(*pole, 5), CREAM)
    sheet.fill(land([(0, 800), (300, 760), (640, 800), (980, 740), (1500, 800)]), DEEP)
    sheet.stipple(land([(0, 800), (300, 760), (640, 800), (980, 740), (1500, 800)]), NIGHT, 0.9)
    hill = land([(0, 930), (360, 900), (760, 850), (1080, 748), (1250, 752), (1500, 860)])
    sheet.fill(hill, INK)
    _observatory(sheet, 1150, 762)
    for i in range(26):
        x = sheet.random.uniform(60, 760)
        sheet.fill(
            disc(x, sheet.vary(852 - x * 0.02, 14), sheet.random.choice((1.8, 2.4, 3))),
            STRAW if i % 3 else CREAM,
        )


def _observatory(sheet: Sheet, x: float, ground: float) -> None:
    sheet.fill(box(x - 92, ground - 86, x + 92, ground), SOFT_INK)
    sheet.stipple(box(x - 92, ground - 86, x + 92, ground), INK, 1, "right")
    sheet.fill(arc(x, ground - 90, 112, 180, 360), STONE)
    sheet.stipple(arc(x, ground - 90, 112, 180, 360), INK, 1, "right")
    sheet.fill(box(x - 118, ground - 96, x + 118, ground - 82), INK)
    slit = [*arc(x, ground - 90, 113, 228, 256), (x - 10, ground - 96), (x - 44, ground - 96)]
    sheet.glow(x - 40, ground - 180, 90, VERMILION, 0.7)
    sheet.fill(slit, VERMILION)
    sheet.line([(x - 26, ground - 110), (x - 78, ground - 224)], 15, INK)
    sheet.fill(box(x - 14, ground - 52, x + 14, ground), INK)
    sheet.fill(box(x + 44, ground - 58, x + 64, ground - 36), STRAW)


def school(sheet: Sheet) -> None:
    sheet.fade(EVERYTHING, SAND, STRAW, "right")
    floor = 690
    sheet.fill(box(0, floor, 1500, 1000), CLAY)
    sheet.fade(box(0, floor, 1500, 1000), CLAY, STONE)
    for i in range(-2, 14):
        sheet.line([(700 + (i - 5) * 90, floor), (700 + (i - 5) * 230, 1000)], 2, SOFT_INK)
    sheet.fill(box(0, floor - 34, 1500, floor), TEAL)
    sheet.fill(box(0, 470, 1500, floor - 34), SAGE)
    sheet.stipple(box(0, 470, 1500, floor), TEAL, 0.6, "right")
    sheet.fill(box(0, 462, 1500, 472), DEEP)
    _window_light(sheet)
    _blackboard(sheet)
    for x, colour in ((120, INK), (520, VERMILION), (920, INK)):
        _desk(sheet, x, 880, colour)
    sheet.veil(box(800, 0, 1500, 1000), SOFT_INK, 0.42, "right")


def _window_light(sheet: Sheet) -> None:
    corners = [(110, 70), (620, 150), (700, 640), (190, 560)]
    for column in range(3):
        for row in range(2):
            u, v = column / 3, row / 2
            sheet.tint(quad(corners, u + 0.02, v + 0.02, u + 0.31, v + 0.47), CREAM, 0.82)
    with sheet.inside(corners):
        for _ in range(46):
            x = sheet.random.uniform(360, 720)
            y = sheet.random.uniform(80, 440)
            sheet.tint(disc(x, y, sheet.random.uniform(12, 30), 0.55), CLAY, 0.3)
        sheet.tint(
            curve([(720, 300), (560, 330), (420, 400), (430, 410), (570, 345), (720, 322)]),
            CLAY,
            0.45,
        )
    sheet.tint([(190, floor_y := 700), (760, floor_y), (980, 1000), (330, 1000)], CREAM, 0.3)


def _blackboard(sheet: Sheet) -> None:
    sheet.tint(box(826, 128, 1396, 458), SOFT_INK, 0.4)
    sheet.fill(box(810, 110, 1380, 440), CLAY)
    sheet.fade(box(826, 126, 1364, 424), DEEP, NIGHT)
    for row in range(4):
        for column in range(5):
            left, top = 868 + column * 96, 160 + row * 62
            if (row * 5 + column) in (7, 13):
                sheet.line([(left, top + 18), (left + 24, top + 34), (left + 62, top)], 5, CREAM)
            else:
                sheet.line(
                    curve(
                        [
                            (left, top + 20),
                            (left + 20, sheet.vary(top + 14, 8)),
                            (left + 42, sheet.vary(top + 24, 8)),
                            (left + 66, top + 18),
                        ]
                    ),
                    3,
                    SAGE,
                )
    for row in range(1, 4):
        sheet.line([(856, 146 + row * 62), (1334, 146 + row * 62)], 1.5, TEAL)
    sheet.fill(box(810, 436, 1380, 450), SOFT_INK)


def _desk(sheet: Sheet, x: float, ground: float, chair: str) -> None:
    sheet.tint(
        [
            (x + 20, ground + 40),
            (x + 330, ground + 40),
            (x + 430, ground + 84),
            (x + 90, ground + 84),
        ],
        INK,
        0.4,
    )
    for leg in (x + 24, x + 300):
        sheet.line([(leg, ground - 220), (leg, ground + 50)], 10, INK)
    seat = ground - 258
    for dx, lean in ((92, -26), (196, 26), (126, -10), (226, 40)):
        sheet.line([(x + dx, seat), (x + dx + lean, seat - 170)], 8, chair)
    sheet.fill([(x + 78, seat), (x + 240, seat), (x + 232, seat - 18), (x + 86, seat - 18)], chair)
    sheet.fill(
        [(x + 236, seat - 4), (x + 252, seat - 4), (x + 270, seat + 96), (x + 254, seat + 98)],
        chair,
    )
    top = box(x, ground - 258, x + 324, ground - 226)
    sheet.fill(top, CREAM)
    sheet.stipple(top, CLAY, 0.8, "right")
    sheet.fill(box(x, ground - 226, x + 324, ground - 216), SOFT_INK)


def market(sheet: Sheet) -> None:
    sheet.fade(EVERYTHING, SOFT_INK, INK)
    sheet.glow(520, 480, 620, CLAY, 0.7)
    sheet.glow(1120, 480, 480, CLAY, 0.5)
    for x in (300, 780, 1240):
        sheet.line([(x, 300), (x, 396)], 3, STRAW)
        sheet.glow(x, 470, 190, STRAW, 0.9)
        sheet.fill(disc(x, 440, 20), CREAM)
        sheet.fill(
            mirrored([(8, 388), (50, 430), (50, 438), (0, 438)], x), VERMILION if x == 300 else DEEP
        )
    for x in (28, 728, 1452):
        sheet.fill(box(x, 250, x + 20, 1000), INK)
    for i, x in enumerate((-40, 210, 460, 760, 1010, 1260)):
        _stall_crate(sheet, x, 600, i)
    for i, x in enumerate((-110, 180, 470, 730, 1020, 1310)):
        _stall_crate(sheet, x, 790, i + 3, 1.16)
    _awning(sheet, -30, 740, VERMILION, BRICK)
    _awning(sheet, 752, 1540, TEAL, DEEP)


def _awning(sheet: Sheet, left: float, right: float, colour: str, dark: str) -> None:
    stripes = 9
    wide = (right - left) / stripes
    inset = (right - left) * 0.06
    for i in range(stripes):
        a, b = left + i * wide, left + (i + 1) * wide
        top_a = left + inset + i * (wide - 2 * inset / stripes)
        top_b = top_a + wide - 2 * inset / stripes
        paint = CREAM if i % 2 else colour
        shade = CLAY if i % 2 else dark
        slope = [(top_a, 20), (top_b, 20), (b, 270), (a, 270)]
        sheet.fill(slope, paint)
        sheet.stipple(slope, shade, 0.75)
        flap = [(a, 268), (b, 268), *arc((a + b) / 2, 306, wide / 2, 0, 180, 0.72)]
        sheet.fill(flap, paint)
        sheet.stipple(flap, shade, 0.9, "up")
    sheet.fill(box(left + inset, 0, right - inset, 22), INK)
    sheet.line([(left, 270), (right, 270)], 3, dark)


def _stall_crate(sheet: Sheet, x: float, top: float, kind: int, size: float = 1.0) -> None:
    wide, radius = 228 * size, (27, 20, 34)[kind % 3] * size
    colour, dark = (
        (TEAL, NIGHT),
        (STRAW, CLAY),
        (VERMILION, BRICK),
        (SAGE, DEEP),
        (CREAM, CLAY),
        (CLAY, SOFT_INK),
    )[kind % 6]
    for row in range(3):
        at = x + radius + (row % 2) * radius
        while at < x + wide - radius * 0.6:
            fruit = disc(at, top - 36 * size + row * radius * 0.95, radius)
            sheet.fill(fruit, colour)
            sheet.stipple(fruit, dark, 0.85, "right")
            at += radius * 2.02
    front = box(x - 8, top + 4 * size, x + wide + 8, top + 116 * size)
    sheet.fill(front, SAND)
    sheet.stipple(front, CLAY, 0.9)
    sheet.fill(box(x - 8, top + 56 * size, x + wide + 8, top + 63 * size), SOFT_INK)
    card = [
        (x + wide * 0.36, top - 16 * size),
        (x + wide * 0.64, top - 20 * size),
        (x + wide * 0.65, top + 38 * size),
        (x + wide * 0.37, top + 41 * size),
    ]
    sheet.fill(card, CREAM)
    sheet.fill(quad(card, 0.16, 0.24, 0.66, 0.3), STONE)
    sheet.fill(quad(card, 0.16, 0.5, 0.84, 0.68), INK)


def bridge(sheet: Sheet) -> None:
    sheet.fade(EVERYTHING, SAND, CREAM)
    sheet.glow(1080, 330, 420, CREAM, 1)
    sheet.fill(disc(1100, 270, 74), CREAM)
    ranges = (
        ([(0, 400), (260, 300), (520, 380), (820, 280), (1150, 390), (1500, 300)], MIST),
        ([(0, 470), (330, 400), (640, 470), (980, 400), (1500, 460)], SAGE),
        ([(0, 520), (240, 490), (700, 545), (1240, 490), (1500, 520)], TEAL),
    )
    for points, colour in ranges:
        sheet.fill(land(points, 700), colour)
        sheet.stipple(land(points, 640), PAPER, 0.7)
    water = 640
    sheet.fade(box(0, water, 1500, 1000), SAGE, DEEP)
    _arches(sheet, water)
    for _ in range(70):
        y = sheet.random.uniform(water + 8, 990)
        wide = sheet.random.uniform(40, 170)
        sheet.tint(disc(sheet.random.uniform(0, 1500), y, wide, 0.022), MIST, 0.5)
    sheet.stipple(box(0, 820, 1500, 1000), NIGHT, 0.6)
    _cyclist(sheet, 610, 372, 0.8)


def _arches(sheet: Sheet, water: float) -> None:
    deck = curve([(-20, 420), (380, 384), (750, 372), (1120, 384), (1520, 420)])
    holes = [(-20, 205), (375, 185), (750, 200), (1125, 185), (1520, 205)]
    body = [*deck, (1520, water), (-20, water)]
    before = sheet.image.copy()
    sheet.fade(body, STRAW, CLAY)
    for _ in range(240):
        x = sheet.random.uniform(0, 1500)
        y = sheet.random.uniform(440, water)
        sheet.tint(
            box(x, y, x + sheet.random.uniform(20, 44), y + 13),
            sheet.random.choice((SAND, STONE)),
            0.4,
        )
    sheet.stipple(body, SOFT_INK, 0.8)
    for x, radius in holes:
        sheet.fill([*arc(x, water, radius * 0.87 + 20, 180, 360, 1.02)], SOFT_INK)
        sheet.fill([*arc(x - 14, water, radius * 0.87, 180, 360)], INK)
    opening = Image.new("L", sheet.image.size, 0)
    for x, radius in holes:
        points = arc(x + 8, water, radius * 0.84, 180, 360)
        ImageDraw.Draw(opening).polygon(
            [(px * sheet.scale, py * sheet.scale) for px, py in points], fill=255
        )
    sheet.image.paste(before, (0, 0), opening)
    sheet.line([(x, y - 4) for x, y in deck], 16, SAND)
    sheet.line([(x, y + 12) for x, y in deck], 6, SOFT_INK)
    _mirror(sheet, water, 372)


def _mirror(sheet: Sheet, water: float, top: float) -> None:
    """The bridge upside down in the water, flattened, dimmed and broken into strips."""
    level = round(water * sheet.scale)
    tall = round((water - top) * sheet.scale)
    above = sheet.image.crop((0, level - tall, sheet.image.width, level))
    image = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    strip = max(1, round(9 * sheet.scale))
    for y in range(0, tall, strip):
        far = y / tall
        shift = round(sheet.vary(0, 3 + 15 * far) * sheet.scale)
        piece = image.crop((0, y, image.width, min(tall, y + strip)))
        sheet.image.paste(
            piece, (shift, level + y), Image.new("L", piece.size, round(165 * (1 - far)))
        )


def _cyclist(sheet: Sheet, x: float, ground: float, size: float) -> None:
    def at(dx: float, dy: float) -> Point:
        return x + dx * size, ground + dy * size

    for wheel in (-40, 40):
        sheet.line(disc(*at(wheel, -28), 26 * size), 4.5 * size, INK)
    sheet.line([at(-40, -28), at(-8, -62), at(28, -62), at(40, -28)], 5 * size, INK)
    sheet.line([at(-8, -62), at(2, -28), at(28, -62)], 5 * size, INK)
    sheet.line([at(28, -62), at(24, -82), at(36, -84)], 5 * size, INK)
    sheet.line([at(2, -24), at(14, -52), at(-10, -76)], 10 * size, INK)
    sheet.fill([at(-22, -74), at(4, -72), at(22, -116), at(0, -124)], VERMILION)
    sheet.line([at(12, -112), at(18, -92), at(34, -86)], 9 * size, VERMILION)
    sheet.fill(disc(*at(19, -133), 16 * size), INK)


def chess(sheet: Sheet) -> None:
    sheet.fade(EVERYTHING, TEAL, SAGE)
    sheet.stipple(box(0, 0, 1500, 500), DEEP, 0.9, "up")
    board = [(300, 470), (1290, 440), (1980, 1240), (-560, 1300)]
    sheet.fill([(x, y + 30) for x, y in board], INK)
    sheet.fill(board, SAND)
    for row in range(6):
        top, bottom = (row / 6) ** 1.35, ((row + 1) / 6) ** 1.35
        for column in range(8):
            if (row + column) % 2:
                sheet.fill(quad(board, column / 8, top, (column + 1) / 8, bottom), SOFT_INK)
    sheet.veil(board, INK, 0.4, "right")
    pieces = (
        (470, 545, 0.52, SAND, "pawn"),
        (690, 535, 0.55, SAND, "rook"),
        (1120, 560, 0.55, INK, "pawn"),
        (930, 660, 0.82, INK, "king"),
        (430, 760, 0.82, VERMILION, "pawn"),
        (1240, 850, 1.0, INK, "pawn"),
    )
    for x, y, size, _, kind in pieces:
        _shadow(sheet, x, y, size * (1.5 if kind == "king" else 1))
    for x, y, size, colour, kind in pieces:
        _chessman(sheet, x, y, size, colour, kind)


def _shadow(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.tint(
        [
            (x - 60 * size, y),
            (x + 60 * size, y + 18 * size),
            (x + 420 * size, y + 110 * size),
            (x + 390 * size, y + 60 * size),
        ],
        INK,
        0.45,
    )


PAWN = [
    (86, 10),
    (92, -14),
    (70, -40),
    (64, -62),
    (36, -92),
    (27, -190),
    (46, -204),
    (46, -218),
    (24, -222),
]
KING = [
    (104, 12),
    (110, -20),
    (84, -52),
    (78, -78),
    (48, -112),
    (34, -340),
    (64, -362),
    (64, -380),
    (42, -388),
    (70, -500),
    (40, -520),
    (0, -530),
]
ROOK = [
    (96, 10),
    (100, -18),
    (76, -48),
    (70, -70),
    (50, -96),
    (46, -240),
    (72, -262),
    (72, -330),
    (44, -330),
    (44, -306),
    (18, -306),
    (18, -330),
    (0, -330),
]


def _chessman(sheet: Sheet, x: float, y: float, size: float, colour: str, kind: str) -> None:
    dark = {INK: "#0c0b0a", VERMILION: BRICK, SAND: CLAY}[colour]
    light = {INK: SOFT_INK, VERMILION: "#e36a4e", SAND: CREAM}[colour]
    half = {"pawn": PAWN, "king": KING, "rook": ROOK}[kind]
    parts = [mirrored([(px * size, y + py * size) for px, py in half], x)]
    parts.append(disc(x, y + 10 * size, half[0][0] * size, 0.2))
    if kind == "pawn":
        parts.append(disc(x, y - 262 * size, 56 * size))
    if kind == "king":
        parts += [
            box(x - 9 * size, y - 610 * size, x + 9 * size, y - 520 * size),
            box(x - 32 * size, y - 586 * size, x + 32 * size, y - 568 * size),
        ]
    for part in parts:
        sheet.fill(part, colour)
    for part in parts:
        sheet.stipple(part, dark, 0.95, "right")
        sheet.stipple(part, light, 0.62, "left")


def organ(sheet: Sheet) -> None:
    sheet.fade(EVERYTHING, DEEP, NIGHT)
    sheet.stipple(EVERYTHING, INK, 0.6, "right")
    sheet.glow(560, 300, 700, SAGE, 0.45)
    pipes = 27
    wide = 1560 / pipes
    for i in range(pipes):
        tower = abs((i % 9) - 4)
        middle = 1.25 if 9 <= i < 18 else 1
        top = 330 - (4 - tower) * 62 * middle
        _pipe(
            sheet, -30 + i * wide, top, wide, 716 - (4 - tower) * 18, VERMILION if i == 16 else None
        )
    rail = box(0, 790, 1500, 1000)
    sheet.fade(rail, CLAY, SOFT_INK)
    sheet.stipple(rail, INK, 0.85)
    sheet.fill(box(0, 776, 1500, 796), STRAW)
    for i in range(12):
        panel = box(18 + i * 126, 826, 122 + i * 126, 1010)
        sheet.fill(panel, SOFT_INK)
        sheet.stipple(panel, INK, 0.9, "left")
        sheet.line([(18 + i * 126, 826), (122 + i * 126, 826)], 4, INK)
    sheet.veil(box(800, 0, 1500, 1000), NIGHT, 0.7, "right")


def _pipe(
    sheet: Sheet, x: float, top: float, wide: float, mouth: float, colour: str | None
) -> None:
    left, right, middle = x + 2, x + wide - 2, x + wide / 2
    body = box(left, top, right, mouth)
    light, base, dark = (
        (PAPER, STRAW, SOFT_INK) if colour is None else ("#ea7e62", VERMILION, BRICK)
    )
    sheet.fade(box(left, top, left + wide * 0.34, mouth), base, light, "right")
    sheet.fade(box(left + wide * 0.34, top, right, mouth), light, dark, "right")
    sheet.stipple(body, INK, 0.36, "right")
    sheet.fill(disc(middle, top, wide / 2 - 2, 0.26), INK)
    sheet.line(arc(middle, top, wide / 2 - 3, 0, 180, 0.26), 2, light)
    foot = [(left, mouth), (right, mouth), (middle + 7, 790), (middle - 7, 790)]
    sheet.fade(foot, base, dark, "right")
    sheet.fill(
        [
            (left + 10, mouth),
            (right - 10, mouth),
            (right - 14, mouth - 22),
            (left + 14, mouth - 22),
        ],
        INK,
    )
    lip = [(left + 10, mouth - 22), (middle, mouth - 96), (right - 10, mouth - 22)]
    sheet.tint(lip, CREAM, 0.5)
    sheet.line(lip, 1.6, SOFT_INK)


def council(sheet: Sheet) -> None:
    sheet.fade(EVERYTHING, CREAM, SAND)
    centre = (750, 860)
    for ring in range(6, -1, -1):
        radius = 250 + ring * 82
        floor = arc(*centre, radius + 34, 180, 360, 0.86)
        sheet.fill(floor, (STRAW, SAND)[ring % 2])
        sheet.stipple(floor, CLAY, 0.62, "left" if ring % 2 else "right")
    for ring in range(6):
        _seats(sheet, centre, 262 + ring * 82, 9 + ring * 4, ring)
    sheet.fill(arc(*centre, 190, 180, 360, 0.86), CREAM)
    sheet.stipple(arc(*centre, 190, 180, 360, 0.86), STRAW, 0.7)
    sheet.fill(box(0, 858, 1500, 1000), INK)
    sheet.stipple(box(0, 858, 1500, 1000), SOFT_INK, 0.6, "up")
    sheet.fill(box(630, 790, 870, 862), TEAL)
    sheet.stipple(box(630, 790, 870, 862), NIGHT, 0.9, "right")
    sheet.fill(box(614, 776, 886, 792), CREAM)
    _bust(sheet, 750, 777, 0.9)


def _seats(sheet: Sheet, centre: Point, radius: float, count: int, ring: int) -> None:
    for i in range(count):
        turn = math.radians(186 + 168 * i / (count - 1))
        x = centre[0] + radius * math.cos(turn)
        y = centre[1] + radius * 0.86 * math.sin(turn)
        taken = sheet.random.random() < 0.82
        colour = (
            VERMILION if (ring, i) == (3, 13) else sheet.random.choice((INK, DEEP, TEAL, SOFT_INK))
        )
        sheet.tint(disc(x + 12, y + 12, 21), SOFT_INK, 0.4)
        if taken or colour == VERMILION:
            sheet.fill(disc(x, y, 21), colour)
            sheet.stipple(disc(x, y, 21), INK if colour != VERMILION else BRICK, 0.85, "right")
        else:
            sheet.fill(disc(x, y, 21), STONE)
            sheet.fill(disc(x, y, 16), CREAM)


def eels(sheet: Sheet) -> None:
    sheet.fade(EVERYTHING, SAGE, DEEP)
    sheet.glow(360, 60, 760, CREAM, 0.7)
    for i in range(7):
        x = -140 + i * 210
        sheet.tint(
            [(x, 0), (x + sheet.vary(60, 26), 0), (x + 480, 1000), (x + 330, 1000)], CREAM, 0.09
        )
    sheet.stipple(box(0, 420, 1500, 1000), NIGHT, 0.8)
    bed = land([(0, 900), (240, 872), (560, 915), (900, 868), (1240, 910), (1500, 880)])
    sheet.fill(bed, NIGHT)
    for i in range(8):
        y = 190 + i * 84
        colour = VERMILION if i == 3 else (DEEP, INK, NIGHT, INK)[i % 4]
        _eel(
            sheet,
            sheet.vary((i * 330 + 120) % 760, 60),
            y,
            sheet.random.uniform(620, 820),
            22 + i * 2.2,
            colour,
        )
    for _ in range(26):
        x = sheet.random.uniform(0, 1500)
        tall = sheet.random.uniform(90, 270)
        sheet.line(
            curve([(x, 1000), (x + 18, 1000 - tall * 0.5), (x - 8, 1000 - tall)]),
            7,
            sheet.random.choice((INK, DEEP, DEEP)),
        )
    for _ in range(60):
        sheet.tint(
            disc(
                sheet.random.uniform(0, 1500),
                sheet.random.uniform(60, 860),
                sheet.random.uniform(2, 5),
            ),
            CREAM,
            0.5,
        )


def _eel(sheet: Sheet, x: float, y: float, long: float, thick: float, colour: str) -> None:
    phase = sheet.random.uniform(0, 6.28)
    upper = []
    lower = []
    for i in range(90):
        t = i / 89
        girth = thick * min(1, 6 * t + 0.05) ** 0.7 * min(1, (1 - t) * 9 + 0.1) ** 0.5
        centre = y + math.sin(phase + t * 8.2) * (64 - 36 * t) - t * 60
        upper.append((x + t * long, centre - girth / 2))
        lower.append((x + t * long, centre + girth / 2))
    body = upper + lower[::-1]
    sheet.tint([(px - 30, py + 60) for px, py in body], NIGHT, 0.22)
    sheet.fill(body, colour)
    sheet.line(upper[6:-4], 2.4, SAGE if colour != VERMILION else "#f0a18c")
    head = lerp(upper[86], lower[86], 0.34)
    sheet.fill(disc(*head, 3.2), CREAM)


def pool(sheet: Sheet) -> None:
    sheet.fade(EVERYTHING, MIST, SAGE)
    water = [(330, 250), (1170, 250), (1900, 1000), (-400, 1000)]
    sheet.fill(box(0, 0, 1500, 236), SAND)
    sheet.stipple(box(0, 0, 1500, 236), CLAY, 0.5, "right")
    for i in range(7):
        pane = box(70 + i * 200, 40, 230 + i * 200, 172)
        sheet.fade(pane, CREAM, MIST)
        sheet.line([(150 + i * 200, 40), (150 + i * 200, 172)], 4, STONE)
    sheet.fill([(0, 236), (1500, 236), (1500, 1000), (0, 1000)], PAPER)
    sheet.stipple(box(0, 236, 1500, 1000), STRAW, 0.7)
    sheet.fade(water, SAGE, TEAL)
    sheet.stipple(water, DEEP, 0.75)
    with sheet.inside(water):
        for lane in range(5):
            sheet.tint(quad(water, 0.09 + lane * 0.2, 0.05, 0.11 + lane * 0.2, 0.97), NIGHT, 0.55)
        for _ in range(90):
            v = sheet.random.random() ** 1.5
            x = sheet.random.uniform(-100, 1600)
            wide = 18 + 90 * v
            sheet.line(
                arc(x, 258 + 750 * v, wide, 200, 340, 0.16),
                1.5 + 3 * v,
                sheet.random.choice((MIST, CREAM, SAGE)),
            )
        for lane in range(1, 5):
            _rope(sheet, water, lane / 5, VERMILION if lane == 3 else CREAM)
    sheet.line([water[0], water[1]], 10, CREAM)
    for lane in range(5):
        block = quad(water, 0.06 + lane * 0.2, 0, 0.14 + lane * 0.2, 0.01)
        sheet.fill(
            [(block[0][0], 214), (block[1][0], 214), (block[1][0], 250), (block[0][0], 250)], DEEP
        )


def _rope(sheet: Sheet, water: Sequence[Point], u: float, colour: str) -> None:
    v = 0.0
    while v < 1:
        x, y = quad(water, u, v, 1, 1)[0]
        sheet.fill(disc(x, y, 4 + 15 * v, 0.62), colour)
        sheet.stipple(disc(x, y, 4 + 15 * v, 0.62), INK, 0.6)
        v += 0.011 + 0.036 * v


DRAWINGS: dict[str, Callable[[Sheet], None]] = {
    "bridge": bridge,
    "chess": chess,
    "council": council,
    "eels": eels,
    "flood": flood,
    "harbour": harbour,
    "library": library,
    "market": market,
    "night-sky": night_sky,
    "orchard": orchard,
    "organ": organ,
    "pool": pool,
    "school": school,
    "tram": tram,
}


def draw(name: str, size: tuple[int, int] = (1920, 1280)) -> bytes:
    """The picture of that name as a JPEG of ``size`` (width, height in pixels), cropped to fit."""
    scale = max(size[0] / WIDTH, size[1] / HEIGHT)
    sheet = Sheet(name, scale * OVERSAMPLE)
    DRAWINGS[name](sheet)
    return _encode(_printed(_cropped(sheet.image.reduce(OVERSAMPLE), size), sheet.random))


def _cropped(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    left, top = (image.width - size[0]) // 2, (image.height - size[1]) // 2
    return image.crop((left, top, left + size[0], top + size[1]))


def _printed(image: Image.Image, chance: random.Random) -> Image.Image:
    """The picture as if printed on paper with a little tooth."""
    noise = Image.frombytes("L", image.size, chance.randbytes(image.width * image.height))
    tooth = noise.filter(ImageFilter.GaussianBlur(0.8)).point(
        [round(128 + (v - 128) * 0.15) for v in range(256)]
    )
    return ImageChops.soft_light(image, Image.merge("RGB", (tooth, tooth, tooth)))


def _encode(image: Image.Image) -> bytes:
    """As JPEG, at the best quality that keeps the file below MAX_BYTES."""
    for quality in (88, 86, 84, 81, 78, 74, 68):
        file = io.BytesIO()
        image.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        if file.tell() < MAX_BYTES:
            break
    return file.getvalue()
