"""The gallery of hostile files: each is refused in words or made harmless, within a bound of
memory.

Covers newsroom/lib/pictures/images.py.
"""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from newsroom.lib.pictures import images
from tests.newsroom.lib.pictures.hostile import GALLERY, SCRIPT

ROOT = Path(__file__).resolve().parents[4]
#: What one file may cost above what an idle process has, in megabytes.
BOUND = 300
MEASURE = """
import re, sys
from io import BytesIO
from newsroom.lib.pictures import images

# Not getrusage: what its parent had at its largest is told by a process as its own.
top = lambda: int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024
small = BytesIO(bytes.fromhex(sys.argv[2]))
images.inspect(small)
idle = top()
with open(sys.argv[1], "rb") as file:
    try:
        images.inspect(file)
        for format in images.ENCODERS:
            images.render(file, width=1920, format=format)
            images.render(file, width=1920, ratio=(1, 1), focal=(0.1, 0.9), format=format)
    except images.BadPicture:
        pass
print(top() - idle)
"""
SMALL = BytesIO()
Image.new("RGB", (8, 8)).save(SMALL, "PNG")


WEIGHTY = [
    name
    for name in GALLERY
    if "largest" in name or "megapixels" in name or "bomb" in name or "30000" in name
]


@pytest.mark.parametrize("name", GALLERY)
def test_the_gallery(name):
    make, expected = GALLERY[name]
    file = BytesIO(make())
    if isinstance(expected, str):
        with pytest.raises(images.BadPicture, match=expected):
            images.inspect(file)
        with pytest.raises(images.BadPicture):
            images.render(file, width=320, format="jpeg")
        return
    facts = images.inspect(file)
    assert (facts.width, facts.height) == expected
    # below, the weighty ones are made in all
    for format in ["jpeg"] if name in WEIGHTY else images.ENCODERS:
        made = images.render(file, width=320, format=format)
        assert SCRIPT not in made
        assert b"alert" not in made
        assert b"PK\x03\x04" not in made
        with Image.open(BytesIO(made)) as image:
            image.load()
            assert image.width == min(320, expected[0])
            assert getattr(image, "n_frames", 1) == 1
            assert not image.getexif()


def used(data: bytes, tmp_path: Path) -> int:
    """Megabytes above idle that a process of its own took for this file."""
    file = tmp_path / "file"
    file.write_bytes(data)
    command = [sys.executable, "-c", MEASURE, str(file), SMALL.getvalue().hex()]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.parametrize("name", WEIGHTY)
def test_memory_is_bounded(name, tmp_path):
    assert used(GALLERY[name][0](), tmp_path) <= BOUND


def test_the_bound_can_fail(tmp_path):
    """A picture that is refused would take more: the bound of its kind is what keeps it out."""
    data = GALLERY["largest-png"][0]()
    assert used(data, tmp_path) > 100
