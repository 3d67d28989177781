/** The function `limited`, for every script that runs what may hang. */
export const limitedFunction = `# Runs $2 for $1 seconds at most: 124 where that was not enough.
limited() {
  if command -v timeout >/dev/null 2>&1; then
    timeout -k 2 "$1" sh -c "$2"
    return
  fi
  sh -c "$2" &
  child=$!
  (sleep "$1" && kill "$child") >/dev/null 2>&1 &
  guard=$!
  wait "$child"
  status=$?
  kill "$guard" 2>/dev/null || status=124
  return "$status"
}
`
