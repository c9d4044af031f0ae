#!/usr/bin/env bash
# Everything that CI runs, in the order in which it fails fastest. Stops at the first part that fails.
set -euo pipefail
cd "$(dirname "$0")/.."
PY=.venv/bin/python RASA_PY=.venv-assistant/bin/python
export RASA_TELEMETRY_ENABLED=false PYTHONWARNINGS=ignore TF_CPP_MIN_LOG_LEVEL=3 SQLALCHEMY_SILENCE_UBER_WARNING=1 TF_ENABLE_ONEDNN_OPTS=0

part() { printf '\n== %s (%ss)\n' "$*" "$SECONDS"; }

part "set up"
bash make/setup.sh
part "style and types"
$PY -m ruff check .
$PY -m mypy
part "knowledge"
$PY -m houvast.rules lint
part "unit tests, web environment"
$PY -m pytest tests --ignore tests/e2e --ignore tests/assistant
part "training data"
$PY make/lint_training_data.py
part "model"
$PY make/train.py
part "Rasa's own checks"
.venv-assistant/bin/rasa data validate --fail-on-warnings --quiet 2>&1 | tail -40
part "unit tests, assistant environment"
# the long proofs of the law ran above, in the faster environment; here the same code runs a sample beside Rasa's old libraries
HOUVAST_RULE_SETS=500 HOUVAST_EXAMPLES=40 $RASA_PY -m pytest tests/rules tests/safety tests/nlu tests/messages tests/handoff tests/assistant \
  --ignore tests/rules/test_law_mutations.py --ignore tests/rules/test_law_questions.py --ignore tests/rules/test_law_soundness.py
part "stories"
.venv-assistant/bin/rasa test core --stories tests/stories --fail-on-prediction-errors --out var/story-results --quiet
part "dialogues against live processes, and the page in Chromium"
$PY -m pytest tests/e2e
part "all passed"
