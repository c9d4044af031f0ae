"""Every condition of every rule is turned round once: some case must notice."""

from __future__ import annotations

from houvast.rules import load_knowledge
from tests.rules.mutants import survivors


def test_some_case_notices_each_condition_that_is_turned_round(capsys):
    counts, alive = survivors(load_knowledge(), kinds=("flip",))
    noticed = 1 - len(alive) / counts["flip"]
    with capsys.disabled():
        print(f"\n{counts['flip']} conditions turned round, {noticed:.1%} noticed by a case")
    assert counts["flip"] > 500
    assert noticed >= 0.95, [m.where for m in alive]
