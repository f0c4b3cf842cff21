"""One machine: the files of deploy/one-machine as they stand, but for addresses, in front of the
real server. What systemd would do with its units is asked of systemd itself."""

import subprocess

import pytest
import requests

from tests import tools
from tests.cluster.cluster import DEPLOY, SITE, adapted, make_certificate, nginx
from tests.served import Served
from tests.services import Service, free_port

UNITS = sorted(path for path in DEPLOY.rglob("*.service"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_services_can_do_little_else(unit):
    tools.needs("systemd-analyze")
    command = ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-200:] + done.stderr


def test_units_are_understood(tmp_path):
    tools.needs("systemd-analyze")
    for path in (
        path for path in DEPLOY.rglob("*") if path.suffix in (".service", ".socket", ".timer")
    ):
        folder = tmp_path / path.parent.name
        folder.mkdir(exist_ok=True)
        text = path.read_text().replace("/srv/newsroom/current/.venv/bin/python", "/bin/true")
        (folder / path.name).write_text(text.replace("=newsroom\n", "=root\n"))
    for unit in tmp_path.rglob("*.*"):
        command = ["systemd-analyze", "verify", "--man=no", unit]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        own = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
        assert not own, own


@pytest.fixture(scope="module")
def site(make_home, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        lines = (DEPLOY / "one-machine" / "environment.example").read_text().splitlines()
        for line in lines:
            name, _, value = line.partition("=")
            if not line.startswith("#") and name not in ("NEWSROOM_HOME", "EMAIL_URL"):
                patch.setenv(name, value.strip('"'))
        with Served(make_home(tmp_path_factory.mktemp("one") / "home")) as site:
            yield site


@pytest.fixture(scope="module", params=["caddy", "nginx"])
def proxy(request, site, tmp_path_factory):
    """The program in front of the site: the ports at which it takes http and https."""
    tools.needs(request.param, "openssl")
    folder = tmp_path_factory.mktemp(request.param)
    folder.chmod(0o755)
    make_certificate(folder)
    ports = free_port(), free_port()
    service = (caddy if request.param == "caddy" else our_nginx)(site, folder, *ports)
    service.start()
    yield ports
    service.kill()


def caddy(site: Served, folder, http: int, https: int) -> Service:
    changes = {
        f"\n{SITE} {{\n": f"\n{SITE}:{https} {{\n\ttls {folder}/cert.pem {folder}/key.pem\n",
        "127.0.0.1:8000": site.url.removeprefix("http://"),
    }
    text = adapted("one-machine/Caddyfile", changes)
    file = folder / "Caddyfile"
    own = f"admin off\n\thttp_port {http}\n\thttps_port {https}"
    file.write_text(f"{{\n\t{own}\n}}\n{text}")
    command = ["caddy", "run", "--config", str(file), "--adapter", "caddyfile"]
    return Service(command, https, folder / "caddy.log", HOME=str(folder))


def our_nginx(site: Served, folder, http: int, https: int) -> Service:
    letsencrypt = f"/etc/letsencrypt/live/{SITE}"
    changes = {
        "127.0.0.1:8000": site.url.removeprefix("http://").replace("localhost", "127.0.0.1"),
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{https} ssl http2;",
        "listen [::]:80;": "",
        "listen [::]:443 ssl http2;": "",
        f"{letsencrypt}/fullchain.pem": str(folder / "cert.pem"),
        f"{letsencrypt}/privkey.pem": str(folder / "key.pem"),
    }
    return nginx(folder, adapted("one-machine/nginx.conf", changes), https)


def ask(method: str, scheme: str, port: int, path: str, **given) -> requests.Response:
    """Ask the proxy by the site's name, whatever its address."""
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", ByName())
    headers = {"Host": SITE, "Referer": f"https://{SITE}/", "X-Forwarded-For": "10.1.2.3"}
    return session.request(
        method,
        f"{scheme}://127.0.0.1:{port}{path}",
        headers=headers,
        verify=False,
        allow_redirects=False,
        timeout=60,
        **given,
    )


class ByName(requests.adapters.HTTPAdapter):
    """Names the site in the handshake, too (SNI)."""

    def init_poolmanager(self, *args, **given):
        super().init_poolmanager(*args, server_hostname=SITE, **given)


def test_readers_come_by_https(proxy, site):
    http, https = proxy
    sent = ask("GET", "http", http, "/")
    assert sent.status_code in (301, 308)
    assert sent.headers["Location"].startswith(f"https://{SITE}/")
    page = ask("GET", "https", https, site.addresses["story"])
    assert page.status_code == 200
    assert f'href="https://{SITE}{site.addresses["story"]}"' in page.text  # rel=canonical
    assert page.headers["Strict-Transport-Security"] == f"max-age={30 * 24 * 3600}"
    assert page.headers["Content-Encoding"]


def test_what_is_sent_comes_through(proxy, site):
    _, https = proxy
    fields = {"name": "Ann", "email": "ann@example.org", "website": "", "parent": ""}
    path = f"{site.addresses['story']}reply/"
    sent = ask("POST", "https", https, path, data={"comment": "Through a proxy.", **fields})
    assert sent.status_code == 303
    try:
        large = ask("POST", "https", https, path, data=b"x" * 50_000_000).status_code
    except requests.ConnectionError:  # Caddy waits for nobody whom the site has refused
        large = 413
    assert large == 413
