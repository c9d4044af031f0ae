"""How many questions it takes, and that it never takes many more than the fewest that could have done."""

from __future__ import annotations

from statistics import mean

from tests.rules.questions import play_all, report

EVERY = 8
"""One case in eight: the search for the fewest tries every set of facts. `python -m tests.rules.questions` plays them all."""


def test_ours_is_at_most_one_and_a_third_times_the_fewest(capsys):
    played = list(play_all(EVERY))
    with capsys.disabled():
        print(f"\n{report(played)}")
    assert len(played) >= 100
    assert mean(p.ours for p in played) <= 1.3 * mean(p.fewest for p in played)
    assert mean(p.ours for p in played) < mean(p.fixed for p in played)
