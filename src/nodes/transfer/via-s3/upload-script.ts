import {type Unknown, unknown} from '../../../model/fact.ts'
import type {CommandAnswer} from '../../transport/command.ts'
import {prelude, type RunId} from '../staging-place.ts'

const curlSeconds = 600

export const uploadSeconds = curlSeconds + 30

/**
 * Uploads the first bytes of what a run staged. The URL is a secret: curl reads it from its standard input, so that no list of
 * processes shows it.
 */
export function uploadScript(run: RunId, url: string, bytes: number): string {
  if (!/^https?:\/\/[\w.:/%?&=~-]+$/.test(url) || !Number.isSafeInteger(bytes) || bytes <= 0) {
    throw new Error('what is uploaded is not held against its form')
  }
  return `${prelude(run, 'uploads what it staged')}
file="$dir/data"
tell() {
  printf '${uploadMark(run)} %s %s %s\\n' "$1" "$2" "$3"
  exit 0
}
if [ -L "$dir" ] || [ -L "$dir/data" ] || [ ! -f "$dir/data" ]; then tell gone 0 -; fi
touch -c "$dir" 2>/dev/null
command -v curl >/dev/null 2>&1 || tell no-curl 0 -
if [ "$(wc -c <"$dir/data" | tr -d ' ')" -gt ${bytes} ]; then
  file="$dir/upload"
  head -c ${bytes} "$dir/data" >"$file" 2>/dev/null
fi
code=$(curl --silent --max-time ${curlSeconds} --upload-file "$file" --output /dev/null --write-out '%{http_code}' --config - 2>/dev/null <<'END'
url = "${url}"
END
)
tell "\${code:-000}" "$(wc -c <"$file" | tr -d ' ')" "$(sha256sum <"$file" | cut -c 1-64)"
`
}

/** The hash of what a node says to have uploaded, or why it did not. */
export function readUpload(answer: CommandAnswer, run: RunId, bytes: number): {readonly sha256: string} | Unknown {
  if (answer.state === 'unknown') return answer
  const mark = uploadMark(run)
  const told = answer.output.startsWith(`${mark} `) ? answer.output.slice(mark.length).trimEnd() : ''
  const [, state, size, sha256] = /^ (gone|no-curl|\d{3}) (\d{1,9}) ([0-9a-f]{64}|-)$/.exec(told) ?? []
  if (state === undefined || sha256 === undefined) return unknown('failed', 'the node did not say what it uploaded')
  if (state === 'gone') return unknown('failed', 'what was staged on the node is no longer there')
  if (state === 'no-curl') return unknown('failed', 'the node has no curl to upload with')
  if (state === '000') return unknown('unreachable', 'the node could not reach the bucket')
  if (state === '403') return unknown('denied', 'the bucket refused the upload (HTTP 403)', 's3:PutObject')
  if (state !== '200') return unknown('failed', `the bucket answered the upload with HTTP ${state}`)
  if (Number(size) !== bytes || sha256 === '-') return unknown('failed', 'the node uploaded less than it was asked for')
  return {sha256}
}

function uploadMark(run: RunId): string {
  return `openvidu-doctor-upload 1 ${run}`
}
