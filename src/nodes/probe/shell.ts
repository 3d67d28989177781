/*
 * Pieces of shell that several parts use. Each part runs in a shell of its own, so what it uses stands in its script.
 */

/**
 * `gone PATH`: nothing is there, and one may know it. False where a folder above cannot be searched: then reading fails, and the
 * part with it.
 */
export const gone = `gone() {
  place=$1
  while [ -n "$place" ] && [ ! -e "$place" ]; do place=\${place%/*}; done
  [ "$place" != "$1" ] && { [ -z "$place" ] || [ -x "$place" ]; }
}`

const secretName = '(pass|pwd|secret|token|key|licen[sc]e|credential|auth|bearer)'

/**
 * `masked`: takes out of each line whatever may be a secret: what follows the name of one, names in URLs, long runs of letters
 * and digits, and what commands were given and printed.
 */
export const masked = `masked() {
  sed -E \\
    -e 's/([A-Za-z0-9_-]*${secretName}[A-Za-z0-9_-]*[\\\\"'"'"']*[[:space:]]*[=:]).*/\\1***/I' \\
    -e 's/(-[A-Za-z0-9_-]*${secretName}[A-Za-z0-9_-]*|bearer|basic)[[:space:]]+[^[:space:]].*/\\1 ***/I' \\
    -e 's/(command|stdout|stderr):.*/\\1:***/I' \\
    -e 's|://[^/@[:space:]]*@|://***@|g' \\
    -e 's/[A-Za-z0-9+_=]{24,}/***/g'
}`
