"""The rule base from the shell.

    python -m houvast.rules lint
    python -m houvast.rules evaluate --ruleset law --facts FILE.json [--as-of DATE] [--trace]
    python -m houvast.rules explain [RULE] [--facts-date DATE]      S04a, or S04 for all its splits
    python -m houvast.rules document > docs/law.md                  every rule in every regime
    python -m houvast.rules facts [--as-of DATE]                    facts that must be checked again

Exit status: 0 fine, 1 lint found errors, 2 the input cannot be used (one line on stderr says why).
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from houvast.rules import FactsError, KnowledgeError, load_knowledge
from houvast.rules.expiry import dated_facts
from houvast.rules.explain import explain_all, explain_rules, rules_called
from houvast.rules.knowledge import ROOT, read_vocabulary
from houvast.rules.law_document import law_document
from houvast.rules.lint import lint_law

SOON = 60
"""Days ahead in which a fact is listed as due."""


class InputError(Exception):
    """Input on the command line that cannot be used."""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write 2026-11-22") from None


def _lint(root: Path) -> int:
    findings = lint_law(root, read_vocabulary(root), thorough=True)[1]
    errors = [f for f in findings if not f.hint]
    for finding in findings:
        print(f"{'hint ' if finding.hint else 'error'} {finding.error}")
    print(f"{len(errors)} errors, {len(findings) - len(errors)} hints")
    return 1 if errors else 0


def _evaluate(root: Path, args: argparse.Namespace) -> int:
    try:
        text = sys.stdin.read() if args.facts == "-" else Path(args.facts).read_text(encoding="utf-8")
        facts = json.loads(text)
    except OSError as problem:
        raise InputError(f"{args.facts} cannot be read: {problem.strerror}.") from problem
    except ValueError as problem:
        raise InputError(f"{args.facts} holds no valid JSON: {problem}.") from problem
    try:
        ruleset = load_knowledge(None if root == ROOT else root).ruleset(args.ruleset)
    except KeyError as problem:
        raise InputError(str(problem.args[0])) from problem
    result = ruleset.evaluate(facts, args.as_of)
    printed = {**result.as_dict(), "trace": result.trace()} if args.trace else result.as_dict()
    print(json.dumps(printed, ensure_ascii=False, indent=1))
    return 0


def _explain(root: Path, args: argparse.Namespace) -> int:
    book = load_knowledge(None if root == ROOT else root).ruleset("law").book
    if not args.rule:
        lines = explain_all(book, args.facts_date or date.today())
    elif rules := rules_called(book, args.rule):
        lines = explain_rules(book, rules, args.facts_date)
    else:
        raise InputError(f"no rule is called '{args.rule}'; `explain` without a name lists them.")
    print("\n".join(lines))
    return 0


def _document(root: Path) -> int:
    print(law_document(load_knowledge(None if root == ROOT else root).ruleset("law").book), end="")
    return 0


def _facts(root: Path, as_of: date) -> int:
    facts = dated_facts(root)
    past = [f for f in facts if f.is_past(as_of)]
    soon = [f for f in facts if 0 <= (f.review_by - as_of).days <= SOON]
    for title, group in (("past their day", past), (f"due within {SOON} days", soon)):
        print(f"{len(group)} of {len(facts)} facts are {title}")
        for fact in group:
            print(f"  {fact.review_by}  {fact.file}:{fact.line}  {fact.what} (checked {fact.checked})")
    return 0


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m houvast.rules", description="The rule base of Houvast.")
    parser.add_argument("--knowledge", type=Path, default=ROOT, help="another knowledge folder")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("lint", help="check the knowledge files")
    evaluate = commands.add_parser("evaluate", help="judge the facts in a JSON file")
    evaluate.add_argument("--ruleset", default="law")
    evaluate.add_argument("--facts", required=True, help="JSON file, or - for standard input")
    evaluate.add_argument("--as-of", type=_day, default=date.today(), help="the day of the call")
    evaluate.add_argument("--trace", action="store_true", help="also every rule that was looked at")
    explain = commands.add_parser("explain", help="one rule, or all of them")
    explain.add_argument("rule", nargs="?")
    explain.add_argument("--facts-date", type=_day, help="only the regime of that day")
    commands.add_parser("document", help="print docs/law.md")
    facts = commands.add_parser("facts", help="list facts that must be checked again; never fails by date alone")
    facts.add_argument("--as-of", type=_day, default=date.today())
    args = parser.parse_args(argv)
    try:
        if args.command == "facts":
            return _facts(args.knowledge, args.as_of)
        if args.command in ("lint", "document"):
            return _lint(args.knowledge) if args.command == "lint" else _document(args.knowledge)
        return _evaluate(args.knowledge, args) if args.command == "evaluate" else _explain(args.knowledge, args)
    except (FactsError, InputError, KnowledgeError) as problem:
        print(problem, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
