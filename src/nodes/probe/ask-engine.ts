import {UnreadableAnswer} from './part.ts'

/**
 * Shell functions with which a part asks the Docker engine. `within SECONDS COMMAND…` ends a command that hangs; `ask SECONDS
 * ARGUMENTS…` leaves in `$out` what docker said, its errors too, and returns docker's code. Where docker is missing, the engine does
 * not answer or lets us not in, a line says so and the part ends: nothing that it would have said is then made up.
 */
export const askEngine = `
within() {
  command -v timeout >/dev/null 2>&1 || { shift; "$@"; return; }
  timeout -k 1 "$@"
}
ask() {
  limit=$1
  shift
  out=$(within "$limit" docker "$@" 2>&1)
  status=$?
  case $status in 0) return 0 ;; 124 | 143) exit 124 ;; esac
  case $out in
    *'ermission denied while trying to connect'*) echo 'engine denied' ;;
    *'annot connect to the Docker daemon'* | *'ailed to connect to the docker API'*) echo 'engine silent' ;;
    *) return "$status" ;;
  esac
  exit 0
}
command -v docker >/dev/null 2>&1 || { echo 'engine missing'; exit 0; }
`

const troubles = {
  'engine missing': 'Docker is not installed on the node',
  'engine silent': 'no Docker engine answers on the node',
  'engine denied': 'the Docker engine denies the user that the probe runs as',
} as const

export type EngineTrouble = keyof typeof troubles

/** Why the engine could not be asked; undefined where it could. */
export function engineTrouble(lines: readonly string[]): EngineTrouble | undefined {
  return (Object.keys(troubles) as EngineTrouble[]).find(trouble => lines.includes(trouble))
}

/** For parts that have nothing to tell without the engine. */
export function requireEngine(lines: readonly string[]): void {
  const trouble = engineTrouble(lines)
  if (trouble !== undefined) throw new UnreadableAnswer(troubles[trouble])
}
