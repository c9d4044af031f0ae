#!/usr/bin/env bash
# Sets up both environments from the hashed requirement files; does nothing when they are up to date.
#   .venv-assistant  Python 3.10: Rasa and its old pins          .venv  Python 3.12 or newer (else 3.11): gateway, tests
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '[setup] %s\n' "$*"; }
fail() { printf '[setup] %s\n' "$*" >&2; exit 1; }

runs() { "$1" -c "import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != ($2, $3))" >/dev/null 2>&1; }

find_python() {  # VERSION ... -> path of the first that is there: on the PATH, under pyenv, or one that uv knows
  local version candidate
  for version in "$@"; do
    for candidate in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$version"*/bin/python; do
      if runs "$candidate" "${version%.*}" "${version#*.}"; then command -v "$candidate"; return; fi
    done
    if [ -x .venv-tools/bin/uv ] && candidate=$(.venv-tools/bin/uv python find --no-project "$version" 2>/dev/null); then
      if runs "$candidate" "${version%.*}" "${version#*.}"; then echo "$candidate"; return; fi
    fi
  done
  return 1
}

install() {  # ENVIRONMENT REQUIREMENTS VERSION ...
  local folder=$1 file=$2 python stamp; shift 2
  stamp=$(sha256sum "$file" | cut -d' ' -f1)
  if [ "$(cat "$folder/.installed" 2>/dev/null)" = "$stamp" ]; then return; fi
  python=$(find_python "$@") || python=$(.venv-tools/bin/uv python install "$1" >&2 && find_python "$1") \
    || fail "Python $1 is needed for $folder: install it (for example 'pyenv install $1') and run this again."
  say "$folder: $("$python" --version), $(grep -c '==' "$file") packages from $file"
  rm -rf "$folder"
  "$python" -m venv "$folder"
  .venv-tools/bin/uv pip install --quiet --require-hashes --python "$folder/bin/python" -r "$file"
  pwd > "$("$folder/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/houvast.pth"
  echo "$stamp" > "$folder/.installed"
}

if [ ! -x .venv-tools/bin/uv ] || [ "$(cat .venv-tools/.installed 2>/dev/null)" != "$(sha256sum requirements/tools.txt | cut -d' ' -f1)" ]; then
  python=$(find_python 3.12 3.13 3.11 3.10) || fail "Python 3.12 with venv is needed: install it (Debian: apt install python3-venv, or pyenv install 3.12)."
  say "installer: uv, in .venv-tools"
  rm -rf .venv-tools
  "$python" -m venv .venv-tools
  .venv-tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tools.txt
  sha256sum requirements/tools.txt | cut -d' ' -f1 > .venv-tools/.installed
fi

install .venv-assistant requirements/assistant.txt 3.10
install .venv requirements/web.txt 3.12 3.13 3.11

mkdir -p var models
if [ ! -e .venv-assistant/.dutch ]; then
  if .venv-assistant/bin/python -c 'import nl_core_news_sm' 2>/dev/null \
    || timeout 90 .venv-assistant/bin/python -m spacy download nl_core_news_sm >var/spacy-download.log 2>&1; then
    echo nl_core_news_sm > .venv-assistant/.dutch
  else
    echo nl+lookups > .venv-assistant/.dutch
  fi
  say "Dutch pipeline: $(cat .venv-assistant/.dutch)$(grep -q lookups .venv-assistant/.dutch && echo ' (nl_core_news_sm could not be fetched: spaCy nl with lookup lemmas)')"
fi
