"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

from newsroom import views
from newsroom.operations.metrics import metrics
from newsroom.operations.policy_reports import take_report
from newsroom.serving import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("csp-reports/", take_report, name="csp-reports"),
    path("style-guide/", views.style_guide, name="style-guide"),
    path("admin/", admin.site.urls),
    path("", views.front),  # articles:front, which this asks
    path("", include("comments.urls")),
    path("", include("articles.urls")),
]

handler404 = "newsroom.views.not_found"
handler400 = "newsroom.serving.outage.bad_request"
handler500 = "newsroom.serving.outage.server_error"
