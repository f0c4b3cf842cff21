"""The list of stories: its tabs and filters, and what is looked up once for all rows of a page."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles import permissions
from articles.admin.lists import UncountedList
from articles.admin.story.changelist.bulk_pages import ACTIONS, allowed_actions
from articles.admin.story.changelist.columns import Columns
from articles.admin.story.changelist.filters import DueFilter, OwnerFilter, PictureFilter
from articles.admin.story.changelist.tabs import TAB, TABS, Asked, tab_of
from articles.models import Article, Edition, Presence
from articles.search import find
from articles.search.question import Question, terms, under
from newsroom.lib.text.strings import number, storable

#: What of an edition a row tells.
TOLD = ("live_from", "first_published_at", "article_version")


class StoryList(UncountedList):
    """The part of the list that a tab shows; its rows know what their columns tell."""

    def get_filters_params(self, params=None) -> dict:
        return {
            name: value for name, value in super().get_filters_params(params).items() if name != TAB
        }

    def get_queryset(self, request: HttpRequest, exclude_parameters=None):
        self.asked = Asked(request.user, timezone.now(), request.META.get("QUERY_STRING", ""))
        self.tab = tab_of(request.GET.get(TAB, ""))
        self.root_queryset = self.tab.rows(self.root_queryset, self.asked)
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        for fill in self.model_admin.fills:
            fill(self.result_list, self.asked)

    @property
    def tabs(self) -> list[dict]:
        """Each with its address, which keeps what the filters and the search say."""
        return [
            {
                "label": tab.label,
                "count": tab.count(self.asked),
                "address": self.get_query_string({TAB: None if tab is TABS[0] else tab.name}),
                "current": tab is self.tab,
            }
            for tab in TABS
        ]


def editions_of(stories: list[Article], asked: Asked) -> None:
    """Puts the live and the scheduled edition on each story, and what follows from them. One
    query."""
    wanted = [pk for story in stories for pk in (story.live_edition, story.scheduled_edition) if pk]
    rows = {row.pk: row for row in Edition.objects.filter(pk__in=wanted).only(*TOLD)}
    for story in stories:
        story.live, story.waiting = rows.get(story.live_edition), rows.get(story.scheduled_edition)
        story.is_ahead = (
            bool(story.live) and (story.waiting or story.live).article_version < story.text_version
        )
        story.is_late = bool(story.due_at) and story.due_at < asked.now and not story.live
        story.asked = asked


def people_in(stories: list[Article], asked: Asked) -> None:
    """Puts the names of those who have a story open on it, with who asks as the last. One query."""
    names = defaultdict(dict)
    here = Presence.objects.here(asked.now).filter(article__in=stories).select_related("person")
    for presence in sorted(
        here, key=lambda each: (each.person_id == asked.user.pk, each.person_id)
    ):
        names[presence.article_id][presence.person_id] = presence.person
    for story in stories:
        story.here = [
            "You" if person == asked.user else str(person) for person in names[story.pk].values()
        ]


def may_be_changed(stories: list[Article], asked: Asked) -> None:
    """Puts on each story whether who asks may change it. One query at most."""
    editable = permissions.editable(asked.user, stories)
    for story in stories:
        story.may_edit = story.pk in editable


class Listing(Columns):
    """A ModelAdmin with this list.

    `fills` are called with the stories of a page and who asks when, so that another part can add a
    column that costs no query for each row.
    """

    change_list_template = "admin/articles/article/change_list.html"
    list_display = ("picture", "story", "stage", "section", "people", "times", "words")
    list_display_links = None
    list_filter = ("section", OwnerFilter, DueFilter, PictureFilter)
    list_per_page = 50
    search_fields = ("headline",)  # the field is there; what it finds: get_search_results
    searched = ""
    found_at_most = 5_000
    show_facets = admin.ShowFacets.NEVER
    fills = (editions_of, people_in, may_be_changed)
    actions = ACTIONS

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str):
        """Stories that hold all the words anywhere in their text, in the whole archive."""
        if not search_term:
            return queryset, False
        section = number(request.GET.get("section__id__exact"))
        filed = under(section=section) if section else ()
        question = Question(terms(storable(search_term)), filed, typing=True)
        best = find.working_copies(question, most=self.found_at_most, candidates=self.found_at_most)
        return queryset.filter(pk__in=best if question.wanted else ()), False

    def get_actions(self, request: HttpRequest) -> dict:
        """Those that the role allows. Without deletion: stories are withdrawn one by one."""
        allowed = allowed_actions(request.user)
        return {
            name: action for name, action in super().get_actions(request).items() if name in allowed
        }

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[StoryList]:
        return StoryList

    def get_queryset(self, request: HttpRequest):
        stories = super().get_queryset(request).with_status(timezone.now())
        related = stories.select_related("section", "saved_by", "owner", "lead_picture")
        return related.prefetch_related("credits__author")
