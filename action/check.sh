#!/usr/bin/env bash
# One check with all its reports, from the root of the repository: annotations and code scanning take paths from there.
# Runs on bash 3.2, too, which macOS has.
set -euo pipefail

wrong_input() {
  # The name alone: a value may be a workflow command.
  echo "::error title=openvidu-doctor::The input \"$1\" $2."
  exit 2
}

arguments=(check --format=github)

# One word each, with = in it: a value that begins with a dash stays a value.
option() {
  [ -z "$2" ] || arguments+=("--$1=$2")
}

switch() {
  case $2 in
    true) arguments+=("--$1") ;;
    false | '') ;;
    *) wrong_input "$1" 'takes true or false' ;;
  esac
}

# Calls a function with every line that says something.
each_line() {
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%$'\r'}
    [ -z "$line" ] || "$1" "$line"
  done <<<"$2"
}

folder=${INPUT_WORKING_DIRECTORY:-.}
in_folder() {
  case $1 in
    /*) path=$1 ;;
    *) if [ "$folder" = . ]; then path=$1; else path=${folder%/}/$1; fi ;;
  esac
}

parameter_file() { in_folder "$1" && option parameters "$path"; }
parameter() { option parameter "$1"; }
argument() { arguments+=("$1"); }

if [ -n "${INPUT_TEMPLATE:-}" ]; then
  in_folder "$INPUT_TEMPLATE"
  option template "$path"
  switch offline "${INPUT_OFFLINE:-}"
fi
each_line parameter_file "${INPUT_PARAMETERS:-}"
each_line parameter "${INPUT_PARAMETER:-}"
option stack-name "${INPUT_STACK_NAME:-}"
option wait "${INPUT_WAIT:-}"
option region "${INPUT_REGION:-}"
option fail-on "${INPUT_FAIL_ON:-}"
switch strict "${INPUT_STRICT:-}"
option only "${INPUT_ONLY:-}"
option skip "${INPUT_SKIP:-}"
if [ -n "${INPUT_CONFIG:-}" ]; then
  in_folder "$INPUT_CONFIG"
  option config "$path"
elif [ "$folder" != . ]; then
  # The check looks for it where it runs.
  in_folder .openvidu-doctor.yaml
  if [ -e "$path" ] || [ -L "$path" ]; then option config "$path"; fi
fi

if [ -n "${INPUT_REPORTS:-}" ]; then
  in_folder "$INPUT_REPORTS"
  reports=$path
  mkdir -p -- "$reports"
else
  reports=$(mktemp -d "$RUNNER_TEMP/openvidu-doctor-XXXXXX")
fi
for format in sarif html json; do
  # Of an earlier run, it would be told as this one's.
  rm -f -- "$reports/doctor.$format"
  option report "$format=$reports/doctor.$format"
done

each_line argument "${INPUT_ARGS:-}"
[ -z "${INPUT_STACK:-}" ] || arguments+=(-- "$INPUT_STACK")

code=0
"$DOCTOR_NODE" "$DOCTOR_CLI" "${arguments[@]}" || code=$?

# Between marks that no value can hold: one with a line break would be further outputs.
output() {
  local mark=end-$RANDOM-$RANDOM-$RANDOM-$RANDOM
  printf '%s<<%s\n%s\n%s\n' "$1" "$mark" "$2" "$mark" >>"$GITHUB_OUTPUT"
}

output exit-code "$code"
for format in sarif html json; do
  if [ -f "$reports/doctor.$format" ]; then output "$format" "$reports/doctor.$format"; else output "$format" ''; fi
done
if [ -f "$reports/doctor.json" ]; then
  output verdict "$("$DOCTOR_NODE" -p 'JSON.parse(fs.readFileSync(process.argv[1], "utf8")).summary.verdict' "$reports/doctor.json")"
else
  output verdict ''
  echo "::error title=openvidu-doctor::Nothing was examined (exit code $code). The log of this step says why."
fi
