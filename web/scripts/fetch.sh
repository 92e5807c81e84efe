#!/bin/sh
# Fetches what the lock file names, unless just that is there.
set -e
cd "$(dirname "$0")/.."
kept=node_modules/.motcua-lock.json
cmp -s package-lock.json $kept || { npm ci --loglevel=error >&2 && cp package-lock.json $kept; }
touch $kept
