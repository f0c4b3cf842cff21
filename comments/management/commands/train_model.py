"""`manage.py train_model`: trains the model now; with --seed-from, makes the seed that is
shipped."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from comments.spam_model import seed, train


class Command(BaseCommand):
    help = "Trains the model of replies on this newsroom's decisions now, instead of in the night."

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "--seed-from",
            type=Path,
            metavar="FILE",
            help=(
                "make the shipped seed from labelled comments instead: a CSV file with the columns"
                " text, spam, set"
            ),
        )
        parser.add_argument(
            "--plain",
            type=Path,
            metavar="FILE",
            help="with it, ordinary prose to learn beside them: a tar of Markdown",
        )

    def handle(self, *args, seed_from: Path | None, plain: Path | None, **options) -> None:
        if seed_from:
            return self.make_seed(seed_from, plain)
        version = train.retrain(progress=self.progress)
        if version is None:
            self.stdout.write(
                "There is too little to learn from: people have decided about too few replies."
            )
        else:
            fate = (
                "it is live"
                if version.is_live
                else "kept aside, as it is not better than the live one"
            )
            self.stdout.write(f"{version}: {fate}.")
        return None

    def make_seed(self, path: Path, plain: Path | None) -> None:
        try:
            found = seed.examples(seed.labelled(path))
            beside = seed.prose(plain) if plain else []
        except (OSError, KeyError) as error:
            raise CommandError(f"This can't be read: {error}") from None
        model, measured = seed.make(found, beside, progress=self.progress)
        seed.keep(model, measured)
        size = seed.NUMBERS.stat().st_size
        self.stdout.write(
            f"{len(found)} comments, {len(beside)} paragraphs: {size:,} bytes in"
            f" {seed.NUMBERS.name}."
        )

    def progress(self, share: float) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{share:4.0%}", ending="")
