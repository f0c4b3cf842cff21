"""Differences between two texts: what runs and paragraphs say, and that they say all of it.

Covers newsroom/lib/text/diff.py, newsroom/lib/text/sequences.py.
"""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.lib.text import blocks, diff, html
from newsroom.lib.text.diff import Run

SOME_WORDS = st.lists(
    st.sampled_from(["the", "ferry", "harbour", "12", "a", "of", " ", ", ", "“", "”", ". ", "\xa0"])
)
TEXTS = SOME_WORDS.map("".join) | st.text()


def told(old: str, new: str) -> str:
    """Runs as one line: [-removed-] {+added+}."""
    form = {"equal": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(form[run.kind].format(run.text) for run in diff.words(old, new))


WORDS = [
    ("The ferry is late.", "The ferry is late.", "The ferry is late."),
    ("", "New", "{+New+}"),
    ("Old", "", "[-Old-]"),
    ("The cat sat", "The big cat sat", "The {+big +}cat sat"),
    ("said so", "said, so", "said{+,+} so"),
    ("He said hello.", "He said “hello”.", "He said {+“+}hello{+”+}."),
    ("It costs 1,200.50 now", "It costs 1,300.50 now", "It costs [-1,200.50-]{+1,300.50+} now"),
    ("It doesn’t sail", "It does sail", "It [-doesn’t-]{+does+} sail"),
    ("10\xa0km", "10 km", "10[-\xa0-]{+ +}km"),
    ("港が開く", "港が閉じる", "港が[-開く-]{+閉じる+}"),
    ("so, he and I, went", "so he and I went", "so[-,-] he and I[-,-] went"),
    # a rewrite is told as one, though both have "the" and "of"
    (
        "Ministers rejected the proposal of engineers yesterday",
        "Officials welcome the findings of scientists today",
        (
            "[-Ministers rejected the proposal of engineers yesterday-]{+Officials welcome the"
            " findings of scientists today+}"
        ),
    ),
    # two changes with a good deal between them stay two
    (
        "The mayor opened the new swimming pool on Monday",
        "The minister opened the new swimming pool on Tuesday",
        "The [-mayor-]{+minister+} opened the new swimming pool on [-Monday-]{+Tuesday+}",
    ),
]


@pytest.mark.parametrize(("old", "new", "runs"), WORDS)
def test_words(old, new, runs):
    assert told(old, new) == runs


@given(TEXTS, TEXTS)
def test_runs_join_back_to_both_texts(old, new):
    runs = diff.words(old, new)
    assert "".join(run.text for run in runs if run.kind != "added") == old
    assert "".join(run.text for run in runs if run.kind != "removed") == new
    assert all(run.text for run in runs)
    assert (old == new) == all(run.kind == "equal" for run in runs)


def kinds(old: str, new: str) -> list[tuple[str, str]]:
    return [
        (change.kind, "".join(run.text for run in change.runs)) for change in diff.prose(old, new)
    ]


LONG = "<p>The harbour master has seen many winters.</p>"
OTHER = "<p>Nobody remembers a colder one than this.</p>"


def test_paragraphs_are_told_apart():
    old = f"<h2>Cold</h2>{LONG}{OTHER}<hr><p>The end of it.</p>"
    new = f"<h2>Cold</h2><p>Wholly new here, first.</p>{LONG}<hr><p>The very end of it.</p>"
    assert kinds(old, new) == [
        ("same", "Cold"),
        ("added", "Wholly new here, first."),
        ("same", "The harbour master has seen many winters."),
        ("removed", "Nobody remembers a colder one than this."),
        ("same", ""),
        ("changed", "The very end of it."),
    ]


def test_each_paragraph_is_compared_with_its_other_version():
    old = "".join(
        f"<p>Berth number {n} at the quay of {name} is free.</p>"
        for n, name in enumerate(["Ada", "Bo"])
    )
    new = "<p>Something quite unlike everything before.</p>" + old.replace("free", "taken")
    assert [kind for kind, _ in kinds(old, new)] == ["added", "changed", "changed"]


def test_what_moved_is_told_as_moved():
    assert [
        kind for kind, _ in kinds(LONG + OTHER + "<p>End</p>", OTHER + "<p>End</p>" + LONG)
    ] == [
        "same",
        "same",
        "moved",
    ]


MARKUP = [
    (
        "<p>See the pool</p>",
        '<p>See <a href="/pool/">the pool</a></p>',
        (Run("equal", "See "), Run("marked", "the pool", "now a link to /pool/")),
        "",
    ),
    (
        '<p><a href="/a">Pool</a></p>',
        '<p><a href="/b&amp;c">Pool</a></p>',
        (Run("marked", "Pool", "now a link to /b&c; no longer a link to /a"),),
        "",
    ),
    (
        "<p><em>So</em> it is</p>",
        "<p>So it <strong>was</strong></p>",
        (
            Run("marked", "So", "no longer italic"),
            Run("equal", " it "),
            Run("removed", "is"),
            Run("added", "was"),
        ),
        "",
    ),
    ("<p>Pool</p>", "<h2>Pool</h2>", (Run("equal", "Pool"),), "was a paragraph, is a heading"),
    (
        "<ol><li>A</li></ol>",
        '<ol start="3"><li>A</li></ol>',
        (Run("equal", "A"),),
        "set differently",
    ),
    (
        "<ul><li>A</li><li>B</li></ul>",
        "<ul><li>A</li><li>C</li></ul>",
        (Run("equal", "A\n"), Run("removed", "B"), Run("added", "C")),
        "",
    ),
    (
        "<p>A &amp; B&nbsp;C</p>",
        "<p>A &amp; B C</p>",
        (Run("equal", "A & B"), Run("removed", "\xa0"), Run("added", " "), Run("equal", "C")),
        "",
    ),
]


@pytest.mark.parametrize(("old", "new", "runs", "note"), MARKUP)
def test_changes_of_markup_are_seen(old, new, runs, note):
    (change,) = diff.prose(old, new)
    assert (change.kind, change.runs, change.note) == ("changed", runs, note)


PIECES = st.sampled_from(
    [
        "One word.",
        "Two words here.",
        "<em>Slanted</em> text.",
        '<a href="/x/">Link</a> text',
        "A &amp; B",
        "<br>",
    ]
)
BODIES = st.lists(
    st.tuples(
        st.sampled_from(
            ["<p>{}</p>", "<h2>{}</h2>", "<ul><li>{}</li><li><p>x</p></li></ul>", "<hr>{}"]
        ),
        PIECES,
    )
).map(lambda rows: html.clean_body("".join(form.format(piece) for form, piece in rows)))


@given(BODIES)
def test_blocks_join_back_to_the_text(body):
    assert "".join(blocks.split(body)) == body


@given(BODIES, BODIES)
def test_paragraphs_join_back_to_both_texts(old, new):
    changes = diff.prose(old, new)
    assert [change.new for change in changes if change.kind != "removed"] == blocks.split(new)
    assert sorted(change.old for change in changes if change.kind != "added") == sorted(
        blocks.split(old)
    )
    assert (old == new) == all(change.kind == "same" for change in changes)
    for change in changes:
        for text, other in ((change.old, "added"), (change.new, "removed")):
            if text:
                assert (
                    "".join(run.text for run in change.runs if run.kind != other)
                    == blocks.read(text)[0]
                )


def test_unchanged_paragraphs_far_from_a_change_are_left_out():
    old = "".join(f"<p>{n}</p>" for n in range(10))
    shown = diff.condensed(diff.prose(old, old.replace("<p>4</p>", "<p>four</p>")))
    assert [(row.kind, getattr(row, "count", 1)) for row in shown] == [
        ("unchanged", 3),
        ("same", 1),
        ("changed", 1),
        ("same", 1),
        ("unchanged", 4),
    ]


class Steps:
    """A word that counts how often it is compared: what a comparison costs, on any machine."""

    count = 0

    def __init__(self, word: str) -> None:
        self.word = word

    def __eq__(self, other) -> bool:
        Steps.count += 1
        return self.word == other.word

    def __hash__(self) -> int:
        return hash(self.word)


@pytest.mark.parametrize("vocabulary", [30, 3000, 60_000])
def test_long_texts_with_nothing_in_common_take_bounded_steps(vocabulary):
    from newsroom.lib.text.sequences import find_matches

    chance = random.Random(1)
    old, new = ([Steps(f"w{chance.randrange(vocabulary)}") for _ in range(20_000)] for _ in "ab")
    Steps.count = 0
    find_matches(old, new)
    assert Steps.count < 2_000_000  # 20,000 × 20,000 would be 400 million


def test_runs_as_html():
    runs = [
        Run("equal", "A <b> "),
        Run("removed", "x"),
        Run("added", "y\n"),
        Run("marked", "z", "now a link to /<"),
    ]
    assert (
        html.runs(runs)
        == 'A &lt;b&gt; <del><span class="visually-hidden">removed: </span>x</del><ins><span'
        ' class="visually-hidden">added: </span>y<span aria-hidden="true">¶</span>\n</ins><span'
        ' class="marked">z <small>(now a link to /&lt;)</small></span>'
    )


BLOCKS = [
    (
        '<figure data-picture="7" data-alt="A quay"><figcaption>The quay</figcaption></figure>',
        "picture",
        "Picture 7\nAlternative text: A quay\nThe quay",
    ),
    (
        (
            '<figure data-block="gallery"><figure data-picture="7"'
            ' data-decorative=""></figure></figure>'
        ),
        "gallery",
        "Picture 7\nDecorative",
    ),
    (
        (
            "<figure"
            ' data-block="quote"><blockquote><p>Said</p></blockquote><figcaption>Ann</figcaption></figure>'
        ),
        "quotation",
        "Said\nAnn",
    ),
    ('<aside data-block="pull-quote"><p>Said</p></aside>', "pull quote", "Said"),
    ('<aside data-story="9"></aside>', "related story", "Related story 9"),
    (
        '<figure data-embed="https://a.example/"><figcaption>T</figcaption></figure>',
        "embed",
        "Embedded: https://a.example/\nT",
    ),
    (
        (
            '<table><thead><tr><th scope="col">A</th><th'
            ' scope="col">B</th></tr></thead><tbody><tr><td></td><td>2</td></tr></tbody></table>'
        ),
        "table",
        "A | B\n | 2",
    ),
    ('<p>One<small data-note="">why</small>.</p>', "paragraph", "One [why]."),
    ("<pre><code>a\n  b</code></pre>", "code", "a\n  b"),
]


@pytest.mark.parametrize(("block", "name", "text"), BLOCKS)
def test_each_kind_of_block_is_one_and_says_what_it_is(block, name, text):
    assert html.clean_body(block) == block
    assert blocks.split(f"<p>Before</p>{block}<p>After</p>") == [
        "<p>Before</p>",
        block,
        "<p>After</p>",
    ]
    assert blocks.name(block) == name
    read, marks = blocks.read(block)
    assert (read, len(marks)) == (text, len(text))


def test_another_alternative_text_is_told():
    old, new = (
        f'<figure data-picture="7" data-alt="{alt}"></figure>' for alt in ("A quay", "A boat")
    )
    (change,) = diff.prose(old, new)
    assert "".join(run.text for run in change.runs if run.kind == "added") == "boat"


def test_what_a_text_shows_is_found():
    text = BLOCKS[1][0] + BLOCKS[0][0] + BLOCKS[4][0] + BLOCKS[5][0]
    assert (blocks.pictures(text), blocks.stories(text), blocks.embeds(text)) == (
        [7],
        [9],
        ["https://a.example/"],
    )
