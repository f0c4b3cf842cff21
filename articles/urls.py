"""Addresses of the public pages."""

from django.urls import path, register_converter

from articles.views import lists, pictures, service, story


class Year:
    regex = "[0-9]{4}"
    to_python = staticmethod(int)
    to_url = staticmethod("{:04d}".format)


class Month:
    regex = "0[1-9]|1[0-2]"
    to_python = staticmethod(int)
    to_url = staticmethod("{:02d}".format)


register_converter(Year, "year")
register_converter(Month, "month")

app_name = "articles"
urlpatterns = [
    path("", lists.front, name="front"),
    path("section/<slug:slug>/", lists.section, name="section"),
    path("topic/<slug:slug>/", lists.topic, name="topic"),
    path("author/<slug:slug>/", lists.author, name="author"),
    path("corrections/", lists.corrections, name="corrections"),
    path("pictures/<str:token>/<str:crop>-<int:width>.<str:ext>", pictures.rendition, name="picture"),
    path("robots.txt", service.robots, name="robots"),
    path("<year:year>/<month:month>/<slug:slug>/", story.story, name="story"),
]
