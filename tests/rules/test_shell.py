"""`python -m houvast.rules`: what it prints and how it ends."""

import json
import subprocess
import sys

import pytest

from houvast.rules.__main__ import main


@pytest.fixture
def facts_file(tmp_path):
    def write(text: str) -> str:
        path = tmp_path / "facts.json"
        path.write_text(text, encoding="utf-8")
        return str(path)
    return write


def test_evaluate_prints_the_result(facts_file, capsys):
    facts = '{"general": true, "asker_age": 15}'
    assert main(["evaluate", "--ruleset", "law", "--facts", facts_file(facts), "--as-of", "2026-11-22"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [a["verdict"] for a in result["answers"]] == ["formally_not_allowed", "formally_not_allowed"]
    assert result["receipt"]["as_of"] == "2026-11-22"
    assert "trace" not in result


def test_evaluate_with_trace(facts_file, capsys):
    assert main(["evaluate", "--facts", facts_file("{}"), "--as-of", "2026-11-22", "--trace"]) == 0
    assert {"for_whom", "regime", "act", "rule", "status"} <= set(json.loads(capsys.readouterr().out)["trace"][0])


@pytest.mark.parametrize(("text", "said"), [
    ('{"asker_age": 200}', "between 0 and 120"), ('{"leeftijd": 15}', "no fact called 'leeftijd'"),
    ("{nope", "no valid JSON"), ("[1]", "block of names and values")])
def test_bad_input_is_one_line_and_status_2(facts_file, capsys, text, said):
    assert main(["evaluate", "--facts", facts_file(text), "--as-of", "2026-11-22"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert printed.err.count("\n") == 1


def test_a_file_that_is_not_there(capsys):
    assert main(["evaluate", "--facts", "/nowhere/facts.json"]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_rule_set_that_is_not_there(facts_file, capsys):
    assert main(["evaluate", "--ruleset", "flags", "--facts", facts_file("{}")]) == 2
    assert "there is: law" in capsys.readouterr().err


def test_explain_one_rule(capsys):
    assert main(["explain", "S04a", "--facts-date", "2024-01-01"]) == 0
    said = capsys.readouterr().out
    assert "strafbaar, art. 417/9 en 417/44 Sw.1867" in said
    assert "ook art. 417/16 Sw.1867 als: wie erop staat, was jonger dan 16 toen het gedeeld werd" in said
    assert "Sw.2024" not in said
    assert "- wie erop staat, toonde of plaatste het niet zelf voor anderen" in said
    assert "nog niet door een jurist" in said


def test_explain_all_splits_of_a_rule_in_every_regime(capsys):
    assert main(["explain", "S04"]) == 0
    said = capsys.readouterr().out
    assert [line.split()[0] for line in said.splitlines() if line.startswith("S04")] == ["S04a", "S04b"]
    for start in ("29 februari 2016", "1 juli 2020", "1 juni 2022", "1 september 2026"):
        assert f"feiten van {start}" in said


def test_explain_facts_from_before_all_regimes(capsys):
    assert main(["explain", "S04", "--facts-date", "2016-02-28"]) == 0
    said = capsys.readouterr().out
    assert "Feiten van 28 februari 2016" in said
    assert "Sw." not in said


def test_explain_all(capsys):
    assert main(["explain", "--facts-date", "2026-10-01"]) == 0
    assert "S01a  niet strafbaar, art. 176 Sw.2024" in capsys.readouterr().out


def test_explain_nobody(capsys):
    assert main(["explain", "S99"]) == 2
    assert "no rule is called 'S99'" in capsys.readouterr().err


def test_lint(capsys):
    assert main(["lint"]) == 0
    assert "0 errors" in capsys.readouterr().out


def test_from_a_real_shell():
    run = subprocess.run([sys.executable, "-m", "houvast.rules", "evaluate", "--facts", "-", "--as-of", "2026-11-22"],
                         input="{}", capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0
    assert json.loads(run.stdout)["as_of"] == "2026-11-22"


def test_facts_lists_what_is_past_its_day_and_never_fails_by_date_alone(capsys):
    assert main(["facts", "--as-of", "2026-11-22"]) == 0
    assert "0 of" in capsys.readouterr().out
    assert main(["facts", "--as-of", "2030-01-01"]) == 0
    said = capsys.readouterr().out
    assert "law/passing_on.yml:" in said
    assert "S04a (checked 2026-11-22)" in said
    assert "helplines/child_focus.yml:" in said
    assert "phone" in said


def test_document(capsys):
    assert main(["document"]) == 0
    assert "| S04a | " in capsys.readouterr().out
