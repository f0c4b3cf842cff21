"""Small export files for tests, each a text that a test can break where it likes."""

from __future__ import annotations

from pathlib import Path

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress/6.5.4" created="2024-06-10 12:29" -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/">
<channel>
\t<title>The Old Paper</title>
\t<link>https://old.example</link>
\t<description>All of it</description>
\t<language>en-GB</language>
\t<wp:wxr_version>1.2</wp:wxr_version>
\t<wp:base_site_url>https://old.example</wp:base_site_url>
\t<wp:base_blog_url>https://old.example</wp:base_blog_url>
"""
TAIL = "</channel>\n</rss>\n"


def cdata(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def author(
    login: str = "ines", email: str = "ines@old.example", name: str = "Ines Vale", number: int = 1
) -> str:
    return (
        f"<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{cdata(login)}</wp:author_login>"
        f"<wp:author_email>{cdata(email)}</wp:author_email><wp:author_display_name>{cdata(name)}"
        "</wp:author_display_name></wp:author>\n"
    )


def category(slug: str, name: str, parent: str = "", number: int = 1, description: str = "") -> str:
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{parent}</wp:category_parent><wp:cat_name>{cdata(name)}</wp:cat_name>"
        f"<wp:category_description>{cdata(description)}</wp:category_description></wp:category>\n"
    )


def tag(slug: str, name: str) -> str:
    return f"<wp:tag><wp:tag_slug>{slug}</wp:tag_slug><wp:tag_name>{cdata(name)}</wp:tag_name></wp:tag>\n"


def reply(
    number: int = 1,
    text: str = "Well said.",
    approved: str = "1",
    parent: int = 0,
    kind: str = "comment",
    author: str = "Bo",
    email: str = "bo@example.org",
    date: str = "2020-03-05 10:00:00",
) -> str:
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>{cdata(author)}</wp:comment_author>"
        f"<wp:comment_author_email>{email}</wp:comment_author_email><wp:comment_author_url></wp:comment_author_url>"
        f"<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP><wp:comment_date>{date}</wp:comment_date>"
        f"<wp:comment_date_gmt>{date}</wp:comment_date_gmt><wp:comment_content>{cdata(text)}</wp:comment_content>"
        f"<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>"
        f"<wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>0</wp:comment_user_id></wp:comment>\n"
    )


def item(
    number: int = 7,
    title: str = "The bridge opens",
    content: str = "<p>It is open.</p>",
    *,
    kind: str = "post",
    status: str = "publish",
    slug: str | None = None,
    date: str = "2020-03-04 09:30:00",
    gmt: str | None = None,
    modified: str = "",
    excerpt: str = "",
    creator: str = "ines",
    filed: str = "",
    meta: dict | None = None,
    replies: str = "",
    guid: str | None = None,
    password: str = "",
    sticky: int = 0,
    parent: int = 0,
    comments: str = "open",
    attachment: str = "",
    link: str = "",
    more: str = "",
) -> str:
    guid = f"https://old.example/?p={number}" if guid is None else guid
    metas = "".join(
        f"<wp:postmeta><wp:meta_key>{cdata(key)}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>\n"
        for key, value in (meta or {}).items()
    )
    return (
        f"<item>\n<title>{cdata(title)}</title>\n<link>{link or guid}</link>\n<dc:creator>{cdata(creator)}</dc:creator>\n"
        f'<guid isPermaLink="false">{guid}</guid>\n<description></description>\n'
        f"<content:encoded>{cdata(content)}</content:encoded>\n<excerpt:encoded>{cdata(excerpt)}</excerpt:encoded>\n"
        f"<wp:post_id>{number}</wp:post_id>\n<wp:post_date>{date}</wp:post_date>\n"
        f"<wp:post_date_gmt>{date if gmt is None else gmt}</wp:post_date_gmt>\n"
        f"<wp:post_modified>{modified or date}</wp:post_modified>\n"
        f"<wp:post_modified_gmt>{modified or date}</wp:post_modified_gmt>\n"
        f"<wp:comment_status>{comments}</wp:comment_status>\n<wp:ping_status>open</wp:ping_status>\n"
        f"<wp:post_name>{f'story-{number}' if slug is None else slug}</wp:post_name>\n<wp:status>{status}</wp:status>\n"
        f"<wp:post_parent>{parent}</wp:post_parent>\n<wp:menu_order>0</wp:menu_order>\n"
        f"<wp:post_type>{kind}</wp:post_type>\n<wp:post_password>{password}</wp:post_password>\n"
        f"<wp:is_sticky>{sticky}</wp:is_sticky>\n"
        + (f"<wp:attachment_url>{attachment}</wp:attachment_url>\n" if attachment else "")
        + f"{filed}{metas}{replies}{more}</item>\n"
    )


def filed(slug: str, name: str, domain: str = "category") -> str:
    return f'<category domain="{domain}" nicename="{slug}">{cdata(name)}</category>\n'


def whole(*parts: str) -> str:
    return HEAD + "".join(parts) + TAIL


def write(folder: Path, content: str | bytes, name: str = "export.xml") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


PHOTO = "https://old.example/wp-content/uploads/2020/03/quay.jpg"


def attachment(
    number: int = 50, address: str = PHOTO, file: str = "2020/03/quay.jpg", **more
) -> str:
    meta = {"_wp_attached_file": file} | more.pop("meta", {})
    return item(
        number,
        "Quay",
        "",
        kind="attachment",
        status="inherit",
        attachment=address,
        guid=address,
        meta=meta,
        **more,
    )
