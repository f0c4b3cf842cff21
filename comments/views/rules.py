"""The rules of the house."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles import pages
from comments.models import HouseRule


def house_rules(request: HttpRequest) -> HttpResponse:
    def build(now):
        return render(request, "comments/house_rules.html", {"rules": HouseRule.objects.all()})

    return pages.answer(request, depends_on=["furniture", "replies:rules"], build=build)
