import {prelude, type RunId, removeFunction} from './staging-place.ts'

export const cleanSeconds = 15

/** Removes what a run staged on a node. `readClean` reads what it prints. */
export function cleanScript(run: RunId): string {
  return `${prelude(run, 'removes what it staged')}
${removeFunction}
remove
if [ -e "$dir" ] || [ -L "$dir" ]; then state=left; else state=gone; fi
printf '${cleanMark(run)} %s\\n' "$state"
exit 0
`
}

/** What a node prints where nothing of the run is left. */
export function toldGone(output: string, run: RunId): boolean {
  return output.trim() === `${cleanMark(run)} gone`
}

function cleanMark(run: RunId): string {
  return `openvidu-doctor-clean 1 ${run}`
}
