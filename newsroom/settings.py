"""One settings file, read from the environment. With nothing set it runs safely on a laptop.

The table of all variables stands in README.md.
"""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from newsroom.lib.config import checked, modes
from newsroom.lib.config.database import database_at
from newsroom.lib.config.env import Env
from newsroom.lib.config.home import home_of
from newsroom.lib.config.mail_server import mail_sender, mail_server
from newsroom.lib.config.secret import kept_secret
from newsroom.lib.config.storage import s3_storage

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent
HOME, HOME_GIVEN = home_of(env), env.isset("NEWSROOM_HOME")

# Where it runs. A laptop is where neither hosts nor the debug switch are given: it answers loopback
# names only and keeps its own secret. Everything else has to name its hosts and bring its secret.
HOSTS = checked.host_names("NEWSROOM_HOSTS", env.words("NEWSROOM_HOSTS"))
LAPTOP = not HOSTS and not env.isset("NEWSROOM_DEBUG")
DEBUG = env.flag("NEWSROOM_DEBUG", False)
ALLOWED_HOSTS = HOSTS or ["localhost", "127.0.0.1", "[::1]"]
# the name by which the site goes
HOST = next((host.lstrip(".") for host in HOSTS if host != "*"), "localhost")

SECRET_KEY = env.text("NEWSROOM_SECRET_KEY")
if not SECRET_KEY:
    if not (LAPTOP or DEBUG):
        raise ImproperlyConfigured(
            "NEWSROOM_SECRET_KEY is not set. A public site needs one of its own: set it to a long"
            " random text, for example the output of: python3 -c 'import secrets;"
            " print(secrets.token_urlsafe(50))'"
        )
    SECRET_KEY = kept_secret(HOME / "secret.key")

HTTPS = env.flag("NEWSROOM_HTTPS", bool(HOSTS))
# in mail
SITE_URL = f"{'https' if HTTPS else 'http'}://{HOST}" + (
    "" if HOSTS else f":{env.number('PORT', 8000, least=1, most=65535)}"
)
SECURE_SSL_REDIRECT = HTTPS
# For how long browsers are to ask by https alone. A mistake of this kind can't be taken back, so it
# is a month, for this name and not for its subdomains, and in no browser's own list.
MONTH = 30 * 24 * 3600
SECURE_HSTS_SECONDS = env.number("NEWSROOM_HSTS", MONTH if HTTPS else 0, most=2 * 366 * 24 * 3600)
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W005", "security.W021"]
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
if env.flag("NEWSROOM_BEHIND_PROXY", False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXIES = checked.networks(
    "NEWSROOM_TRUSTED_PROXIES", env.words("NEWSROOM_TRUSTED_PROXIES")
)
CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in HOSTS if host != "*"]
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsroom.serving.resubmit.csrf_failure"
# embeds and analytics of others see our origin only
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "newsroom.apps.NewsroomConfig",
    "newsroom.accounts.apps.AccountsConfig",
    "comments.apps.CommentsConfig",
    "articles.apps.ArticlesConfig",
    "newsroom.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "csp",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "newsroom.middleware.with_request_id",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.closed_features",
    "newsroom.middleware.forms_in_utf_8",
    "newsroom.middleware.AllowedMethods",
    "newsroom.middleware.compress_pages",
    "newsroom.middleware.AdminCompression",
    "csp.middleware.CSPMiddleware",
    "newsroom.middleware.admin_pages",
    "newsroom.middleware.Sessions",
    "newsroom.middleware.People",
    "newsroom.middleware.Messages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "newsroom"
CRISPY_FAIL_SILENTLY = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsroom.context.publication",
            ],
        },
    },
]

AUTH_USER_MODEL = "newsroom.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "newsroom.accounts.passwords.GuessingValidator"},
]
LOGIN_URL = "admin:login"

DATABASES = {
    "default": database_at(env.text("DATABASE_URL", f"sqlite:///{HOME / 'newsroom.sqlite3'}"))
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = checked.redis_address("REDIS_URL", env.text("REDIS_URL"))
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES["default"] = {
        "BACKEND": "newsroom.serving.redis_cache.PatientRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
# Sessions are in the database alone. A copy in Redis would outlive a logout that happened while
# Redis was away, and the admin, which alone has sessions, doesn't feel the one query.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Caches in front (Varnish) that keep pages and are told by the worker when one changes.
SHARED_CACHES = [
    checked.web_address("NEWSROOM_SHARED_CACHES", address)
    for address in env.words("NEWSROOM_SHARED_CACHES")
]

# A WebSub hub: told by the worker which feeds have changed, and named in them.
WEBSUB_HUB = checked.web_address("NEWSROOM_WEBSUB_HUB", env.text("NEWSROOM_WEBSUB_HUB"))

# Akismet, where a key is given: replies are then sent to it by the worker, and the form says so.
AKISMET_KEY = env.text("AKISMET_KEY")
AKISMET_URL = checked.web_address(
    "AKISMET_URL", env.text("AKISMET_URL", "https://rest.akismet.com/1.1/")
)

# Work done later. What is in the queues "prompt" and "mail" never waits for a long task to end
# (newsroom/serving/worker.py).
QUEUES = ["default", "prompt", "mail"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES, "OPTIONS": {}}}

# Mail is written into the outbox, a table, and handed over to this server by the worker
# (newsroom/mail/).
EMAIL_BACKEND = "newsroom.mail.outbox.Outbox"
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_TLS, EMAIL_USE_SSL = (
    mail_server(env.text("EMAIL_URL"))
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = mail_sender(env.text("NEWSROOM_MAIL_FROM", f"newsroom@{HOST}"))

# Everything written lies under HOME: what may be fetched by anybody apart from what may not.
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = HOME / "public"
MEDIA_URL = "/media/"
# What browsers ask for by themselves at the root of a site: icons.
WHITENOISE_ROOT = BASE_DIR / "static" / "root"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (
    "avif",
    "webp",
    "jpg",
    "png",
    "gif",
    "gz",
    "br",
    "woff",
    "woff2",
    "map",
)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "public"},
    },
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "private"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = modes.FILE, modes.FOLDER
# Pictures in a bucket, for several machines. It needs no public access: readers get renditions
# through the site.
if MEDIA_URL_S3 := env.text("MEDIA_URL_S3"):
    STORAGES |= {
        "default": s3_storage(MEDIA_URL_S3, "public"),
        "private": s3_storage(MEDIA_URL_S3, "private"),
    }
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# by how many seconds a sender may be late, before it is cut off (newsroom/serving/gate/bodies.py)
BODY_SECONDS = env.number("NEWSROOM_BODY_SECONDS", 20, least=1, most=3600)
# while the database is away, for how long after it was last asked a ready page is still shown
STALE_SECONDS = env.number("NEWSROOM_STALE_SECONDS", 600, least=0, most=86_400)

LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = "newsroom.lib.formats"
TIME_ZONE = checked.time_zone("NEWSROOM_TIME_ZONE", env.text("NEWSROOM_TIME_ZONE", "UTC"))
USE_I18N = True
USE_TZ = True

# Public pages: everything from this site and nothing inline. The admin's import map needs a nonce,
# and its editor inserts one style element, known by its hash (a test tells when it changes).
# What browsers refuse is told to the site itself.
POLICY_REPORTS = "/csp-reports/"
PUBLIC_CSP = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "manifest-src": [SELF],
    "report-uri": POLICY_REPORTS,
}
ADMIN_CSP = {
    **PUBLIC_CSP,
    "script-src": [SELF, NONCE],
    "style-src": [SELF, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
    "img-src": [SELF, "data:", "blob:"],
}
CONTENT_SECURITY_POLICY = {"DIRECTIVES": PUBLIC_CSP}

# Who may read /metrics (newsroom/operations/metrics.py); without it there is none.
METRICS_TOKEN = env.text("NEWSROOM_METRICS_TOKEN")

# The log: lines for people, or JSON for machines (newsroom/serving/logs.py).
LOG = env.text("NEWSROOM_LOG", "line")
if LOG not in ("line", "json"):
    raise ImproperlyConfigured(f"NEWSROOM_LOG={LOG!r} is neither line nor json.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request": {"()": "newsroom.serving.logs.WithRequest"},
        "one_line": {"()": "newsroom.serving.logs.OneLine"},
    },
    "formatters": {
        "line": {
            "()": "newsroom.serving.logs.Line",
            "format": "{asctime} {levelname} {name}: {message}{about}",
            "datefmt": "%Y-%m-%d %H:%M:%S%z",
            "style": "{",
        },
        "json": {"()": "newsroom.serving.logs.Json"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG, "filters": ["request"]},
        "brief": {
            "class": "logging.StreamHandler",
            "formatter": LOG,
            "filters": ["request", "one_line"],
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "newsroom": {"level": "INFO"},
        "django.request": {"level": "ERROR"},
        # a stranger's Host header is no fault of ours
        "django.security.DisallowedHost": {"handlers": ["brief"], "propagate": False},
        "django_tasks": {"level": "WARNING"},
    },
}
