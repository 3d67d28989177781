import {awsLimits} from '../../openvidu/limits.ts'

/** What the agent writes at the end of what it cut; older ones have a third hyphen. */
const cutMark = /-{2,3}output truncated-{2,3}\s*$/i

/**
 * Whether an output came as the script wrote it. The agent cuts what has 24,000 bytes or more, the API what has more than so
 * many characters: one that is exactly as long as the limit was cut to it.
 */
export function isWhole(output: string): boolean {
  return Buffer.byteLength(output) < awsLimits.runCommandStdoutCharacters && !cutMark.test(output.slice(-64))
}
