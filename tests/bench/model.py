"""`python -m tests.bench.model [FILE] [--prose FILE] [--phrases FILE]`: how good the model is,
measured on labelled comments.

Prints Markdown tables as they stand in docs/moderation-model.md. For the first day, what is learned
from and what is judged never come from the same video; for decisions of one's own, never from the
same text.
"""

from __future__ import annotations

import argparse
import html
import re
import statistics
import time
from pathlib import Path

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
HEAD = (
    "| What | Doubtful: precision | recall | Clear: missed | Doesn’t know | Brier | ECE"
    " |\n|---|--:|--:|--:|--:|--:|--:|"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "file", nargs="?", type=Path, default=SHARED / "moderation/labelled-comments-youtube.csv"
    )
    parser.add_argument("--prose", type=Path, default=SHARED / "text/digitalgov.tar.gz")
    parser.add_argument("--phrases", type=Path, default=SHARED / "moderation/blocklist-phrases.txt")
    parser.add_argument(
        "--exports", type=Path, default=SHARED / "wxr", help="WordPress exports with good comments"
    )
    given = parser.parse_args()
    rows = list(seed.labelled(given.file))
    found, beside = seed.examples(rows), seed.prose(given.prose) if given.prose.exists() else []
    print(
        f"{len(rows)} comments, {sum(is_one for _, is_one, _ in rows)} of them spam; {len(beside)}"
        " paragraphs beside.\n"
    )
    day_one(found, beside)
    if given.phrases.exists():
        baseline(rows, given.phrases)
    elsewhere(given.exports)
    decisions(found, beside)
    speed([text for text, _, _ in rows])


def day_one(found, beside) -> None:
    """The seed, each video judged by a model that has seen nothing of it."""
    folds = 1 + max(example.group for example in found)
    scored = seed.across(found, beside, folds)
    measured = measuring.figures(scored, *bands.bounds(1, 0))
    print(f"{HEAD}\n{line('Seed, on the first day', measured)}")
    print(
        "\n| The score is | of so many | it says on average | and so many are |\n|---|--:|--:|--:|"
    )
    for row in measured["reliability"]:
        print(f"| from {row['from']:.0%} | {row['count']} | {row['said']:.1%} | {row['are']:.1%} |")


def baseline(rows, phrases: Path) -> None:
    """A long list of phrases, matched inside words."""
    wanted = {
        line.strip().lower()
        for line in phrases.read_text(errors="replace").splitlines()
        if line.strip()
    }
    pattern = re.compile(
        "|".join(re.escape(phrase) for phrase in sorted(wanted, key=len, reverse=True))
    )
    caught = [(bool(pattern.search(text.lower())), is_one) for text, is_one, _ in rows]
    ones = sum(is_one for _, is_one in caught)
    right, wrong = (sum(hit and is_one == kind for hit, is_one in caught) for kind in (True, False))
    print(
        f"\nPhrases inside words: {right / ones:.1%} of spam, {wrong / (len(caught) - ones):.1%} of"
        " good comments.\n"
    )


def elsewhere(folder: Path) -> None:
    """What the shipped seed makes of comments of other sites, that somebody has let stand."""
    texts = set()
    for path in sorted(folder.glob("*.xml")):
        for part in re.findall(
            r"<wp:comment>(.*?)</wp:comment>", path.read_text(errors="replace"), re.DOTALL
        ):
            plain = part.replace("<![CDATA[", "").replace("]]>", "")
            said = re.search(r"<wp:comment_content>(.*?)</wp:comment_content>", plain, re.DOTALL)
            is_ping = "<wp:comment_type>pingback" in plain or "<wp:comment_type>trackback" in plain
            if said and said[1].strip() and not is_ping and "<wp:comment_approved>1" in plain:
                texts.add(html.unescape(said[1]).strip())
    if texts:
        scores = [(seed.linear().score(features(text)), False) for text in texts]
        table = measuring.count_bands(scores, *bands.bounds(1, 0))
        told = ", ".join(f"{name} {row['count']}" for name, row in table.items())
        print(f"Of {len(texts)} approved comments of other sites: {told}.\n")


def decisions(found, beside, counts=(0, 200, 1000)) -> None:
    """After so many decisions of one's own: the seed is from one video, the newsroom is the others.

    A fifth of the newsroom's texts is held out; the decisions are the first of the rest, in an
    order by digest.
    """
    print(f"{HEAD}")
    for count in counts:
        scored = []
        for video in sorted({example.group for example in found}):
            begun = seed.alone([e for e in found if e.group == video], beside)
            ours = [(digest(e), e) for e in found if e.group != video]
            held = [e for key, e in ours if not key % train.HELD_OUT]
            rest = sorted(
                ((key, e) for key, e in ours if key % train.HELD_OUT), key=lambda pair: pair[0]
            )
            own = [Example(e.features, e.is_one, key) for key, e in rest[:count]]
            model = train.trained(own, begun) if own else begun
            scored += [(model.score(e.features), e.is_one) for e in held]
        print(
            line(f"After {count:,} decisions", measuring.figures(scored, *bands.bounds(1, count)))
        )


def digest(example) -> int:
    return crc32(example.features.words.tobytes())


def line(name: str, measured: dict) -> str:
    unsure = measured["bands"]["unsure"]["count"] / measured["count"]
    shares = [measured["precision"], measured["recall"], measured["missed"], unsure]
    told = " | ".join("–" if share is None else f"{share:.1%}" for share in shares)
    return f"| {name} | {told} | {measured['brier']:.3f} | {measured['ece']:.3f} |"


def speed(texts: list[str]) -> None:
    """How long one judgement takes, with its words, in a process that has just begun and goes
    on."""
    context = Context(
        "A headline of some eight words for this story. And a standfirst of one sentence.",
        "1",
        texts[0],
    )
    model = predict.Live(None, seed.linear(), *bands.bounds(1, 0))
    times = []
    for text in texts:
        begun = time.perf_counter()
        predict.judge(model, text, context)
        times.append((time.perf_counter() - begun) * 1000)
    cuts = statistics.quantiles(times, n=100)
    print(f"\nTime per reply: p50 {cuts[49]:.2f} ms, p95 {cuts[94]:.2f} ms, p99 {cuts[98]:.2f} ms.")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from zlib import crc32

    from comments.spam_model import predict, seed, train
    from newsroom.lib.learning import bands, measuring
    from newsroom.lib.learning.features import Context, features
    from newsroom.lib.learning.linear import Example

    main()
