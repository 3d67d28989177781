import {createHash} from 'node:crypto'
import {causes, classify} from '../../../aws/errors.ts'
import {type Unknown, unknown} from '../../../model/fact.ts'
import type {Fetching, Wanted} from '../fetch.ts'
import {performAll} from '../in-flight.ts'
import {type Bucket, viaS3Actions} from './bucket.ts'
import {readUpload, uploadScript, uploadSeconds} from './upload-script.ts'

const [deleting, getting, putting] = viaS3Actions

export interface ViaS3 {
  readonly bucket: Bucket
  /** Of the keys, without a slash at its ends, nor segments of dots, which a URL does not keep; may be empty. */
  readonly prefix: string
}

/** What may still be in the bucket. */
export interface ObjectLeft {
  readonly key: string
  readonly why: Unknown
}

/**
 * Has each node upload what is wanted of it, and reads it back. Success of an upload is not taken from its word: length and hash of
 * what the bucket has are held against what the node told. The objects are deleted by `removeObjects`.
 */
export async function fetchViaS3(
  fetching: Fetching,
  {bucket, prefix}: ViaS3,
  wanted: readonly Wanted[],
  uploading: (key: string) => void,
): Promise<void> {
  if (prefix !== '' && prefix.split('/').some(part => /^\.{0,2}$/.test(part))) {
    throw new Error('the prefix of the keys is not held against its form')
  }
  const queue = [...wanted.entries()].filter(([, {file}]) => file.wanted > 0)
  const next = (): readonly [number, Wanted] | null => (fetching.signal.aborted ? null : (queue.shift() ?? null))
  await performAll(next, async ([index, one]) => {
    const key = `${prefix === '' ? '' : `${prefix}/`}openvidu-doctor-${fetching.run}/${index}.gz`
    const why = await bring(fetching, bucket, key, one, uploading)
    one.givenUp ??= why
    if (why === null) fetching.arrived?.(one)
  })
  for (const one of wanted) {
    if (!one.file.complete) one.givenUp ??= unknown('timed-out', 'the run was ended before all had arrived')
  }
}

async function bring(
  {run, commander, signal, comment}: Fetching,
  bucket: Bucket,
  key: string,
  {node, file}: Wanted,
  uploading: (key: string) => void,
): Promise<Unknown | null> {
  let url: string
  try {
    url = await bucket.uploadUrl(key)
  } catch (error) {
    return gapOf(error, putting)
  }
  uploading(key)
  const told: {upload: ReturnType<typeof readUpload>} = {
    upload: unknown('failed', 'no answer was handed over for the node'),
  }
  await commander.run(
    {script: uploadScript(run, url, file.wanted), nodes: [node], comment, seconds: uploadSeconds},
    (from, answer) => {
      if (from === node) told.upload = readUpload(answer, run, file.wanted)
    },
  )
  const {upload} = told
  if ('state' in upload) return upload
  const hash = createHash('sha256')
  try {
    const content = await bucket.read(key, signal)
    await file.fill(content, block => hash.update(block))
  } catch (error) {
    return gapOf(error, getting)
  }
  if (file.complete && hash.digest('hex') === upload.sha256) return null
  file.forget()
  return unknown('failed', 'what the bucket has is not what the node uploaded')
}

/** Deletes what was uploaded, or may have been. Why for each that could not be. */
export async function removeObjects(
  {bucket}: ViaS3,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<readonly ObjectLeft[]> {
  const left: ObjectLeft[] = []
  const queue = [...keys]
  await performAll(
    () => queue.shift() ?? null,
    async key => {
      try {
        await bucket.remove(key, signal)
      } catch (error) {
        left.push({key, why: gapOf(error, deleting)})
      }
    },
  )
  return left
}

function gapOf(error: unknown, needed: string): Unknown {
  const {kind, detail, action} = classify(error, needed)
  return unknown(causes[kind], detail, action)
}
