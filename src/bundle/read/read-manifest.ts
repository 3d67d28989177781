import {casePaths} from '../../model/evidence.ts'
import {type Manifest, manifestSchema} from '../../model/manifest.ts'
import {PathSet} from '../case-path.ts'
import {BadArchive, quoted} from './bad-archive.ts'

/** 100,000 files stay below. */
export const mostManifestBytes = 32 * 2 ** 20

/** Logs of a day of a large deployment stay far below. */
const mostBytes = 8 * 2 ** 30

/** Logs pack to a tenth, endless zeros to a thousandth: what unpacks to more is made to fill a disk, or is small all the same. */
const mostRatio = 250
const alwaysAllowed = 2 ** 30

/** The manifest of a bundle, whose paths can lie side by side in one folder. Throws BadArchive. */
export function manifestFrom(content: Buffer): Manifest {
  let json: unknown
  try {
    json = JSON.parse(content.toString('utf8'))
  } catch {
    throw new BadArchive(`has a ${casePaths.manifest} that is not JSON`)
  }
  const parsed = manifestSchema.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const place = issue?.path.join('.') || 'the document'
    throw new BadArchive(
      `has no valid ${casePaths.manifest}: ${quoted(place)}: ${issue?.message ?? 'not as it should be'}`,
    )
  }
  const paths = new PathSet()
  for (const path of [casePaths.manifest, ...parsed.data.files.map(file => file.path)]) {
    const fault = paths.add(path)
    if (fault !== null) throw new BadArchive(`lists ${quoted(path)}, which ${fault}`)
  }
  return parsed.data
}

/** Throws BadArchive where its files are more than anybody would expect of an archive of this size, or more than `maxBytes`. */
export function refuseBomb({files}: Manifest, archiveBytes: number, maxBytes: number | null): void {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const most = maxBytes ?? Math.min(mostBytes, Math.max(alwaysAllowed, archiveBytes * mostRatio))
  if (bytes <= most) return
  throw new BadArchive(
    `unpacks to ${sizeOf(bytes)}, more than the ${sizeOf(most)} that are taken of it; --max-size takes more`,
  )
}

function sizeOf(bytes: number): string {
  const [number, unit] = bytes < 2 ** 20 ? [bytes, 'bytes'] : [Math.ceil(bytes / 2 ** 20), 'MiB']
  return `${number.toLocaleString('en')} ${unit}`
}
