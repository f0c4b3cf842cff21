"""Reading export files: whole ones, odd ones, and broken ones.

Covers newsroom/moving/wordpress/reading/export_file.py,
newsroom/moving/wordpress/reading/pieces.py, newsroom/moving/wordpress/reading/trees.py,
newsroom/moving/wordpress/items.py.
"""

from __future__ import annotations

import re
import tracemalloc
import xml.etree.ElementTree as ElementTree

import pytest

from newsroom.moving.wordpress.items import Filed, Item, Person, Reply, Site, Term
from newsroom.moving.wordpress.reading.export_file import Refused, Trouble, read
from tests import material
from tests.newsroom.moving.wordpress import files


def parts(path, **given):
    found = {kind: [] for kind in (Site, Person, Term, Item, Trouble)}
    for each in read(path, **given):
        found[type(each)].append(each)
    return found


def items(path, **given) -> list[Item]:
    return parts(path, **given)[Item]


def troubles(path) -> list[str]:
    return [f"{each.line}: {each.words}" for each in parts(path)[Trouble]]


# -- what stands in a file
# -------------------------------------------------------------------------------


def test_everything_that_stands_in_a_file(tmp_path):
    text = files.whole(
        files.author(),
        files.category("news", "News & more"),
        files.category("local", "Local", "news", 2, "Near"),
        files.tag("river", "River"),
        "<wp:term><wp:term_id>9</wp:term_id><wp:term_taxonomy>nav_menu</wp:term_taxonomy><wp:term_slug>top</wp:term_slug>"
        "<wp:term_name><![CDATA[Top]]></wp:term_name></wp:term>\n",
        files.item(
            7,
            "A & B",
            " <p>One ]]> two</p>\n",
            excerpt="Short",
            filed=files.filed("news", "News & more") + files.filed("river", "River", "tag"),
            meta={"_thumbnail_id": "12", "odd": " x "},
            replies=files.reply(3, "Yes &amp; no", parent=2),
            sticky=1,
            password="pw",
        ),
    )
    found = parts(files.write(tmp_path, text))
    assert found[Trouble] == []
    assert found[Site] == [
        Site(
            "The Old Paper",
            "https://old.example",
            "All of it",
            "en-GB",
            "1.2",
            "https://old.example",
            "https://old.example",
        )
    ]
    assert found[Person] == [Person("ines", 1, "ines@old.example", "Ines Vale", line=16)]
    assert found[Term] == [
        Term("category", "news", "News & more", 1, line=17),
        Term("category", "local", "Local", 2, "news", "Near", line=18),
        Term("post_tag", "river", "River", line=19),
        Term("nav_menu", "top", "Top", 9, line=20),
    ]
    (item,) = found[Item]
    assert (item.number, item.kind, item.title, item.content, item.excerpt) == (
        7,
        "post",
        "A & B",
        " <p>One ]]> two</p>\n",
        "Short",
    )
    assert (item.creator, item.slug, item.status, item.password, item.is_sticky) == (
        "ines",
        "story-7",
        "publish",
        "pw",
        True,
    )
    assert item.filed == [
        Filed("category", "news", "News & more"),
        Filed("post_tag", "river", "River"),
    ]
    assert item.meta == [("_thumbnail_id", "12"), ("odd", " x ")]
    assert item.value("_thumbnail_id") == "12"
    assert item.value("none") == ""
    assert [(each.number, each.content, each.parent, each.approved) for each in item.replies] == [
        (3, "Yes &amp; no", 2, "1")
    ]
    assert text.splitlines()[item.line - 1] == "<item>"


@pytest.mark.parametrize("path", material.exports(), ids=lambda path: path.stem)
def test_what_is_well_formed_reads_as_another_parser_reads_it(path):
    """Every field of every item and reply, against ElementTree on the whole file."""
    channel = ElementTree.parse(path).getroot().find("channel")
    spaces = dict(re.findall(r'xmlns:(\w+)="([^"]+)"', path.read_text()[:4000]))
    wp, content, excerpt = (f"{{{spaces[name]}}}" for name in ("wp", "content", "excerpt"))
    found = parts(path)
    assert found[Trouble] == []

    def value(node, tag):
        return (node.findtext(tag) or "").strip()

    other = channel.findall("item")
    assert len(found[Item]) == len(other)
    for item, node in zip(found[Item], other, strict=True):
        assert str(item.number) == value(node, f"{wp}post_id")
        assert item.title == value(node, "title")
        assert item.content == (node.findtext(f"{content}encoded") or "")
        assert item.excerpt == (node.findtext(f"{excerpt}encoded") or "")
        for field, tag in (
            ("date", "post_date"),
            ("date_gmt", "post_date_gmt"),
            ("slug", "post_name"),
            ("status", "status"),
            ("kind", "post_type"),
            ("password", "post_password"),
            ("attachment_url", "attachment_url"),
        ):
            assert getattr(item, field) == (
                value(node, wp + tag) or {"kind": "post"}.get(field, "")
            ), tag
        assert item.guid == value(node, "guid")
        assert len(item.meta) == len(node.findall(f"{wp}postmeta"))
        replies = node.findall(f"{wp}comment")
        assert [
            (
                str(r.number),
                r.author,
                r.email,
                r.content,
                r.approved,
                r.kind,
                str(r.parent),
                r.date_gmt,
            )
            for r in item.replies
        ] == [
            (
                value(r, f"{wp}comment_id"),
                value(r, f"{wp}comment_author"),
                value(r, f"{wp}comment_author_email"),
                r.findtext(f"{wp}comment_content") or "",
                value(r, f"{wp}comment_approved"),
                value(r, f"{wp}comment_type"),
                value(r, f"{wp}comment_parent") or "0",
                value(r, f"{wp}comment_date_gmt"),
            )
            for r in replies
        ]
    assert len(found[Term]) == sum(
        len(channel.findall(wp + kind)) for kind in ("category", "tag", "term")
    )
    assert len(found[Person]) == len(channel.findall(f"{wp}author"))


@pytest.mark.parametrize(
    ("right", "odd", "says"),
    [
        (
            ">1.2</wp:wxr_version>",
            ">abc</wp:wxr_version>",
            "in version “abc” of the format, which is not known",
        ),
        ("<wp:wxr_version>1.2</wp:wxr_version>", "", "doesn't say which version"),
        ("channel>", "feed>", "has no <channel>"),
    ],
)
def test_an_odd_frame_is_said_and_its_content_read(tmp_path, right, odd, says):
    text = files.whole(files.author(), files.category("news", "News"), files.tag("river", "River"))
    assert right in text
    found = parts(files.write(tmp_path, text.replace(right, odd)))
    assert any(says in trouble.words for trouble in found[Trouble])
    assert (len(found[Person]), len(found[Term])) == (1, 2)


# -- broken files
# ----------------------------------------------------------------------------------------

THREE = (
    files.item(1, "One", "<p>First.</p>"),
    files.item(2, "Two", "<p>Second MARK here.</p>"),
    files.item(3, "Three"),
)
BROKEN = {
    "byte order mark": (lambda s: b"\xef\xbb\xbf" + s, ""),
    "junk before": (lambda s: b"\n\nWarning: foo in bar.php\n" + s, "before the XML begins"),
    "space before": (lambda s: b"\n  " + s, ""),
    "bytes after": (lambda s: s + b"\n<!-- cached -->\nfatal error\x00", "behind the end"),
    "cut off between items": (
        lambda s: s.replace(b"</channel>\n</rss>", b""),
        "ends before </rss>",
    ),
    "bad UTF-8": (lambda s: s.replace(b"MARK", b"\x93caf\xe9\x94"), "Windows-1252"),
    "control characters": (lambda s: s.replace(b"MARK", b"\x08\x0b\x00!"), "control characters"),
    "mismatched tags": (
        lambda s: s.replace(b"<title><![CDATA[Two]]></title>", b"<title><![CDATA[Two]]></titel>"),
        "isn't well-formed",
    ),
    "a stray end tag": (
        lambda s: s.replace(b"<wp:post_id>2", b"</wp:meta_value><wp:post_id>2"),
        "isn't well-formed",
    ),
    "two fields not closed": (
        lambda s: s.replace(b"<wp:post_id>2</wp:post_id>\n", b"<wp:post_id>2\n"),
        "isn't well-formed",
    ),
    "CDATA without end": (
        lambda s: s.replace(b"MARK here.</p>]]>", b"MARK here.</p>"),
        "isn't well-formed",
    ),
    "title's CDATA without end": (
        lambda s: s.replace(b"CDATA[Two]]>", b"CDATA[Two"),
        "isn't well-formed",
    ),
    "undeclared prefix": (
        lambda s: s.replace(b"<wp:post_id>2", b"<acme:x>1</acme:x><wp:post_id>2"),
        "",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_in_one_place_is_read_everywhere(tmp_path, name):
    breaks, says = BROKEN[name]
    source = files.whole(*THREE).encode()
    broken = breaks(source)
    assert broken != source
    found = parts(files.write(tmp_path, broken))
    assert [item.number for item in found[Item]] == [1, 2, 3]
    assert [item.title for item in found[Item]] == ["One", "Two", "Three"]
    assert found[Item][0].content == "<p>First.</p>"
    assert found[Item][1].content.startswith("<p>Second ")
    assert found[Item][1].content.rstrip().endswith("here.</p>")
    assert found[Item][1].status == "publish"
    words = " ".join(trouble.words for trouble in found[Trouble])
    assert says in words if says else not words
    assert not any(trouble.is_lost for trouble in found[Trouble])


def test_stray_bytes_keep_their_sense(tmp_path):
    source = (
        files.whole(files.item(1, "One", "MARK"))
        .encode()
        .replace(b"MARK", b"\x93caf\xe9\x94 \xc3\xa9")
    )
    assert items(files.write(tmp_path, source))[0].content == "“café” é"


def test_entities_outside_of_cdata(tmp_path):
    text = files.whole(files.item(1, "MARK")).replace(
        "<![CDATA[MARK]]>", "R&nbsp;&amp;&#8217;D &bogus; AT&T &#0; &lt;b&gt;"
    )
    (item,) = items(files.write(tmp_path, text))
    assert item.title == "R\xa0&’D &bogus; AT&T  <b>"


def test_markup_in_a_field_stays_as_it_stands(tmp_path):
    text = files.whole(files.item(1)).replace(
        "<![CDATA[<p>It is open.</p>]]>", 'A <b class="x">bold</b> &amp; <i>odd</i> text'
    )
    (item,) = items(files.write(tmp_path, text))
    assert item.content == 'A <b class="x">bold</b> &amp; <i>odd</i> text'


def test_a_text_about_export_files_is_one_text(tmp_path):
    """A post may quote the format itself, tags and sections and all."""
    quoted = (
        files.item(99, "Inner")
        + files.item(98, "Other")
        + "</channel></rss><!DOCTYPE x [<!ENTITY a 'b'>]>"
    )
    path = files.write(tmp_path, files.whole(files.item(1, "Outer", quoted), files.item(2)))
    found = parts(path)
    assert [item.number for item in found[Item]] == [1, 2]
    assert found[Item][0].content == quoted
    assert found[Trouble] == []


def test_an_item_without_an_end_is_told_from_the_next(tmp_path):
    text = files.whole(files.item(1).replace("</item>", ""), files.item(2))
    found = parts(files.write(tmp_path, text))
    assert [item.number for item in found[Item]] == [1, 2]
    assert "no end tag" in found[Trouble][0].words


def test_a_file_that_ends_within_an_item(tmp_path):
    text = files.whole(files.item(1), files.item(2))
    found = parts(files.write(tmp_path, text[: text.index("<wp:post_id>2")]))
    assert [item.number for item in found[Item]] == [1]
    lost = [trouble for trouble in found[Trouble] if trouble.is_lost]
    assert len(lost) == 1
    assert "ends within this <item>" in lost[0].words
    assert text.splitlines()[lost[0].line - 1] == "<item>"


def test_an_item_that_is_too_large_is_skipped_and_named(tmp_path):
    text = files.whole(files.item(1), files.item(2, content="x" * (5 << 20)), files.item(3))
    found = parts(files.write(tmp_path, text), largest=1 << 20)
    assert [item.number for item in found[Item]] == [1, 3]
    assert ["has 5 MB" in trouble.words and trouble.is_lost for trouble in found[Trouble]] == [True]


def test_an_item_that_says_nothing_of_wordpress_is_named(tmp_path):
    found = parts(
        files.write(tmp_path, files.whole("<item><title>RSS</title></item>", files.item(2)))
    )
    assert [item.number for item in found[Item]] == [2]
    assert found[Trouble][0].is_lost


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_other_encodings(tmp_path, encoding):
    text = files.whole(files.item(1, "Café – £5" if encoding != "iso-8859-1" else "Café £5"))
    found = items(files.write(tmp_path, text.replace('"UTF-8"', f'"{encoding}"').encode(encoding)))
    assert found[0].title.startswith("Café ")
    assert found[0].title.endswith("£5")


# -- what is refused
# -------------------------------------------------------------------------------------

BOMB = (
    '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2'
    ' "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]>\n'
)
OUTSIDE = '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>\n'


@pytest.mark.parametrize(
    "declares",
    [BOMB, OUTSIDE, '<!DOCTYPE rss SYSTEM "http://evil.example/x.dtd">\n', '<!ENTITY x "y">\n'],
)
def test_document_types_and_entities_are_refused(tmp_path, declares):
    head, rest = files.whole(files.item(1, "&lol2;&file;")).split("\n", 1)
    path = files.write(tmp_path, f"{head}\n{declares}{rest}")
    with pytest.raises(Refused, match="Line 2: the file declares a document type"):
        list(read(path))


def test_entities_of_nobody_stay_text(tmp_path):
    text = files.whole(files.item(1, "MARK")).replace("<![CDATA[MARK]]>", "&file;&lol9;")
    assert items(files.write(tmp_path, text))[0].title == "&file;&lol9;"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Not XML at all",
        "<html><body><p>404</p></body></html>",
        "\x00" * 5000,
        (
            '<rss version="2.0"><channel><title>A'
            " feed</title><item><title>x</title></item></channel></rss>"
        ),
    ],
)
def test_what_is_no_export_file_is_refused(tmp_path, text):
    with pytest.raises(Refused, match="no WordPress export file"):
        list(read(files.write(tmp_path, text)))


def test_an_encoding_that_nobody_knows_is_refused(tmp_path):
    with pytest.raises(Refused, match="klingon"):
        list(read(files.write(tmp_path, files.whole().replace("UTF-8", "klingon"))))


# -- bounded memory
# --------------------------------------------------------------------------------------


def test_memory_does_not_grow_with_the_file(tmp_path, usual_gc):
    path = tmp_path / "long.xml"
    with path.open("w") as file:
        file.write(files.HEAD)
        for number in range(1, 4001):
            file.write(files.item(number, content="word " * 2000))
        file.write(files.TAIL)
    assert path.stat().st_size > 40 << 20
    tracemalloc.start()
    count = sum(isinstance(each, Item) for each in read(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 4000
    assert peak < 12 << 20


def test_a_reply_s_numbers(tmp_path):
    found = items(
        files.write(
            tmp_path,
            files.whole(
                files.item(1, replies=files.reply(8, parent=7, approved="spam", kind="pingback"))
            ),
        )
    )
    reply = found[0].replies[0]
    assert isinstance(reply, Reply)
    assert (reply.number, reply.parent, reply.approved, reply.kind, reply.ip) == (
        8,
        7,
        "spam",
        "pingback",
        "192.0.2.7",
    )
