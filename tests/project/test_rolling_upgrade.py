"""Rolling upgrades: while new code comes up on a new schema, the version before goes on working on
it."""

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.functions import Length

ROOT = Path(__file__).resolve().parents[2]
ROLLING = ROOT / "tests" / "project" / "rolling.py"
MIGRATIONS = "*/migrations/*.py"
#: The last migrations of the first version, which had none before it.
FIRST = {"newsroom": "0002", "articles": "0003", "comments": "0003"}
#: What a migration's docstring says, with the reason, where it does something of the kinds in
#: `danger`.
PROMISE = "version before"


def git(*arguments: str, text: bool = True):
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=text, check=False
    )
    return (
        done.stdout.strip()
        if text and done.returncode == 0
        else done.stdout
        if done.returncode == 0
        else None
    )


def version_before() -> str:
    """The newest commit with migrations other than the present ones. Skips where history doesn't
    tell."""
    if git("rev-parse", "--show-toplevel") != str(ROOT):
        pytest.skip("No git history: a tarball has no version before it.")
    if git("status", "--porcelain", "--", MIGRATIONS):
        return "HEAD"  # the change is not committed yet
    before = f"{git('log', '-1', '--format=%H', '--', MIGRATIONS)}^"
    if not git("rev-parse", "--verify", "--quiet", before):
        pytest.skip(
            "The history is shallow and does not reach the version before the last migration."
        )
    if not git("ls-tree", before, "comments/admin"):
        return "HEAD"  # nothing was served yet with other migrations
    return before


@pytest.fixture
def old_tree(tmp_path):
    """The code of the version before."""
    tree = tmp_path / "old"
    with tarfile.open(fileobj=io.BytesIO(git("archive", version_before(), text=False))) as archive:
        # Python before 3.11.4 has none
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(tree)
    return tree


@pytest.fixture
def database(make_home, tmp_path):
    """The environment of a database of its own, on the server under test."""
    environment = {**os.environ, "NEWSROOM_HOME": str(make_home(tmp_path / "home"))}
    url = environment.get("DATABASE_URL", "")
    if not url.startswith("postgresql"):
        yield environment
        return
    name = f"newsroom_rolling_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield {**environment, "DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(environment: dict, tree: Path, *command: str, told: str = "") -> str:
    """Run Python with the code of `tree`; gives what it printed."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=tree,
        env={**environment, "PYTHONPATH": str(tree)},
        input=told,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.database
def test_the_version_before_works_on_the_present_schema(old_tree, database):
    run(database, ROOT, "manage.py", "migrate", "--verbosity=0")
    told = run(database, ROOT, str(ROLLING), "fill")
    for tree, name in ((old_tree, "before"), (ROOT, "present"), (old_tree, "again")):
        run(database, tree, "manage.py", "collectstatic", "--no-input", "--verbosity=0")
        run(database, tree, str(ROLLING), name, told=told)


# -- what a migration may do
# ------------------------------------------------------------------------------


def steps(migration: migrations.Migration, state):
    """What a migration does to the database, each step with the state of the models before it."""
    for operation in migration.operations:
        separate = isinstance(operation, migrations.SeparateDatabaseAndState)
        for each in operation.database_operations if separate else [operation]:
            yield each, state
        operation.state_forwards(migration.app_label, state)


def danger(operation, app: str, state) -> str:
    """Why code that doesn't know of the step could fail after it, or nothing."""
    if isinstance(operation, (migrations.RemoveField, migrations.DeleteModel)):
        return "what is gone may still be asked for"
    if isinstance(
        operation, (migrations.RenameField, migrations.RenameModel, migrations.AlterModelTable)
    ):
        return "the former name may still be asked for"
    field = getattr(operation, "field", None)
    if isinstance(operation, migrations.AddField) and not field.many_to_many:
        filled = field.null or field.generated or field.db_default is not models.NOT_PROVIDED
        return "" if filled else "rows may still be added without it"
    if isinstance(operation, migrations.AlterField):
        former = state.models[app, operation.model_name_lower].fields[operation.name]
        return narrowing(former, field)
    return ""


def narrowing(former: models.Field, field: models.Field) -> str:
    if former.get_internal_type() != field.get_internal_type():
        return "what is stored is of another type"
    if former.null and not field.null:
        return "rows may still be added without it"
    if field.max_length is not None and (
        former.max_length is None or former.max_length > field.max_length
    ):
        return "longer texts may still be stored"
    return "values may still be repeated" if field.unique and not former.unique else ""


def in_words() -> list[str]:
    """Every step of ours that needs a reason and has none."""
    loader = MigrationLoader(None)
    found = []
    for app, name in sorted(
        key for key in loader.disk_migrations if key[1][:4] > FIRST.get(key[0], "9")
    ):
        migration = loader.get_migration(app, name)
        for operation, state in steps(migration, loader.project_state((app, name), at_end=False)):
            why = danger(operation, app, state)
            if why and PROMISE not in " ".join(
                (sys.modules[migration.__module__].__doc__ or "").split()
            ):
                found.append(f"{app}.{name}: {operation.describe()}: {why}")
    return found


def test_migrations_do_nothing_that_the_version_before_would_trip_over():
    assert in_words() == [], f"Say in the migration's docstring why the “{PROMISE}” keeps working."


LENGTH = {"headline": models.CharField(max_length=200), "note": models.TextField(null=True)}
GENERATED = models.GeneratedField(
    expression=Length("headline"), output_field=models.IntegerField(), db_persist=True
)
EXAMPLES = [
    (migrations.RemoveField("story", "note"), True),
    (migrations.DeleteModel("Story"), True),
    (migrations.RenameField("story", "note", "remark"), True),
    (migrations.RenameModel("Story", "Article"), True),
    (migrations.AlterModelTable("story", "stories"), True),
    (migrations.AddField("story", "kind", models.CharField(max_length=9)), True),
    (migrations.AddField("story", "kind", models.CharField(max_length=9, default="x")), True),
    (migrations.AddField("story", "kind", models.CharField(max_length=9, db_default="x")), False),
    (migrations.AddField("story", "kind", models.CharField(max_length=9, null=True)), False),
    (migrations.AddField("story", "size", GENERATED), False),
    (migrations.AlterField("story", "headline", models.CharField(max_length=100)), True),
    (migrations.AlterField("story", "headline", models.CharField(max_length=300)), False),
    (
        migrations.AlterField("story", "headline", models.CharField(max_length=200, unique=True)),
        True,
    ),
    (migrations.AlterField("story", "headline", models.IntegerField()), True),
    (
        migrations.AlterField(
            "story", "headline", models.CharField(max_length=200, help_text="New.")
        ),
        False,
    ),
    (migrations.AlterField("story", "note", models.TextField()), True),
    (migrations.CreateModel("Note", [("id", models.BigAutoField(primary_key=True))]), False),
    (
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("Story")]),
        False,
    ),
    (
        migrations.SeparateDatabaseAndState(database_operations=[migrations.DeleteModel("Story")]),
        True,
    ),
]


@pytest.mark.parametrize(("operation", "dangerous"), EXAMPLES)
def test_what_is_dangerous(operation, dangerous):
    state = migrations.state.ProjectState()
    fields = [("id", models.BigAutoField(primary_key=True)), *LENGTH.items()]
    migrations.CreateModel("Story", fields).state_forwards("paper", state)
    migration = migrations.Migration("0002_step", "paper")
    migration.operations = [operation]
    assert (
        any(danger(each, "paper", before) for each, before in steps(migration, state)) is dangerous
    )
