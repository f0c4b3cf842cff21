"""A whole paper on this machine, with the files of deploy/: nginx, Varnish, two nodes, two workers,
PostgreSQL, Redis, S3. Everything on free ports and in one folder."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import requests

from tests import services
from tests.services import ROOT, Service, free_port

DEPLOY = ROOT / "deploy"
SITE = "paper.example"

SEED = """
import json
from io import BytesIO
from PIL import Image
from django.core.files.uploadedfile import SimpleUploadedFile
from articles.pictures import library
from tests import factories

edition = factories.published("A harbour at night")
factories.somebody("moderator")
held = [factories.reply(edition, f"Held reply {number}.", state="held").pk for number in range(40)]
file = BytesIO()
Image.new("RGB", (400, 300), "teal").save(file, "JPEG")
upload = SimpleUploadedFile("x.jpg", file.getvalue())
picture = factories.seen(library.keep_picture(by=factories.somebody("editor"), file=upload))
print(json.dumps({"story": edition.get_absolute_url(), "held": held, "picture": picture.address()}))
"""


def unit_command(name: str) -> list[str]:
    """The command line of a systemd unit, with this Python and this machine."""
    _, line = re.search(r"^(ExecStart)=(.*)$", (DEPLOY / name).read_text(), re.MULTILINE).groups()
    words = shlex.split(line)
    here = {"10.0.0.11": "127.0.0.1", "/srv/newsroom/current/manage.py": "manage.py"}
    return [sys.executable, *(here.get(word, word) for word in words[1:])]


def example_environment() -> dict[str, str]:
    lines = (DEPLOY / "environment.example").read_text().splitlines()
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {name: value.strip('"') for name, value in pairs}  # quoted as systemd and shells read it


def varnish(folder: Path, port: int, nodes: tuple[int, int]) -> Service:
    """Varnish with the file of deploy/, in front of nodes at these ports."""
    text = (DEPLOY / "varnish.vcl").read_text()
    for number, node in zip(("11", "12"), nodes, strict=True):
        there = f'.host = "10.0.0.{number}";\n    .port = "8000";'
        assert there in text
        text = text.replace(there, f'.host = "127.0.0.1";\n    .port = "{node}";')
    (folder / "varnish.vcl").write_text(text)
    command = [
        "varnishd",
        "-F",
        "-j",
        "none",
        "-n",
        str(folder / "varnish"),
        "-s",
        "malloc,64m",
        "-a",
        f"127.0.0.1:{port}",
        "-f",
        str(folder / "varnish.vcl"),
        "-p",
        "http_gzip_support=off",
    ]
    return Service(command, port, folder / "varnish.log")


def make_certificate(folder: Path) -> None:
    """One for the site that nobody has signed, as cert.pem and key.pem."""
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={SITE}"
    names = ["-addext", f"subjectAltName=DNS:{SITE},IP:127.0.0.1"]
    files = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run([*command.split(), *names, *files], check=True, stderr=subprocess.DEVNULL)


def adapted(name: str, changes: dict[str, str]) -> str:
    """The text of a file of deploy/, with what has to be adapted."""
    text = (DEPLOY / name).read_text()
    for there, here in changes.items():
        assert there in text, there
        text = text.replace(there, here)
    return text


def nginx(folder: Path, text: str, port: int) -> Service:
    """An nginx whose files lie in `folder`, with this part of its configuration."""
    temporary = "".join(
        f"{kind}_temp_path {folder}/nginx-{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    around = (
        f"{'user root;' if os.geteuid() == 0 else ''} daemon off; pid {folder}/nginx.pid;"
        " worker_processes 1;\nevents { }\nhttp { access_log off; include"
        f" /etc/nginx/mime.types;\n{temporary}{text}\n}}\n"
    )
    around = around.replace("/var/log/nginx/access.log", f"{folder}/access.log")
    (folder / "nginx.conf").write_text(around)
    log = folder / "nginx.log"
    command = ["nginx", "-e", str(log), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    return Service(command, port, log)


class Cluster:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = {name: free_port() for name in ("http", "https", "varnish", "a", "b")}

    # --- Starting and ending
    # ------------------------------------------------------------------------------

    def start(self) -> None:
        for home in ("a", "b"):
            (self.folder / home).mkdir()
        self.postgres = services.postgresql(self.folder)
        self.database = f"postgresql://newsroom@127.0.0.1:{self.postgres.port}/postgres"
        self.redis = services.redis(self.folder)
        self.s3 = services.s3(self.folder)
        for service in (self.postgres, self.redis, self.s3):
            service.start()
        self.environment = {
            **example_environment(),
            "NEWSROOM_WORKERS": "2",
            "NEWSROOM_TRUSTED_PROXIES": "127.0.0.1",
            "NEWSROOM_SHARED_CACHES": f"http://127.0.0.1:{self.port['varnish']}",
            "DATABASE_URL": self.database,
            "REDIS_URL": f"redis://127.0.0.1:{self.redis.port}/0",
            "MEDIA_URL_S3": services.make_bucket(self.s3, "paper-pictures"),
            **services.S3_KEYS,
        }
        self.nodes = {name: self.make_node(name) for name in ("a", "b")}
        self.workers = [self.make_worker(number) for number in (1, 2)]
        self.varnish = varnish(self.folder, self.port["varnish"], (self.port["a"], self.port["b"]))
        self.nginx = self.make_nginx()
        self.manage("migrate", "--verbosity=0")
        self.manage("collectstatic", "--noinput", "--verbosity=0", at="a")
        self.manage("collectstatic", "--noinput", "--verbosity=0", at="b")
        self.seed = json.loads(self.manage("shell", "--verbosity=0", "-c", SEED).splitlines()[-1])
        for service in (*self.nodes.values(), *self.workers, self.varnish, self.nginx):
            service.start()

    def end(self) -> None:
        for name in ("nginx", "varnish", "workers", "nodes", "s3", "redis", "postgres"):
            found = getattr(self, name, [])
            for service in (
                found.values()
                if isinstance(found, dict)
                else found
                if isinstance(found, list)
                else [found]
            ):
                service.kill()

    def make_node(self, name: str) -> Service:
        own = {"PORT": str(self.port[name]), "NEWSROOM_HOME": str(self.folder / name)}
        command = unit_command("newsroom.service")
        return Service(
            command, self.port[name], self.folder / f"{name}.log", **{**self.environment, **own}
        )

    def make_worker(self, number: int) -> Service:
        command = [*unit_command("newsroom-worker@.service"), "--lease=3"]
        own = {"NEWSROOM_HOME": str(self.folder / "a")}
        return Service(
            command, 0, self.folder / f"worker-{number}.log", **{**self.environment, **own}
        )

    def make_nginx(self) -> Service:
        make_certificate(self.folder)
        changes = {
            "10.0.0.11:8000": f"127.0.0.1:{self.port['a']}",
            "10.0.0.12:8000": f"127.0.0.1:{self.port['b']}",
            "127.0.0.1:6081": f"127.0.0.1:{self.port['varnish']}",
            "listen 80;": f"listen 127.0.0.1:{self.port['http']};",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.port['https']} ssl http2;",
            "listen [::]:80;": "",
            "listen [::]:443 ssl http2;": "",
            f"/etc/letsencrypt/live/{SITE}/fullchain.pem": str(self.folder / "cert.pem"),
            f"/etc/letsencrypt/live/{SITE}/privkey.pem": str(self.folder / "key.pem"),
            "/var/lib/newsroom": str(self.folder / "a"),
        }
        text = adapted("nginx.conf", changes)
        return nginx(self.folder, text, self.port["https"])

    # --- Using it
    # -----------------------------------------------------------------------------------------

    def manage(self, *words: str, at: str = "a") -> str:
        """Run a command of manage.py as a node would; what it says."""
        environment = {**os.environ, **self.environment, "NEWSROOM_HOME": str(self.folder / at)}
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def query(self, sql: str, *values) -> list[tuple]:
        with psycopg.connect(self.database) as connection:
            return connection.execute(sql, values).fetchall()

    def reader(self, at: str = "nginx") -> Reader:
        """Somebody with a browser, who comes through nginx, or stands before one node."""
        door = (
            f"https://127.0.0.1:{self.port['https']}"
            if at == "nginx"
            else f"http://127.0.0.1:{self.port[at]}"
        )
        return Reader(door, self.seed["story"], self.folder / "cert.pem")

    def replies(self) -> set[str]:
        """The texts of all replies that are stored."""
        return {text for (text,) in self.query("SELECT text FROM comments_comment")}

    def purges(self) -> list[tuple]:
        """Status and number of attempts of every purge."""
        return self.query(
            "SELECT status, jsonb_array_length(worker_ids) FROM django_tasks_database_dbtaskresult"
            " WHERE task_path = 'newsroom.serving.shared_caches.purge'"
        )

    def all_well(self) -> bool:
        """Whether both nodes find everything that they need, and Varnish and nginx find the
        nodes."""
        try:
            return all(
                self.reader(at).get("/readyz").status_code == 200 for at in ("a", "b", "nginx")
            )
        except requests.RequestException:
            return False

    def restart_postgres(self, pause: float) -> None:
        """As its administrator does it: connections are cut at once, and for a while there is none
        to be had."""
        self.postgres.process.send_signal(signal.SIGINT)
        self.postgres.process.wait(timeout=120)
        time.sleep(pause)
        self.postgres.start()


class Reader:
    """A browser, as far as it is needed."""

    def __init__(self, site: str, story: str, certificate: Path) -> None:
        self.site, self.story = site, story
        self.session = requests.Session()
        self.session.trust_env, self.session.verify = False, str(certificate)
        self.session.headers.update(
            {"Host": SITE, "Referer": f"https://{SITE}/", "Accept-Encoding": "gzip"}
        )
        if site.startswith("http:"):
            self.session.headers["X-Forwarded-Proto"] = "https"

    def get(self, path: str = "", **headers: str) -> requests.Response:
        return self.session.get(
            self.site + (path or self.story), headers=headers, timeout=120, allow_redirects=False
        )

    def post(self, path: str, **fields: str) -> requests.Response:
        fields["csrfmiddlewaretoken"] = self.cookie("csrftoken")
        headers = {
            "Cookie": f"csrftoken={self.cookie('csrftoken')}; sessionid={self.cookie('sessionid')}"
        }
        if not self.cookie("csrftoken"):
            headers = {}
        return self.session.post(
            self.site + path, data=fields, headers=headers, timeout=120, allow_redirects=False
        )

    def cookie(self, name: str) -> str:
        return next((cookie.value for cookie in self.session.cookies if cookie.name == name), "")

    def reply(self, text: str) -> requests.Response:
        who = {"name": "Ann Reader", "email": "ann@example.org", "website": "", "parent": ""}
        return self.post(f"{self.story}reply/", comment=text, **who)

    def log_in(self, name: str = "moderator") -> Reader:
        self.get("/admin/login/")
        assert self.post("/admin/login/", username=name, password="password").status_code == 302
        return self

    def logged_in(self) -> bool:
        return (
            self.get("/admin/", Cookie=f"sessionid={self.cookie('sessionid')}").status_code == 200
        )

    def as_at(self, other: Reader) -> Reader:
        """The same person, with the same cookies, at another door."""
        other.session.cookies.update(self.session.cookies)
        return other

    def show(self, reply: int) -> None:
        """Decide that a held reply is shown."""
        done = self.post(
            "/admin/comments/comment/decide/", act=f"shown:{reply}", **{f"seen-{reply}": "held"}
        )
        assert done.status_code == 302, done.text


class Load:
    """Readers and writers at work through nginx while something happens; notes what each got."""

    def __init__(self, cluster: Cluster, readers: int = 4, writers: int = 2) -> None:
        self.cluster = cluster
        self.going = True
        self.read: list[int] = []
        self.sent: list[tuple[int, str]] = []
        self.threads = [threading.Thread(target=self._read, daemon=True) for _ in range(readers)]
        self.threads += [
            threading.Thread(target=self._write, args=[n], daemon=True) for n in range(writers)
        ]
        self.readers = readers

    def __enter__(self) -> Load:
        for thread in self.threads:
            thread.start()
        self.more()
        return self

    def __exit__(self, *error) -> None:
        self.going = False
        for thread in self.threads:
            thread.join(timeout=60)

    def more(self, number: int = 20) -> None:
        """Wait until so many more were read, and some sent."""
        read, sent = len(self.read) + number, len(self.sent) + number // 5
        services.until(lambda: len(self.read) >= read and len(self.sent) >= sent)

    def _read(self) -> None:
        reader, turn = self.cluster.reader(), 0
        while self.going:
            turn += 1
            path = ("", "/", f"{reader.story}?n={turn}", "/house-rules/")[
                turn % 4
            ]  # one of them is new to Varnish each time
            self.read.append(self._status(lambda path=path: reader.get(path)))
            time.sleep(0.01)

    def _write(self, number: int) -> None:
        reader, turn = self.cluster.reader(), 0
        while self.going:
            turn += 1
            text = f"Under load {number}, {turn}, {id(self)}"
            self.sent.append((self._status(lambda text=text: reader.reply(text)), text))
            time.sleep(0.03)

    @staticmethod
    def _status(ask) -> int:
        try:
            return ask().status_code
        except requests.RequestException:
            return 0

    @property
    def acknowledged(self) -> set[str]:
        return {text for status, text in self.sent if status == 303}
