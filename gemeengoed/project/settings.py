"""Django's settings, made from `configuration`. The only place that lists the capabilities."""

from pathlib import Path

from . import configuration, secret_key, sensible
from .allauth_settings import *  # noqa: F403 - one module of settings of one library
from .databases import database

values = configuration.read()
sensible.require(values)
DATA_DIR = Path(values["GEMEENGOED_DATA"])
DATA_DIR.mkdir(parents=True, exist_ok=True)
DEBUG = values["GEMEENGOED_DEBUG"] == "1"

SECRET_KEY = values["GEMEENGOED_SECRET_KEY"] or secret_key.kept(DATA_DIR)
DOMAIN = values["GEMEENGOED_DOMAIN"]
SCHEME = values["GEMEENGOED_SCHEME"]
BASE_URL = f"{SCHEME}://{DOMAIN}"
HOST = DOMAIN.rsplit(":", 1)[0] if ":" in DOMAIN and not DOMAIN.endswith("]") else DOMAIN
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = [HOST, *(LOCAL_HOSTS if HOST in LOCAL_HOSTS else [])]
TRUSTED_PROXIES = values["GEMEENGOED_TRUSTED_PROXIES"].split()
ALLOWED_NETWORKS = values["GEMEENGOED_ALLOWED_NETWORKS"].split()

CAPABILITIES = [
    "gemeengoed.capabilities.publications",
    "gemeengoed.capabilities.newsletters",
]

OPENID_CONNECT = ["allauth.socialaccount.providers.openid_connect"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "gemeengoed.core.jobs",
    "gemeengoed.core.text",
    "gemeengoed.core.actors",
    "gemeengoed.core.instance",
    "gemeengoed.core.media",
    "gemeengoed.core.log",
    "gemeengoed.core.activity",
    "gemeengoed.core.people",
    "gemeengoed.core.notices",
    "gemeengoed.core.commons",
    "gemeengoed.core.sources",
    "gemeengoed.core.documents",
    "gemeengoed.core.renditions",
    "gemeengoed.core.discussion",
    "gemeengoed.core.search",
    "gemeengoed.core.mail",
    "gemeengoed.core.federation",
    "gemeengoed.core.conversations",
    "gemeengoed.core.privacy",
    "gemeengoed.core.transfer",
    "gemeengoed.core.ui",
    "gemeengoed.core.demonstration",
    "django.contrib.auth",  # after ours: its Dutch says u
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    # 4 MB of another client, for who logs in with another server.
    *(OPENID_CONNECT if values["GEMEENGOED_OPENID_CONNECT"] else []),
    "allauth.usersessions",
    "ninja",
    *CAPABILITIES,
]

MIDDLEWARE = [
    "gemeengoed.project.health.answer_first",
    "gemeengoed.core.instance.counting.count_requests",
    "gemeengoed.project.middleware.heard_out",
    "gemeengoed.project.proxies.trusted_proxy",
    "gemeengoed.project.middleware.security_headers",
    "gemeengoed.project.middleware.without_nul",
    "gemeengoed.project.middleware.one_address",
    "gemeengoed.core.federation.incoming.accepting.answer_inbox",
    "gemeengoed.core.federation.identity.negotiation.negotiate",
    "gemeengoed.core.actors.kept_pages.answer_kept",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gemeengoed.project.middleware.interface_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "gemeengoed.core.people.middleware.limit_writes",
    "gemeengoed.core.people.middleware.second_factor_for_stewards",
    "gemeengoed.core.instance.middleware.setup_first",
]

ROOT_URLCONF = "gemeengoed.project.urls"
WSGI_APPLICATION = "gemeengoed.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "gemeengoed.project.context.page",
            ],
        },
    }
]
FORM_RENDERER = "gemeengoed.core.ui.form_renderer.GemeengoedRenderer"

DATABASES = {"default": database(values["DATABASE_URL"], DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
QUEUE_URL = values["GEMEENGOED_QUEUE_URL"]
CACHE_URL = values["GEMEENGOED_CACHE_URL"]


def _cache(prefix: str, memory: str, entries: int) -> dict[str, object]:
    if CACHE_URL:
        location = CACHE_URL.replace("valkey", "redis", 1)
        return {
            "BACKEND": "gemeengoed.project.caching.SharedCache",
            "LOCATION": location,
            "KEY_PREFIX": prefix,
        }
    return {
        "BACKEND": memory,
        "LOCATION": prefix,
        "OPTIONS": {"MAX_ENTRIES": entries},
    }


CACHES = {
    "default": _cache("default", "django.core.cache.backends.locmem.LocMemCache", 10_000),
    "pages": _cache("pages", "gemeengoed.project.page_cache.PageCache", 400),
}

# People and log-in (django-allauth; adapters in core/people).
AUTH_USER_MODEL = "people.Person"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30

# Languages of the interface.
LANGUAGE_CODE = "en"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "__Host-language" if SCHEME == "https" else "language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "gemeengoed.project.static_files.StaticFiles"},
}
WHITENOISE_MAX_AGE = 3600
MEDIA_QUOTA = int(values["GEMEENGOED_MEDIA_QUOTA_MB"]) * 1_000_000
MEDIA_MAX_SIZE = int(values["GEMEENGOED_MEDIA_MAX_MB"]) * 1_000_000
MEDIA_MAX_PIXELS = int(values["GEMEENGOED_MEDIA_MAX_MEGAPIXELS"]) * 1_000_000
DISK_RESERVE = int(values["GEMEENGOED_DISK_RESERVE_MB"]) * 1_000_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
WRITES_PER_MINUTE = int(values["GEMEENGOED_WRITES_PER_MINUTE"])
REMOTE_MEDIA = int(values["GEMEENGOED_REMOTE_MEDIA_MB"]) * 1_000_000
INBOX_PER_HOST = int(values["GEMEENGOED_INBOX_PER_HOST"])
INBOX_PER_ACTOR = int(values["GEMEENGOED_INBOX_PER_ACTOR"])
AUTHORIZED_FETCH = values["GEMEENGOED_AUTHORIZED_FETCH"] == "1"
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# Mail.
EMAIL_BACKEND = "gemeengoed.core.mail.backend.OutboxBackend"
EMAIL_URL = values["GEMEENGOED_EMAIL_URL"]
MAIL_DOMAIN = values["GEMEENGOED_MAIL_DOMAIN"] or HOST
MAIL_IN = values["GEMEENGOED_MAIL_IN"]
DNS = values["GEMEENGOED_DNS"]
DEFAULT_FROM_EMAIL = values["GEMEENGOED_EMAIL_FROM"] or f"noreply@{HOST}"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Browsers' protection.
SECURE = SCHEME == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_FAILURE_VIEW = "gemeengoed.project.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"known": {"()": "gemeengoed.project.logs.InASentence"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["known"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        # `errors.bad_request` answers both in a sentence.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.security.RequestDataTooBig": {"level": "CRITICAL"},
        "huey": {"level": "WARNING"},
        # aiosmtpd and flufl.bounce tell each step, with addresses.
        "mail.log": {"level": "CRITICAL"},
        "flufl.bounce": {"level": "CRITICAL"},
    },
}
