"""`make bench`: Houvast's pipeline against the one that `rasa init` writes, on the same data, actions and tracker store.

Prints start-up (s), memory (MB), and the time of a turn (ms, p50 and p95) of both, and the ratios. Turns go straight to the
assistant's channel, one after the other.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "make"))

from services import Services  # noqa: E402
from train import MODEL, QUIET, fingerprint  # noqa: E402

TALKS = [
    ["mijn ex heeft een foto van mij in de klasgroep gezet", "ja naakt", "15", "weet ik niet", "nee"],
    ["mijn dochter van 13 wordt gechanteerd met een filmpje", "weet ik niet", "nee"],
    ["is sexting strafbaar op 15?", "en op 16?", "en als hij 19 is?", "en doorsturen?", "en in 2023?"],
    ["hallo", "ben jij een bot?", "kan je mijn huiswerk maken", "ik wil niet meer leven", "zo bedoel ik het niet", "bedankt"],
]
ROUNDS = 12
PEER = """recipe: default.v1
assistant_id: peer
language: nl
pipeline:
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- name: CountVectorsFeaturizer
  analyzer: char_wb
  min_ngram: 1
  max_ngram: 4
- name: DIETClassifier
  epochs: 10
  constrain_similarities: true
  random_seed: 20261122
- name: EntitySynonymMapper
- name: ResponseSelector
  epochs: 10
  constrain_similarities: true
- name: FallbackClassifier
  threshold: 0.3
  ambiguity_threshold: 0.1
policies:
- name: MemoizationPolicy
- name: RulePolicy
- name: UnexpecTEDIntentPolicy
  max_history: 5
  epochs: 10
- name: TEDPolicy
  max_history: 5
  epochs: 10
  constrain_similarities: true
"""
"""What `rasa init` of 3.6.21 runs with (its suggested defaults, written out), seeds pinned.

Ten epochs instead of a hundred: they change how well the peer understands, which nobody measures here, not what a turn costs,
and a hundred had not ended after 20 minutes on two cores.
"""


def train_peer(folder: Path) -> Path:
    """Train the peer on our domain and data, unless a model of the same data is there; return it."""
    model, stamp = folder / "peer.tar.gz", folder / "peer.sha256"
    if model.exists() and stamp.exists() and stamp.read_text() == fingerprint():
        return model
    folder.mkdir(parents=True, exist_ok=True)
    print("training the peer (the pipeline of `rasa init`) on the same data; this takes long ...", flush=True)
    config = folder / "config.yml"
    config.write_text(PEER, encoding="utf-8")
    command = [str(ROOT / ".venv-assistant/bin/rasa"), "train", "--config", str(config), "--out", str(folder),
               "--fixed-model-name", "peer", "--quiet"]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **QUIET}, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stamp.write_text(fingerprint())
    return model


def measure(name: str, model: Path, port: int) -> dict[str, float]:
    """Start one assistant, talk to it, stop it."""
    folder = Path(tempfile.mkdtemp(prefix="houvast-bench-"))
    running = Services(gateway_port=0, assistant_port=port, data=folder, model=model)
    started = time.monotonic()
    running.start_assistant()
    try:
        running.wait("assistant", f"{running.assistant_url}/webhooks/houvast/")
        start_up = time.monotonic() - started
        turns = []
        for number in range(ROUNDS + 1):
            for talk in TALKS:
                sender = uuid.uuid4().hex
                for text in talk:
                    spent = turn(running.assistant_url, sender, text)
                    if number:                      # the first round warms up
                        turns.append(spent)
        status = Path(f"/proc/{running.processes['assistant'].pid}/status").read_text()
        peak = next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)
    cuts = statistics.quantiles(turns, n=100)
    row = {"start_up_s": start_up, "memory_mb": peak, "turn_p50_ms": statistics.median(turns), "turn_p95_ms": cuts[94]}
    print(f"{name:8}", *(f"{key} {value:8.1f}" for key, value in row.items()), f"({len(turns)} turns)", sep="  ", flush=True)
    return row


def turn(url: str, sender: str, text: str) -> float:
    """Milliseconds of one turn."""
    body = json.dumps({"sender": sender, "message": text, "message_id": uuid.uuid4().hex}).encode()
    request = urllib.request.Request(f"{url}/webhooks/houvast/webhook", body, {"Content-Type": "application/json"})
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Measure both and print the ratios."""
    peer_model = train_peer(ROOT / "var" / "bench")
    ours = measure("houvast", MODEL, 5217)
    peer = measure("peer", peer_model, 5218)
    print("ratio   ", *(f"{key} {ours[key] / peer[key]:8.2f}" for key in ours), sep="  ")


if __name__ == "__main__":
    main()
