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
    assert "417/9 Sw.1867" in said
    assert "171 Sw.2024" not in said
    assert "depicted_age_made < 18" in said


def test_explain_all(capsys):
    assert main(["explain", "--facts-date", "2026-10-01"]) == 0
    assert "S01a  not_punishable        176 Sw.2024" in capsys.readouterr().out


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
