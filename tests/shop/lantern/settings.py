"""Settings of the test shop. It writes to SHOP_DATA only; SHOP_CURRENCY and SHOP_LANGUAGE set what it prints."""

import os
from pathlib import Path

from oscar import INSTALLED_APPS as OSCAR_APPS
from oscar.defaults import *  # noqa: F403  oscar is configured this way

PROJECT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ["SHOP_DATA"])

# Production-like, so that an error shows oscar's page and not Django's debugger: runserver --insecure serves the
# static files then. The server listens on loopback only, under whatever name the browser maps to it.
DEBUG = False
ALLOWED_HOSTS = ["*"]
SECRET_KEY = "a test shop on loopback guards nothing"
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"  # as in oscar's migrations

INSTALLED_APPS = ["lantern", *OSCAR_APPS, "sorl.thumbnail"]
SITE_ID = 1
ROOT_URLCONF = "lantern.urls"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "oscar.apps.basket.middleware.BasketMiddleware",
]
# Django's own takes a second of a purchase, and guards nothing here either.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTHENTICATION_BACKENDS = ["oscar.apps.customer.auth_backends.EmailBackend"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",  # <html lang> tells the truth
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oscar.apps.search.context_processors.search_form",
                "oscar.apps.checkout.context_processors.checkout",
                "oscar.apps.communication.notifications.context_processors.notifications",
                "oscar.core.context_processors.metadata",
                "lantern.terms.context",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "shop.sqlite3",
        # Two browsers may order at once: take the write lock at the start, and wait for it.
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    },
}
HAYSTACK_CONNECTIONS = {
    "default": {"ENGINE": "haystack.backends.whoosh_backend.WhooshEngine", "PATH": str(DATA / "whoosh")},
}
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
# Without this Django would only mail the reason of an error page.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"log": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["log"], "propagate": False}},
}

LANGUAGE_CODE = os.environ.get("SHOP_LANGUAGE", "en-gb")
LANGUAGES = [(LANGUAGE_CODE, LANGUAGE_CODE)]  # one, so that oscar offers no choice of it
USE_TZ = True
TIME_ZONE = "UTC"

OSCAR_SHOP_NAME = "Lantern & Loom"
OSCAR_SHOP_TAGLINE = "Things for long evenings"
OSCAR_DEFAULT_CURRENCY = os.environ.get("SHOP_CURRENCY", "GBP")
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_DYNAMIC_CLASS_LOADER = "lantern.loading.load_classes"
OSCAR_INITIAL_ORDER_STATUS = "Pending"
OSCAR_INITIAL_LINE_STATUS = "Pending"
OSCAR_ORDER_STATUS_PIPELINE = {"Pending": ("Sent", "Cancelled"), "Sent": (), "Cancelled": ()}
