#!/bin/sh
# Check the JSDoc types of widget/ with the locked TypeScript compiler. Called by make types.
# Without npm it says so and lets the check pass, except in CI.
set -eu

cd "$(dirname "$0")/../tests/widget_types"
if ! command -v npm >/dev/null 2>&1; then
    echo "widget types: not checked, npm was not found (for example: apt-get install npm)." >&2
    if [ -n "${CI:-}" ]; then exit 1; fi
    exit 0
fi
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund --silent
fi
npm run --silent check
echo "Widget types: no problems found."
