#!/usr/bin/env bash
# Builds the portal into target/classes, from where its jar is made: portal/build.sh [test]
# Unchanged sources are not built again. Without Node.js nothing is built, and the server says that it has no portal.
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
into=target/classes/dev/indelible/portal

no_portal() {
  echo "The portal is not built: $1. The server works without it and says so." >&2
  rm -rf "$into" target/built
  exit 0
}
[ "${INDELIBLE_PORTAL:-on}" = on ] || no_portal "INDELIBLE_PORTAL is '$INDELIBLE_PORTAL'"
command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || no_portal "Node.js 20.19 or newer and npm are needed and not on the PATH"
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
  || no_portal "Node.js 20.19 or newer is needed, and this is $(node --version)"

inputs() { # every file that the build reads, with its hash
  find src public build tests ./*.json ./*.ts ./*.html ./*.sh ../verifier/verify.html \
    ../server/src/main/resources/dev/indelible/server/http/openapi.json -type f ! -name schema.d.ts -exec sha256sum {} + | LC_ALL=C sort
}
mkdir -p target
libraries=$(sha256sum <package-lock.json)
if [ "$(cat node_modules/.libraries 2>/dev/null || true)" != "$libraries" ]; then
  npm ci --no-audit --no-fund --loglevel=error
  printf '%s' "$libraries" >node_modules/.libraries
fi
now=$(inputs | sha256sum)
if [ "${1:-}" = test ]; then
  [ "$(cat target/tested 2>/dev/null || true)" = "$now" ] && [ -f target/surefire-reports/TEST-portal.xml ] && exit 0
  npm run --silent test
  printf '%s' "$now" >target/tested
elif [ "$(cat target/built 2>/dev/null || true)" != "$now" ] || [ ! -f "$into/index.html" ]; then
  rm -rf "$into"
  npm run --silent build
  printf '%s' "$now" >target/built
fi
