import {prelude, type RunId} from './staging-place.ts'

/**
 * Of an answer 23,999 characters arrive whole: 17,820 bytes are 23,760 of them in base64, which leaves room for a header.
 * Source: iomodule of the amazon-ssm-agent.
 */
export const chunkBytes = 17_820

export const chunkSeconds = 20

/** Prints one chunk of what a run staged, on whichever node; `readChunk` reads it. */
export function chunkScript(run: RunId, index: number): string {
  if (!Number.isSafeInteger(index) || index < 0) throw new Error('the number of a chunk is not held against its form')
  return `${prelude(run, 'prints a part of what it staged')}
file="$dir/data"
if [ -L "$dir" ] || [ -L "$file" ] || [ ! -f "$file" ]; then
  echo '${chunkMark(run, index)} gone'
  exit 0
fi
# Another run removes what nobody touched for an hour.
touch -c "$dir" 2>/dev/null
chunk() {
  tail -c +${index * chunkBytes + 1} "$file" | head -c ${chunkBytes}
}
body=$(chunk | base64 | tr -d '\\n')
size=$((\${#body} / 4 * 3))
case $body in *==) size=$((size - 2)) ;; *=) size=$((size - 1)) ;; esac
printf '${chunkMark(run, index)} %s %s\\n%s\\n' "$size" "$(chunk | sha256sum | cut -c 1-64)" "$body"
exit 0
`
}

/** What the answer for a chunk begins with. */
export function chunkMark(run: RunId, index: number): string {
  return `openvidu-doctor-chunk 1 ${run} ${index}`
}
