"""The gateway as its own process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
PORT = 8017


def start(folder: Path, **variables: str) -> subprocess.Popen[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("HOUVAST_", "DJANGO_"))}
    environment |= {"HOUVAST_DATA_DIR": str(folder / "var"), "HOUVAST_PORT": str(PORT)} | variables
    command = [sys.executable, "-m", "web.gateway"]
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **both)


def refusal(folder: Path, **variables: str) -> str:
    process = start(folder, **variables)
    output, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    return output


def test_it_starts_on_a_fresh_folder_answers_and_stops(tmp_path: Path) -> None:
    process = start(tmp_path, HOUVAST_ASSISTANT_URL="http://127.0.0.1:9")
    url = f"http://127.0.0.1:{PORT}"
    try:
        with httpx.Client(trust_env=False, timeout=10) as browser:
            for _ in range(300):
                try:
                    browser.get(f"{url}/healthz")
                    break
                except httpx.TransportError:
                    assert process.poll() is None, process.communicate()
                    time.sleep(0.1)
            opened = browser.post(f"{url}/api/sessions")
            assert opened.status_code == 201 and "server" not in opened.headers
            bearer = {"Authorization": f"Bearer {opened.json()['session']}"}
            said = browser.post(f"{url}/api/messages", json={"message": "ik wil niet meer leven"}, headers=bearer)
            assert said.json()["degraded"] is True
            assert said.json()["messages"][0]["custom"]["type"] == "crisis"
            huge = browser.post(f"{url}/api/messages", json={"message": "a" * 1_500_000}, headers=bearer)
            assert huge.status_code == 413
            assert browser.get(f"{url}/%ff").json()["messages"]
            assert browser.delete(f"{url}/api/sessions/current", headers=bearer).status_code == 204
    finally:
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=30)
    assert "niet meer leven" not in output and opened.json()["session"] not in output
    assert "gateway on http://127.0.0.1:8017" in output
    assert (tmp_path / "var" / "houvast.db").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("variables", "word"),
    [
        ({"HOUVAST_ENV": "production", "HOUVAST_TEST_CLOCK": "1"}, "HOUVAST_TEST_CLOCK"),
        ({"HOUVAST_ENV": "prod"}, "HOUVAST_ENV"),
        ({"HOUVAST_ALLOWED_ORIGINS": "*"}, "HOUVAST_ALLOWED_ORIGINS"),
        ({"HOUVAST_PORT": "acht"}, "HOUVAST_PORT"),
        ({"HOUVAST_DATABASE_URL": "mysql://x/y"}, "HOUVAST_DATABASE_URL"),
    ],
)
def test_it_refuses_to_start_with(tmp_path: Path, variables: dict[str, str], word: str) -> None:
    assert word in refusal(tmp_path, **variables)


def test_it_refuses_to_start_when_a_text_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from houvast import messages
    from web.gateway.checks import everything_can_be_said

    assert everything_can_be_said() == []
    real = messages.say
    monkeypatch.setattr(messages, "say", lambda i, *a, **v: real("not_understood" if i == "too_long" else i, *a, **v))
    assert [error for error in everything_can_be_said() if "too_long" in error.msg]
    monkeypatch.setattr(messages, "degraded", lambda now: [])
    assert [error for error in everything_can_be_said() if "degraded" in error.msg]
