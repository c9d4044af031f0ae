"""Start assistant and gateway, wait until they answer, and stop them again."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "make"))

from train import MODEL, QUIET  # noqa: E402

PATIENCE = 180.0
"""Seconds to wait for a service; the assistant needs about 15 on two cores."""


REST = 2.0
"""Seconds between the death of the assistant and its next start, so that a broken one does not spin."""


@dataclass
class Services:
    """The processes of one running Houvast; a context manager that stops them at the end."""

    gateway_port: int = 8000
    assistant_port: int = 5005
    data: Path = ROOT / "var"
    environment: dict[str, str] = field(default_factory=dict)
    model: Path = MODEL
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where people go."""
        return f"http://localhost:{self.gateway_port}"

    @property
    def assistant_url(self) -> str:
        """Where only the gateway goes."""
        return f"http://127.0.0.1:{self.assistant_port}"

    def start(self) -> None:
        """Start both; raises RuntimeError when one ends or does not answer in time."""
        self.environment.setdefault("HOUVAST_ASSISTANT_SECRET", secrets.token_hex(32))
        os.umask(0o077)                     # logs and databases are for who runs Houvast only
        self.start_assistant()
        self.start_gateway()
        self.wait("gateway", f"http://127.0.0.1:{self.gateway_port}/healthz")
        self.wait("assistant", f"{self.assistant_url}/webhooks/houvast/")

    def start_assistant(self) -> None:
        """Start Rasa with its actions, on loopback."""
        self.data.mkdir(parents=True, exist_ok=True)
        endpoints = self.data / "endpoints.yml"
        text = (ROOT / "endpoints.yml").read_text(encoding="utf-8").replace("var/tracker.db", str(self.data / "tracker.db"))
        endpoints.write_text(text, encoding="utf-8")
        self._spawn("assistant", [
            str(ROOT / ".venv-assistant/bin/rasa"), "run", "--model", str(self.model), "--interface", "127.0.0.1", "--port",
            str(self.assistant_port), "--endpoints", str(endpoints), "--credentials", str(ROOT / "credentials.yml"),
        ], QUIET)

    def start_gateway(self) -> None:
        """Start the public process."""
        self._spawn("gateway", [str(ROOT / ".venv/bin/python"), "-m", "web.gateway"], {
            "HOUVAST_PORT": str(self.gateway_port), "HOUVAST_ASSISTANT_URL": self.assistant_url,
            "HOUVAST_DATA_DIR": str(self.data),
        })

    def revive_assistant(self) -> None:
        """Start the assistant again when it died; meanwhile the gateway answers with the help lines."""
        if self.processes["assistant"].poll() is not None:
            print("[run] the assistant stopped by itself (see var/assistant.log); starting it again", flush=True)
            time.sleep(REST)
            self.start_assistant()

    def _spawn(self, name: str, command: list[str], extra: dict[str, str]) -> None:
        log = (self.data / f"{name}.log").open("ab")
        environment = {**os.environ, **extra, **self.environment}
        self.processes[name] = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    def wait(self, name: str, url: str) -> None:
        """Wait until `url` answers 200."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.processes[name].poll() is not None:
                break
            try:
                with urllib.request.urlopen(url, timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)
        tail = (self.data / f"{name}.log").read_text(errors="replace")[-3000:]
        raise RuntimeError(f"the {name} did not start; the end of {self.data / name}.log:\n{tail}")

    def stop(self) -> None:
        """Stop what was started, gently first."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def __enter__(self) -> Services:
        """Start."""
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()


def main() -> None:
    """Run until Ctrl-C."""
    port = int(os.environ.get("HOUVAST_PORT", "8000"))
    assistant_port = int(os.environ.get("HOUVAST_ASSISTANT_PORT", "5005"))
    print("[run] starting the assistant and the gateway ...", flush=True)
    started = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with Services(port, assistant_port) as services:
            print(f"[run] ready after {time.monotonic() - started:.0f} s: open {services.url}   (logs: var/*.log, stop: Ctrl-C)",
                  flush=True)
            while services.processes["gateway"].poll() is None:
                services.revive_assistant()
                time.sleep(1)
            sys.exit("[run] the gateway stopped by itself: see var/gateway.log")
    except KeyboardInterrupt:
        print("\n[run] stopped")
    except RuntimeError as problem:
        sys.exit(f"[run] {problem}")


if __name__ == "__main__":
    main()
