#!/bin/sh
# Fetches what the lock file names, unless just that is there.
set -e
cd "$(dirname "$0")/.."
kept=node_modules/.motcua-lock.json
npm=$(readlink -f "$(command -v npm)")
fetch() { "$@" ci --loglevel=error >&2; }
if ! cmp -s package-lock.json $kept; then
    fetch npm
    # An npm on an older node leaves out, without a word, the optional packages that want a newer one: the compilers.
    # What it fetched has the node that the lock file names; on that one it fetches them too.
    if ! node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
                  process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)'; then
        own=$(mktemp -d)
        trap 'rm -rf "$own"' EXIT
        cp node_modules/node/bin/node "$own/"
        PATH="$own:$PATH" fetch "$own/node" "$npm"
    fi
    cp package-lock.json $kept
fi
touch $kept
