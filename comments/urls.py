"""Addresses of replies."""

from django.urls import path

from articles import urls as _  # noqa: F401  (registers the converters `year` and `month`)
from comments import views

STORY = "<year:year>/<month:month>/<slug:slug>/"

app_name = "comments"
urlpatterns = [
    path("house-rules/", views.house_rules, name="house-rules"),
    path(f"{STORY}reply/", views.reply, name="reply"),
    path(f"{STORY}receipt/<str:token>/", views.receipt, name="receipt"),
]
