"""The steps of a front in the admin: publish, take off the schedule, compare, roll back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.admin.front.forms import PublishFrontForm
from articles.errors import NotAllowed, StepRefused
from articles.fronts import contents, editing, history
from articles.fronts.places import Place
from newsroom.lib.text.strings import number as as_number
from newsroom.lib.times import exact

#: Maximum number of editions, and of lines of the record, in the history.
MAX_EDITIONS = 100
MAX_LINES = 60
DRAFT, LIVE = "draft", "live"


class FrontSteps:
    """A ModelAdmin of fronts with these pages."""

    def publish_view(self, request: HttpRequest, place: str) -> HttpResponse:
        """Ask when, and show what readers will newly see."""
        where = self.place(request, place)
        front = editing.working_copy(where)
        now = timezone.now()
        form = PublishFrontForm(request.POST or None, initial={"version": front.version})
        status = 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                given = form.cleaned_data
                step = {"at": given["at"], "note": given["note"], "seen_version": given["version"]}
                try:
                    edition = editing.publish(where, by=request.user, **step)
                except NotAllowed as refusal:
                    raise PermissionDenied(str(refusal)) from None
                except editing.FrontMoved as moved:
                    front, status = moved.front, 409
                    form.add_error(None, str(moved))
                    # what is shown now is what was seen
                    form.data = {**form.data.dict(), "version": front.version}
                except StepRefused as refusal:
                    form.add_error(None, str(refusal))
                else:
                    messages.add_message(request, messages.SUCCESS, _told(where, edition))
                    return HttpResponseRedirect(
                        reverse("admin:articles_front_change", args=[where.name])
                    )
        live = contents.live(where, now)
        context = {
            "title": "Publish",
            "front": front,
            "form": form,
            "live": live,
            "found": history.differences(where, live.content if live else {}, front.content),
            "scheduled": list(front.editions.scheduled(now).soonest_first()) if front.pk else [],
        }
        return self.front_page(request, where, "publish", context, status)

    def unschedule_view(self, request: HttpRequest, place: str, number: int) -> HttpResponse:
        return self._step(
            request,
            place,
            number,
            editing.unschedule,
            title="Take off the schedule",
            button="Take off the schedule",
            done="Taken off the schedule.",
            says="It does not go live at the time that was set. What is live before it stays.",
        )

    def back_view(self, request: HttpRequest, place: str, number: int) -> HttpResponse:
        return self._step(
            request,
            place,
            number,
            editing.roll_back,
            title=f"Roll back to edition {number}",
            button=f"Roll back to edition {number}",
            done=f"Edition {number} is what readers see again.",
            says=(
                "Readers see it again at once, and it becomes the working copy. What stands in the"
                " working copy now is replaced; editions that are scheduled keep their time."
            ),
        )

    def history_view(self, request: HttpRequest, place: str) -> HttpResponse:
        """All editions, the newest first, and what was done."""
        where = self.place(request, place)
        front = editing.working_copy(where)
        now = timezone.now()
        editions = (
            list(front.editions.select_related("published_by")[:MAX_EDITIONS]) if front.pk else []
        )
        for edition in editions:
            edition.is_live = edition.is_live_at(now)
            edition.is_to_come = edition.live_from > now and not edition.was_cancelled
        lines = front.records.select_related("by")[:MAX_LINES] if front.pk else []
        context = {"title": "History", "front": front, "editions": editions, "lines": lines}
        return self.front_page(request, where, "history", context)

    def compare_view(self, request: HttpRequest, place: str) -> HttpResponse:
        """Two of: the working copy (draft), what is live, any edition by its number.
        ?before=&now="""
        where = self.place(request, place)
        sides = [
            self._side(where, request.GET.get(*each)) for each in (("before", LIVE), ("now", DRAFT))
        ]
        found = history.differences(where, sides[0][1], sides[1][1])
        context = {
            "title": "What differs",
            "before": sides[0][0],
            "now": sides[1][0],
            "found": found,
        }
        return self.front_page(request, where, "compare", context)

    def _side(self, where: Place, asked: str) -> tuple[str, dict]:
        """What it is called, and its content. Raises Http404."""
        front = editing.working_copy(where)
        now = timezone.now()
        if asked == DRAFT:
            return "The working copy", front.content
        if asked == LIVE:
            live = contents.live(where, now)
            return (
                (f"Edition {live.number}, live", live.content)
                if live
                else ("What fills itself, live", {})
            )
        edition = (
            front.editions.filter(number=as_number(asked, digits=9)).first() if front.pk else None
        )
        if edition is None:
            raise Http404
        return f"Edition {edition.number}, {_said(edition.live_from)}", edition.content

    def _step(
        self, request: HttpRequest, place: str, number: int, step, *, done: str, **words: str
    ) -> HttpResponse:
        """Ask, and take the step when the answer comes."""
        where = self.place(request, place)
        refused = ""
        if request.method == "POST":
            try:
                step(where, number, by=request.user)
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from None
            except StepRefused as refusal:
                refused = str(refusal)
            else:
                messages.add_message(request, messages.SUCCESS, done)
                return HttpResponseRedirect(
                    reverse("admin:articles_front_history", args=[where.name])
                )
        return self.front_page(
            request, where, "confirm", {"refused": refused, **words}, 422 if refused else 200
        )


def _told(where: Place, edition) -> str:
    if edition.live_from > timezone.now():
        return f"Scheduled for {_said(edition.live_from)}."
    return format_html('Published. <a href="{}">View it on the site</a>', where.address)


def _said(at) -> str:
    return exact(at)
