# Two commands: `make run` starts Houvast at http://localhost:8000, `make test` runs everything that CI runs.
PY := .venv/bin/python
RASA_PY := .venv-assistant/bin/python
export RASA_TELEMETRY_ENABLED := false

.PHONY: run test bench setup train facts clean

setup:
	@bash make/setup.sh

train: setup
	@$(PY) make/train.py

run: train
	@$(PY) make/services.py

test:
	@bash make/test.sh

bench: train
	@$(PY) -m bench.rules
	@$(PY) -m bench

facts: setup
	@$(PY) -m houvast.rules facts

clean:
	rm -rf .venv .venv-assistant .venv-tools models var
