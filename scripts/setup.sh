#!/bin/sh
# Set up .venv with Python 3.10 and the locked packages. Called by make; says what it does.
# Usage: scripts/setup.sh requirements.lock|requirements-dev.lock
set -eu

lock=$1
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
stamp=.venv/.installed
wanted=$(cat "$lock" pyproject.toml scripts/setup.sh | sha256sum | cut -d' ' -f1)-$lock

if [ -f "$stamp" ]; then
    have=$(cat "$stamp")
    # The development set contains the other one.
    if [ "$have" = "$wanted" ]; then exit 0; fi
    full=$(cat requirements-dev.lock pyproject.toml scripts/setup.sh | sha256sum | cut -d' ' -f1)-requirements-dev.lock
    if [ "$have" = "$full" ]; then exit 0; fi
fi

# uv: from the PATH, or put into .tools with pip (this works without a virtual environment, too).
if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    uv=.tools/bin/uv
    if [ ! -x "$uv" ]; then
        echo "Setting up: installing uv into .tools ..."
        pip=""
        for candidate in "python3 -m pip" pip3 pip; do
            if $candidate --version >/dev/null 2>&1; then pip=$candidate; break; fi
        done
        if [ -z "$pip" ]; then
            echo "error: neither uv nor pip was found. Install one of them, for example: apt-get install python3-pip" >&2
            exit 1
        fi
        $pip install --quiet --disable-pip-version-check --no-warn-conflicts --root-user-action=ignore --target .tools "uv==0.9.9"
    fi
fi

# The certificates of the system, so that this works behind a company proxy, too.
UV_NATIVE_TLS=1
UV_PYTHON_DOWNLOADS=never
export UV_NATIVE_TLS UV_PYTHON_DOWNLOADS

works() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1; }

python=""
for candidate in ${PYTHON:-} python3.10 python3 python \
    "${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}"/versions/3.10*/bin/python \
    /usr/local/bin/python3.10 /usr/bin/python3.10 /opt/python*/bin/python3.10; do
    if works "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
    python=$("$uv" python find --no-project 3.10 2>/dev/null || true)
fi
if [ -z "$python" ] || ! works "$python"; then
    echo "error: Python 3.10 was not found. Install it (for example: uv python install 3.10) or name it: make start PYTHON=/path/to/python3.10" >&2
    exit 1
fi

echo "Setting up: Python 3.10 and the packages of $lock (the first time takes a minute or two) ..."
"$uv" venv --quiet --allow-existing --python "$python" .venv
"$uv" pip sync --python .venv/bin/python --compile-bytecode --require-hashes "$lock"
"$uv" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
.venv/bin/python -m compileall -q trigger_points actions
echo "$wanted" >"$stamp"
echo "Setting up: done."
