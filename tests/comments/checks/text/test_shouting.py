"""Texts in capital letters: more likely not to be shown, and held by nobody for that."""

import pytest

from comments.checks.text.shouting import shouting
from comments.findings import Draft


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("THE FERRY IS LATE AGAIN, AND NOBODY CARES", ["shouting"]),
        ("THE FERRY IS LATE AGAIN, and nobody cares", []),
        ("DSA, GDPR, EU, UN, WHO", []),  # short: abbreviations look like that
        ("渡し船がまた遅れていて、だれも気にしていないようです", []),  # a script without capitals
        ("", []),
    ],
)
def test_what_counts_as_shouting(text, found):
    findings = list(shouting(Draft("Ana", "ana@example.org", "", text)))
    assert [finding.code for finding in findings] == found
    assert not any(finding.holds or finding.is_spam for finding in findings)
