"""oscar's own addresses, and the product pictures and the terms beside them."""

from django.apps import apps
from django.conf import settings
from django.urls import include, path
from django.views.static import serve

from lantern import documents

urlpatterns = [
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    *documents.urls(),
    path("", include(apps.get_app_config("oscar").urls[0])),
]
