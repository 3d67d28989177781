#!/usr/bin/env bash
# Brings openvidu-doctor, and a Node.js beside it: which one the runner has does not matter, and later steps keep theirs.
set -euo pipefail

version=${INPUT_VERSION:-}
if [ -n "$version" ]; then
  # What is no version may be a folder, a URL or a repository to npm.
  if ! [[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]]; then
    echo '::error title=openvidu-doctor::The input "version" takes a version, such as 0.1.0.'
    exit 2
  fi
  home=$RUNNER_TEMP/openvidu-doctor-$version
  cli=$home/node_modules/openvidu-doctor/bin/run.js
  mkdir -p "$home"
  # npm runs the scripts of no package but those that are named here.
  echo '{"private": true, "allowScripts": {"node": true}}' >"$home/package.json"
  install() { npm install --no-audit --no-fund "openvidu-doctor@$version" node@24; }
else
  home=$GITHUB_ACTION_PATH
  cli=$home/bin/run.js
  # The build is not in the repository. NODE_ENV=production would leave out what it needs.
  install() { npm ci --include=dev && npm run --silent build; }
fi

# Once a job, however often the action is used in it: the runner empties this folder before every job.
mark=$RUNNER_TEMP/openvidu-doctor-installed
if [ ! -f "$mark" ] || [ "$(cat "$mark")" != "$home" ]; then
  (cd "$home" && install)
  printf %s "$home" >"$mark"
fi
printf 'node=%s\ncli=%s\n' "$home/node_modules/.bin/node" "$cli" >>"$GITHUB_OUTPUT"
