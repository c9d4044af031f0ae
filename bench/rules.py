"""`python -m bench.rules`: how long the rule base takes to load and to answer. Bounds: the law issue asks under 1 ms at the median
for an evaluation, under 15 ms with what is missing, and under 300 ms to load all knowledge."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from datetime import date

from houvast.rules import load_knowledge
from tests.rules.law_cases import read_cases

LOAD = """
import time
import houvast.messages, houvast.rules
from houvast.messages.catalogue import catalogue
from houvast.messages.routing import load_routing
from houvast.rules import load_knowledge
began = time.perf_counter()
load_knowledge(), catalogue(), load_routing()
print((time.perf_counter() - began) * 1000)
"""
"""A fresh process: facts, law, plans, questions, texts, help lines, hand-off and urgency, each read once."""
ROUNDS = 5


def main() -> None:
    """Measure and print."""
    command = [sys.executable, "-c", LOAD]
    loads = [float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(ROUNDS)]
    print(f"load all rules and texts   median {statistics.median(loads):6.0f} ms   (of {ROUNDS} fresh processes)")
    law, cases = load_knowledge().ruleset("law"), read_cases(load_knowledge())
    for name, chosen in (("decided", [c for c in cases if not law.evaluate(c.facts, c.as_of).missing]),
                         ("with missing facts", [c for c in cases if law.evaluate(c.facts, c.as_of).missing])):
        spent = []
        for case in chosen * ROUNDS:
            began = time.perf_counter()
            law.evaluate(case.facts, case.as_of)
            spent.append((time.perf_counter() - began) * 1000)
        cuts = statistics.quantiles(spent, n=100)
        print(f"evaluate, {name:18}  p50 {statistics.median(spent):6.2f}  p95 {cuts[94]:6.2f}  p99 {cuts[98]:6.2f}"
              f"  max {max(spent):6.2f} ms   ({len(chosen)} cases)")
    began = time.perf_counter()
    law.evaluate({}, date.today())
    print(f"evaluate, nothing told     {(time.perf_counter() - began) * 1000:6.2f} ms")


if __name__ == "__main__":
    main()
