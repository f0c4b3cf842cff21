"""What an answer says beside its content, by kind of answer: `python -m tests.project.headers`
prints docs/headers.md; tests/newsroom/test_headers.py asks for each."""

from __future__ import annotations

ALL = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
PAGES = ALL | {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Content-Security-Policy": "default-src 'none'",
}
#: Others may take these into their own pages.
FOR_OTHERS = ALL | {"Cross-Origin-Resource-Policy": None, "Permissions-Policy": None}
FILES = FOR_OTHERS | {"X-Frame-Options": None, "Content-Security-Policy": None}
KEPT = {"Cache-Control": "public, max-age=0, must-revalidate"}
PRIVATE = {"Cache-Control": "no-store"}

#: An example of each kind, and its headers: words that are in each; None where it has none.
TABLE = {
    "/": (200, PAGES | KEPT),
    "{story}": (200, PAGES | KEPT),
    "{story}reply/": (302, ALL),
    "{story}replies/seen/": (405, ALL),
    "/search/?q=a": (200, PAGES),
    "/no/such/page/": (404, PAGES),
    "/feed/": (200, FOR_OTHERS | KEPT),
    "/feed/json/": (200, FOR_OTHERS | KEPT),
    "/robots.txt": (200, FOR_OTHERS),
    "/sitemap.xml": (200, FOR_OTHERS),
    "{story}replies/count/": (200, FOR_OTHERS),
    "/favicon.ico": (200, FILES),
    "/.well-known/security.txt": (404, PAGES),
    "/healthz": (200, FOR_OTHERS | PRIVATE),
    "/admin/login/": (200, PAGES | PRIVATE),
    "/admin/": (302, ALL | PRIVATE),
}
KINDS = {
    "all": ALL,
    "pages, public and of the newsroom": PAGES,
    "feeds, sitemaps, JSON, `/healthz`": FOR_OTHERS,
    "static files and icons": FILES,
    "public pages and feeds that are kept": KEPT,
    "everything under `/admin/`, `/healthz`": PRIVATE,
}

BEGIN = """# Headers

What each kind of answer says beside its content; `…` stands for more of the same, – for none. Printed by
`python -m tests.project.headers` from the table that the tests go by. With https, all answers bear
`Strict-Transport-Security` as `NEWSROOM_HSTS` sets it. No public answer sets a cookie.

| Answers | Headers |
|---|---|"""


def cell(headers: dict[str, str | None]) -> str:
    more = {"Permissions-Policy", "Content-Security-Policy", "Cache-Control"}
    told = {
        name: "–" if words is None else f"`{words}{'…' if name in more else ''}`"
        for name, words in headers.items()
    }
    return ", ".join(f"{name} {words}" for name, words in told.items())


def text() -> str:
    rows = []
    for name, headers in KINDS.items():
        own = {k: v for k, v in headers.items() if headers is ALL or ALL.get(k, 0) != v}
        rows.append(f"| {name} | {cell(own)} |")
    examples = ["", "| For example | Status |", "|---|---|"]
    examples += [f"| `{address}` | {status} |" for address, (status, _) in TABLE.items()]
    return "\n".join([BEGIN, *rows, *examples]) + "\n"


if __name__ == "__main__":
    print(text(), end="")
