"""Train the model when what it is made of changed, and say so; `--force` trains anyway."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
MODEL, STAMP = ROOT / "models" / "houvast.tar.gz", ROOT / "models" / "houvast.sha256"
SOURCES = ["config.yml", "domain.yml", "data/**/*.yml", "houvast/nlu/*.py", "requirements/assistant.txt", ".venv-assistant/.dutch"]
"""What the model is made of; extraction and the safety net are rules that are read at run time."""


def fingerprint() -> str:
    """SHA-256 over the names and contents of all sources."""
    digest = hashlib.sha256()
    for path in sorted(p for pattern in SOURCES for p in ROOT.glob(pattern)):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def main() -> None:
    """Train if needed; ends with status 1 and Rasa's own words when training fails."""
    now = fingerprint()
    if MODEL.exists() and STAMP.exists() and STAMP.read_text() == now and "--force" not in sys.argv:
        print("[train] the model is up to date", flush=True)
        return
    print("[train] training the model (about a minute) ...", flush=True)
    started = time.monotonic()
    command = [str(ROOT / ".venv-assistant/bin/rasa"), "train", "--fixed-model-name", "houvast", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **QUIET}, capture_output=True, text=True, check=False)
    (ROOT / "var").mkdir(exist_ok=True)
    (ROOT / "var" / "train.log").write_text(done.stdout + done.stderr, encoding="utf-8")
    if done.returncode or not MODEL.exists():
        print(done.stdout[-3000:], done.stderr[-6000:], "[train] failed; all output is in var/train.log", sep="\n")
        sys.exit(1)
    STAMP.write_text(now)
    print(f"[train] done in {time.monotonic() - started:.0f} s", flush=True)


QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore",
         "SQLALCHEMY_SILENCE_UBER_WARNING": "1", "TF_ENABLE_ONEDNN_OPTS": "0", "PYTHONHASHSEED": "0"}
"""Surroundings of every Rasa process: no telemetry, no noise, same result twice."""

if __name__ == "__main__":
    main()
