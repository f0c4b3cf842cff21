"""Pictures that come along with an archive: from a folder, from the old site, now or later."""

from __future__ import annotations

import hashlib
import http.server
import threading

import pytest
from django.utils import timezone

from articles.models import Article, Edition, Picture
from articles.writing import save
from comments.models import Comment
from newsroom.models import Imported
from tests.newsroom.moving.wordpress import files
from tests.newsroom.moving.wordpress.importing.test_import_site import lines

pytestmark = pytest.mark.django_db


def test_pictures_come_from_a_folder(bring, export, uploads):
    shown = (
        f'<p><img class="wp-image-50" src="{files.PHOTO.replace("quay", "quay-300x200")}" alt="In'
        ' the text"></p>'
    )
    said = bring(
        export(
            files.item(7, content=shown, meta={"_thumbnail_id": "50"}),
            files.attachment(
                meta={"_wp_attachment_image_alt": "A quay"}, excerpt="The <i>old</i> quay"
            ),
        ),
        media=uploads,
    )
    picture = Picture.objects.get()
    assert (picture.alt, picture.caption) == ("A quay", "The old quay")
    edition = Edition.objects.get()
    assert edition.lead_picture == picture
    assert f'data-picture="{picture.pk}"' in edition.body
    assert edition.pictures_in_text.count() == 1
    assert "1 picture, of which 1 can be had" in said


def test_a_picture_comes_once(bring, export, uploads, photo):
    (uploads / "2020/03/copy.jpg").write_bytes(photo())
    path = export(
        files.attachment(),
        files.attachment(51, files.PHOTO.replace("quay", "copy"), "2020/03/copy.jpg"),
    )
    bring(path, media=uploads)
    bring(path, media=uploads)
    assert Picture.objects.count() == 1
    assert Imported.objects.filter(kind="picture").count() == 2


def test_what_is_missing_or_broken_is_named_and_its_link_stays(bring, export, uploads):
    (uploads / "2020/03/bad.jpg").write_bytes(b"GIF89a, not quite")
    bad, gone = (files.PHOTO.replace("quay", name) for name in ("bad", "gone"))
    path = export(
        files.item(
            7, content=f'<p><img src="{gone}" alt="Lost"></p>', meta={"_thumbnail_id": "51"}
        ),
        files.attachment(51, bad, "2020/03/bad.jpg"),
        files.attachment(52, gone, "2020/03/gone.jpg"),
        files.attachment(53, files.PHOTO.replace(".jpg", ".pdf"), "2020/03/quay.pdf"),
    )
    bring(path, media=uploads)
    assert not Picture.objects.exists()
    assert gone in Edition.objects.get().body
    assert len(lines("lost", "Picture can't be used")) == 1
    assert len(lines("lost", "Picture can't be had")) == 1
    assert lines("lost", "File that is no picture")
    assert len(lines("doubt", "Lead picture missing")) == 1


def test_nothing_outside_of_the_folder_is_read(bring, export, uploads, tmp_path, photo):
    (tmp_path / "secret.jpg").write_bytes(photo("red"))
    (uploads / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    bring(
        export(
            files.attachment(50, files.PHOTO, "../secret.jpg"),
            files.attachment(51, files.PHOTO + "?2", "link.jpg"),
            files.attachment(52, "https://old.example/x.jpg", "/etc/passwd"),
        ),
        media=uploads,
    )
    assert Picture.objects.count() <= 1  # the one that the address names is in the folder
    assert not any(
        picture.digest == hashlib.sha256(photo("red")).hexdigest()
        for picture in Picture.objects.all()
    )


def test_a_picture_that_failed_is_tried_again(bring, export, uploads, photo):
    path = export(files.attachment(50, files.PHOTO.replace("quay", "late"), "2020/03/late.jpg"))
    bring(path, media=uploads)
    assert not Picture.objects.exists()
    (uploads / "2020/03/late.jpg").write_bytes(photo("navy"))
    bring(path, media=uploads)
    assert Picture.objects.count() == 1


class TestPicturesThatComeLater:
    """The first run had no pictures; the second is given their folder."""

    SHOWN = f'<p>A ferry.</p><p><img src="{files.PHOTO}" alt="The quay"></p>'

    @pytest.fixture
    def path(self, export):
        return export(
            files.item(
                7,
                "Live",
                self.SHOWN,
                meta={"_thumbnail_id": "50"},
                replies=files.reply(31, "First"),
            ),
            files.item(8, "Draft", self.SHOWN, status="draft"),
            files.item(9, "Words", "<p>None here.</p>"),
            files.item(10, "To come", self.SHOWN, status="future", date="2999-01-01 09:00:00"),
            files.attachment(),
        )

    def test_are_put_in_where_nobody_has_changed_a_thing(self, bring, path, uploads, boss):
        bring(path)
        before = Edition.objects.get(headline="Live")
        said = bring(path, media=uploads)
        assert "Completed with pictures: 3 stories" in said
        picture = Picture.objects.get()
        live, old = Edition.objects.filter(headline="Live").order_by("-number")
        assert (live.kind, live.lead_picture, live.published_by) == ("silent", picture, boss)
        assert (live.first_published_at, live.updated_at) == (
            before.first_published_at,
            before.updated_at,
        )
        assert live.get_absolute_url() == before.get_absolute_url()
        assert f'data-picture="{picture.pk}"' in live.body
        assert files.PHOTO not in live.body
        assert old.live_until == live.live_from
        assert Edition.objects.live(timezone.now()).filter(headline="Live").count() == 1
        scheduled = Edition.objects.scheduled(timezone.now()).get()
        assert (scheduled.live_from.year, f'data-picture="{picture.pk}"' in scheduled.body) == (
            2999,
            True,
        )
        assert f'data-picture="{picture.pk}"' in Article.objects.get(headline="Draft").body
        assert Article.objects.get(headline="Words").version == 1
        assert Comment.objects.count() == 1
        assert "Completed" not in bring(path, media=uploads)

    def test_are_told_of_where_somebody_has_worked_on_it(self, bring, path, uploads, boss):
        bring(path)
        story = Article.objects.get(headline="Live")
        story.standfirst = "Better."
        save.save_article(story, by=boss)
        assert "Completed with pictures: 2 stories" in bring(path, media=uploads)
        assert Edition.objects.filter(article=story).count() == 1
        assert lines("doubt", "Pictures came later") == [
            "Pictures came later: 2 pictures came later. It was changed here since it came in. Put"
            " them in by hand."
        ]


@pytest.fixture
def old_site(photo):
    """The old site, which still answers."""
    answers = {
        "/wp-content/uploads/2020/03/quay.jpg": photo(),
        "/wp-content/uploads/2020/03/loose.jpg": photo("maroon"),
    }
    asked = []

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            body = answers.get(self.path)
            self.send_response(200 if body else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *args) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


def test_pictures_are_fetched_from_the_old_site(bring, export, old_site):
    """Those of the library, and those that only a text points to; in their full size. No other
    place is asked."""
    site, asked = old_site
    uploads = f"{site}/wp-content/uploads/2020/03"
    path = export(
        files.item(
            7,
            content=(
                f'<p><img src="{uploads}/loose-300x200.jpg" alt="Loose"></p><p><img'
                f' src="http://127.0.0.2:{site.rpartition(":")[2]}/elsewhere.jpg"'
                ' alt="Elsewhere"></p>'
            ),
        ),
        files.attachment(50, f"{uploads}/quay.jpg"),
        files.attachment(51, f"{uploads}/gone.jpg", "2020/03/gone.jpg"),
        files.attachment(52, "http://127.0.0.2/inside.jpg", "inside.jpg"),
    )
    path.write_text(path.read_text().replace("https://old.example</", f"{site}</"))
    bring(path, fetch_media=True)
    assert Picture.objects.count() == 2
    assert "/wp-content/uploads/2020/03/loose.jpg" in asked
    assert "/elsewhere.jpg" not in asked
    assert Edition.objects.get().pictures_in_text.count() == 1
    missing = " ".join(lines("lost", "Picture can't be had"))
    assert "answers 404" in missing
    assert "our own network" in missing
