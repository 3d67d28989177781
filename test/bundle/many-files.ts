import type {CaseWriter} from '../../src/bundle/case-writer.ts'
import {createCase} from '../../src/bundle/working-folder.ts'
import {redactor, start} from './case-start.ts'

/** What is in the case that a run fills and a test kills. */
export const fileCount = 60

/** Puts those files into a case that are not there yet, and tells each. */
export async function fill(writer: CaseWriter, told: (path: string) => void): Promise<void> {
  for (let number = 0; number < fileCount; number += 1) {
    const path = `nodes/media-${number}/logs/egress.log`
    if (writer.has(path)) continue
    await writer.text(path, `line of ${number}\n`.repeat(500), {source: 'docker logs egress', node: `media-${number}`})
    told(path)
  }
}

if (import.meta.filename === process.argv[1]) {
  await fill(await createCase(process.argv[2] ?? '', start, redactor), path => process.stdout.write(`${path}\n`))
}
