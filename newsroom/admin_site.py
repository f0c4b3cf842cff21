"""The admin site: Django's own, with our words. (Apart from admin/, which is loaded once this
exists.)"""

from functools import update_wrapper

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, FieldDoesNotExist
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache

from newsroom.serving import resubmit


class NewsroomAdminSite(AdminSite):
    site_header = "Newsroom"
    site_title = "Newsroom"
    index_title = "The newsroom"
    enable_nav_sidebar = False  # the lists need the width; the head leads to what is used daily
    empty_value_display = "–"

    def get_urls(self) -> list:
        # there are no models yet when this module is loaded
        from newsroom.accounts.urls import urls
        from newsroom.admin.account import account
        from newsroom.desk.views import Desk

        mine = path("account/", self.admin_view(account), name="account")
        return [mine, *urls(self), *Desk(self).urls(), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict:
        """With what the head shows, and what is amiss with the site, asked for by the pages that
        tell it."""
        from newsroom.desk.head import Head
        from newsroom.desk.warnings import read_warnings

        def warnings() -> list[str]:
            return read_warnings(request.user, timezone.now())

        context = super().each_context(request)
        context["head"] = Head(request, context["available_apps"])
        return {**context, "warnings": SimpleLazyObject(warnings)}

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The desk: what there is to do."""
        from newsroom.desk.replies import house_rules
        from newsroom.desk.today import read_lines

        context = {
            "lines": read_lines(request.user, timezone.now()),
            "rules": house_rules(request.user),
        }
        return super().index(request, {**context, **(extra_context or {})})

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The page to log in; see newsroom/accounts/."""
        from newsroom.accounts.views.login import Login

        home = reverse("admin:index")
        if request.method == "GET" and self.has_permission(request):
            return redirect(home)
        context = {
            **self.each_context(request),
            "title": "Log in",
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **(extra_context or {}),
        }
        if REDIRECT_FIELD_NAME not in request.GET and REDIRECT_FIELD_NAME not in request.POST:
            context[REDIRECT_FIELD_NAME] = home
        request.current_app = self.name
        view = Login.as_view(extra_context=context, template_name="admin/login.html")
        return view(request)

    def password_change(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """The page to change one's own password; see newsroom/accounts/."""
        from newsroom.accounts.views.profile import change_password

        return change_password(request)

    def admin_view(self, view, cacheable: bool = False):
        """A form that was sent after the login had run out is given back, instead of being lost on
        the way there. Whoever has to set up a second factor first is led there. What two
        make at once is there once, and the second is told."""
        from newsroom.accounts import guard

        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if (
                request.method == "POST"
                and request.user.is_anonymous
                and resubmit.holds_something(request)
            ):
                return resubmit.logged_out(request)
            if request.user.is_authenticated and (led := guard.lead(request)):
                return led
            try:
                return inner(request, *args, **kwargs)
            except IntegrityError:
                if request.method != "POST":
                    raise
                # Somebody has made the same at this moment, and all was taken back. What is there
                # is found now, and told at its field.
                for file in request.FILES.values():
                    file.seek(0)
                return inner(request, *args, **kwargs)
            except OverflowError as error:
                # SQLite's alone: Django looks after numbers that no database knows where one is
                # asked for, not where one of several is
                if "SQLite INTEGER" in str(error):
                    raise BadRequest("No number is as large as one that was asked for.") from error
                raise
            except FieldDoesNotExist as error:
                if "_to_field" in request.GET or "_to_field" in request.POST:
                    raise BadRequest("There is no such field to go by.") from error
                raise

        return update_wrapper(guarded, inner)
