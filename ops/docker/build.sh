#!/bin/sh
# build.sh OUT: from the sources around it, everything that runs in production, into OUT.
# Needs npm and the Node that `npm start` needs. The Dockerfile calls it; without containers it can be called by hand.
set -eu
out=$1
cd "$(dirname "$0")/../.."

# Installs what is missing and leaves the rest of a checkout as it is; prints the Node that builds.
node tools/workspace/bootstrap.mjs --dev --version
PATH="$PWD/node_modules/.bin:$PATH"

for app in resend-service dispatcher rest-facade; do
  mkdir -p "$out/$app"
  (cd "apps/$app" && node ../../tools/workspace/src/bundle.ts)
  cp "apps/$app/dist/main.mjs" "apps/$app/dist/main.mjs.map" "$out/$app/"
  cp ops/docker/healthcheck.mjs "$out/$app/"
done
# The console, which the facade serves from CONSOLE_DIR.
mkdir -p "$out/rest-facade/console"
(cd apps/console && node -e "import('vite').then((vite) => vite.build())")
cp -R apps/console/dist/. "$out/rest-facade/console/"
for tool in backup restore; do
  node tools/workspace/src/bundle.ts node22 "tools/backup/src/$tool-main.ts" "$out/resend-service/$tool.mjs"
done

# The one package with native code, for this system alone and without its sources.
sqlite=node_modules/better-sqlite3
for app in resend-service dispatcher; do
  mkdir -p "$out/$app/$sqlite/prebuilds"
  cp "$sqlite/package.json" "$sqlite/LICENSE" "$out/$app/$sqlite/"
  cp -R "$sqlite/lib" "$out/$app/$sqlite/"
  cp -R "$sqlite"/prebuilds/linux-* "$out/$app/$sqlite/prebuilds/"
done
