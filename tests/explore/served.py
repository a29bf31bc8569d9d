"""A page of `checker explore --web`, and who talks to it."""

import http.client
import json
import signal
import subprocess
import sys
import urllib.parse

PATIENCE = 120  # seconds; sanitizers on a busy machine are slow


class Served:
    """The server, from its start to its end."""

    def __init__(self, checker, *arguments):
        command = [checker, "explore", "--web", *arguments]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()
        if not self.url.startswith("http://127.0.0.1:"):
            sys.exit(f"served: no address from {' '.join(command)}: {self.url!r}")
        parts = urllib.parse.urlsplit(self.url)
        self.host, self.port, self.base = parts.netloc, parts.port, parts.path

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.end()

    def end(self):
        """As Ctrl-C does; the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def request(self, method, path, headers=None, body=None):
        """Status, headers and text of the answer; `path` is whole."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, body, {"Host": self.host, **(headers or {})})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    def state(self):
        return json.loads(self.request("GET", self.base + "state")[2])

    def act(self, **arguments):
        """Status and the state after it."""
        query = urllib.parse.urlencode(arguments)
        status, _, text = self.request("POST", f"{self.base}act?{query}")
        return status, json.loads(text)
