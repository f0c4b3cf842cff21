"""Where files lie: on S3, or on anything that speaks its protocol."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def s3_storage(address: str, folder: str) -> dict:
    """An entry of Django's STORAGES for a folder in the bucket at `address`, e.g.
    https://s3.example/bucket.

    Keys and region are taken from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_DEFAULT_REGION,
    or from the machine's role. Raises ImproperlyConfigured.
    """
    try:
        from botocore.config import Config
    except ImportError:
        raise ImproperlyConfigured(
            "Pictures on S3 need the packages of deploy/requirements.txt."
        ) from None
    try:
        parts = urlsplit(address)
        bucket, _, prefix = parts.path.strip("/").partition("/")
        fine = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and bucket
    except ValueError:
        fine = False
    if not fine:
        raise ImproperlyConfigured(
            f"MEDIA_URL_S3={address!r} does not name a server and a bucket. One that does:"
            " https://s3.example/bucket"
        )
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "endpoint_url": f"{parts.scheme}://{parts.netloc}",
            "bucket_name": bucket,
            "location": "/".join(filter(None, [prefix, folder])),
            "file_overwrite": folder == "public",  # there a name stands for the same bytes for ever
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=3,
                read_timeout=10,
                retries={"total_max_attempts": 2},
            ),
        },
    }
