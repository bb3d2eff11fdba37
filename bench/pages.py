"""Times the pages of a register under parallel readers, and the server's memory.

    cargo build --release
    cargo run --release -p kelishim-store --example generate big.db 334000      # a million steps
    python3 bench/pages.py big.db [--parallel 20] [--seconds 20]

Readers are threads of this program on the same cores as the server, each with a connection of its own. Pages whose answers the server
keeps for a while (counts over all rows) are asked once before the clock starts; how long that took is printed.
"""
import argparse
import collections
import http.client
import json
import pathlib
import random
import re
import subprocess
import threading
import time
import urllib.parse

BINARY = pathlib.Path(__file__).parent.parent / "target/release/kelishim"


def ask(connection, path):
    connection.request("GET", path, headers={"Accept-Language": "ru"})
    answer = connection.getresponse()
    body = answer.read()
    return answer.status, body


def addresses(host):
    """One or more addresses of every page type, with ids and sides that the register has."""
    connection = http.client.HTTPConnection(host)
    home = ask(connection, "/")[1].decode()
    sides = re.findall(r'href="/pair/([^/"]+)/([^/"]+)"', home)[:6]
    of = {"home": ["/"], "pair": [f"/pair/{a}/{b}" for a, b in sides]}
    for name in ("commitments", "events", "statements", "articles", "actors"):
        of[name] = [f"/{name}", f"/{name}?page=7"]
    a, b = sides[0]
    for name in ("commitments", "events", "statements"):
        of[name] += [f"/{name}?a={a}&b={b}", f"/{name}?area=energy", f"/{name}?a={a}&b={b}&area=trade&since=2015"]
    of["commitments"] += ["/commitments?state=overdue", f"/commitments?a={a}&b={b}&sort=due"]
    ids = collections.defaultdict(set)
    for path in ("/", "/commitments", "/events", "/statements", "/articles", "/actors"):
        for kind, number in re.findall(r'href="/(c|h|s|a|ac)(\d+)', ask(connection, path)[1].decode()):
            ids[kind].add(f"/{kind}{number}")
    for kind, name in (("c", "commitment"), ("h", "event"), ("s", "statement"), ("a", "article"), ("ac", "actor")):
        of[name] = sorted(ids[kind])[:8]
    of["state"] = [f"/actor?name={a}"]
    text = re.search(r'<div class="text".*?</div>', ask(connection, of["article"][0])[1].decode(), re.S)[0]
    words = re.findall(r"[а-я]{5,}", re.sub(r"<[^>]*>", " ", text))
    of["search"] = ["/search?q=" + urllib.parse.quote(word) for word in (words + ["договор"] * 3)[:3] + ["нетникогда"]]
    of["network"] = ["/network", "/network?area=energy"]
    of["calendar"] = ["/calendar", "/calendar?year=2020"]
    of["coverage"] = ["/coverage", "/coverage?year=2019"]
    of["about"] = ["/about"]
    return of


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("db")
    parser.add_argument("--binary", default=BINARY)
    parser.add_argument("--parallel", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    server = subprocess.Popen([options.binary, "serve", "--db", options.db, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    try:
        host = server.stdout.readline().strip().removeprefix("http://").rstrip("/")
        of = addresses(host)
        connection = http.client.HTTPConnection(host)
        for name, paths in of.items():
            for path in paths:
                start = time.monotonic()
                status, body = ask(connection, path)
                took = time.monotonic() - start
                if took > 0.25 or status >= 400 or len(body) > 150_000:
                    print(f"first time {took * 1000:7.0f} ms {status} {len(body):7} bytes {path}")
        times = collections.defaultdict(list)
        stop = time.monotonic() + options.seconds

        def read(seed):
            choice = random.Random(seed)
            mine = http.client.HTTPConnection(host)
            while time.monotonic() < stop:
                name = choice.choice(list(of))
                path = choice.choice(of[name])
                start = time.monotonic()
                status, _ = ask(mine, path)
                times[name].append((time.monotonic() - start, path))
                assert status < 400, (status, path)

        readers = [threading.Thread(target=read, args=(i,)) for i in range(options.parallel)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        everything = sorted(t for name in times for t, _ in times[name])
        at = lambda values, part: values[min(len(values) - 1, int(len(values) * part))] * 1000
        print(f"{'page':12} {'n':>6} {'p50':>7} {'p95':>7} {'max':>7}  slowest")
        for name in of:
            values = sorted(t for t, _ in times[name])
            slowest = max(times[name])[1]
            print(f"{name:12} {len(values):6} {at(values, 0.5):7.1f} {at(values, 0.95):7.1f} {values[-1] * 1000:7.1f}  {slowest}")
        print(f"{'all':12} {len(everything):6} {at(everything, 0.5):7.1f} {at(everything, 0.95):7.1f} {everything[-1] * 1000:7.1f}")
        print(f"{len(everything) / options.seconds:.0f} pages a second")
        status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
        print(re.search(r"VmHWM:.*", status)[0])
    finally:
        server.terminate()
        server.wait(15)


if __name__ == "__main__":
    main()
