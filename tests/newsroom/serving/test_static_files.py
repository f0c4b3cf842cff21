"""Static files are collected when one has changed, and only then."""

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

from newsroom.serving import static_files


@pytest.fixture
def folder(settings, tmp_path):
    """One static file, and an empty folder to collect it in."""
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "from"]
    settings.STATIC_ROOT = tmp_path / "to"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "page.css").write_text("a {}")
    return tmp_path


def test_they_are_collected_once(folder):
    assert static_files.collect()
    assert len(list((folder / "to").glob("page.*.css"))) == 1
    assert not static_files.collect()


def test_a_changed_one_is_collected_again(folder):
    static_files.collect()
    (folder / "from" / "page.css").write_text("b {}")
    assert static_files.collect()
    assert len(list((folder / "to").glob("page.*.css"))) == 2


def test_what_another_release_has_collected_since_is_collected_again(folder):
    static_files.collect()
    (folder / "to" / "staticfiles.json").write_text('{"paths": {}, "version": "1.1"}')
    assert static_files.collect()
    assert not static_files.collect()


def test_what_was_interrupted_is_done_again(folder, monkeypatch):
    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ManifestStaticFilesStorage, "post_process", interrupted)
        with pytest.raises(KeyboardInterrupt):
            static_files.collect()
    assert static_files.collect()
