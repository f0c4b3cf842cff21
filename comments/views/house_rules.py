"""The rules of the house, as they are and as they were."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from articles.pages import caching, keys
from comments.models import HouseRule, RulesVersion
from comments.policies import rulebook

DEPENDS_ON = (keys.FURNITURE, keys.REPLY_RULES)
#: Maximum number of earlier versions linked.
MAX_LINKED = 20


def house_rules(request: HttpRequest) -> HttpResponse:
    """The rules in force."""

    def build(now):
        newest = list(RulesVersion.objects.defer("rules")[: MAX_LINKED + 1])
        context = {
            "rules": HouseRule.objects.all(),
            "version": newest[0] if newest else None,
            "earlier": newest[1:],
        }
        return render(request, "comments/house_rules.html", context)

    return caching.answer(request, depends_on=DEPENDS_ON, build=build)


def version(request: HttpRequest, number: int) -> HttpResponse:
    """One version of the rules, with what changed in it marked."""

    def build(now):
        near = {
            row.number: row
            for row in RulesVersion.objects.filter(number__in=(number - 1, number, number + 1))
        }
        if number not in near:
            raise Http404("There is no such version of the house rules.")
        before = near.get(number - 1)
        after = near.get(number + 1)
        context = {
            "version": near[number],
            "before": before,
            "after": after,
            "rules": rulebook.compared(near[number], before),
        }
        return render(request, "comments/house_rules_then.html", context)

    return caching.answer(request, depends_on=DEPENDS_ON, build=build)
