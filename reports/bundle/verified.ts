import type {Manifest, NotCollected} from '../../src/model/manifest.ts'
import type {VerifiedBundle} from '../../src/model/verified-bundle.ts'
import {plain} from '../escape/terminal.ts'
import type {RenderOptions} from '../format.ts'
import {minute} from '../story/minute.ts'
import {counted} from '../story/plural.ts'
import {type Page, pageOf, verbatim} from '../terminal/page.ts'

/** Of more gaps than these, the causes are told in the manifest. */
const shownGaps = 30

/** What a bundle is and holds, for a terminal, once it proved to be what its manifest says. */
export function verifiedBundle(bundle: VerifiedBundle, options: RenderOptions): string {
  const page = pageOf(options)
  const {manifest} = bundle
  return `${[head(manifest, page), seal(bundle, page), redactions(manifest, page), gaps(manifest, page)]
    .filter(section => section.length > 0)
    .map(section => section.join('\n'))
    .join('\n\n')}\n`
}

function head({tool, target, case: name, startedAt, sealedAt, partial, window}: Manifest, page: Page): string[] {
  const place = [target.region, target.accountId].filter(text => text !== null).map(plain)
  const title = `Bundle of stack ${[plain(target.stackName ?? 'of unknown name'), ...place].join(', ')}`
  const logs = [window.since, window.until].map(time => (time === null ? null : minute(time)))
  const bounds = [...(logs[0] ? [`from ${logs[0]}`] : []), ...(logs[1] ? [`to ${logs[1]}`] : [])]
  return [
    ...page.prose(page.paint('heading', title), 0),
    ...(name === null ? [] : page.prose(`Case: ${plain(name)}`, 0)),
    ...page.prose(`Begun ${minute(startedAt)}, sealed ${minute(sealedAt)}, by ${tool.name} ${plain(tool.version)}`, 0),
    ...(bounds.length === 0 ? [] : page.prose(`Logs ${bounds.join(' ')}`, 0)),
    ...(partial === null
      ? []
      : page.hanging(`${page.paint('fail', 'PARTIAL')}  `, `ended before all was collected: ${plain(partial)}`, 0)),
  ]
}

function seal({archive, compared, manifest}: VerifiedBundle, page: Page): string[] {
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
  const cut = manifest.files.filter(({truncated}) => truncated !== null).length
  const files = `${counted(manifest.files.length, 'file')}, ${size(bytes)}, in an archive of ${size(archive.bytes)}`
  return [
    ...page.hanging(
      `${page.paint('pass', '✓')} `,
      `Every file is there and is what the manifest says: ${files}${cut === 0 ? '' : `; ${cut} of them cut, as the manifest tells`}`,
      0,
    ),
    ...page.hanging(
      compared ? `${page.paint('pass', '✓')} ` : `${page.paint('unknown', '?')} `,
      compared
        ? 'The archive has the SHA-256 that was given'
        : 'Whether it is the one that was sealed, its SHA-256 tells: compare it with what the sealing run printed (--sha256); for one that was encrypted that is of the encrypted file',
      0,
    ),
    ...verbatim([archive.sha256], 2),
  ]
}

function redactions({files, redaction}: Manifest, page: Page): string[] {
  const counts = new Map<string, number>()
  for (const file of files) {
    for (const [rule, count] of Object.entries(file.redactions)) counts.set(rule, (counts.get(rule) ?? 0) + count)
  }
  const {stackSecret, searchedFor, tokens} = redaction
  const values = `Searched for ${counted(searchedFor, 'secret value')} before it was sealed`
  const secret = stackSecret.read
    ? 'those of the secret of the stack among them'
    : `not for those of the secret of the stack: ${plain(stackSecret.why ?? 'it was not read')}`
  return [
    page.paint('heading', 'REDACTIONS'),
    ...[...counts]
      .toSorted(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
      .map(([rule, count]) => `  ${String(count).padStart(7)}  ${plain(rule)}`),
    ...(counts.size === 0 ? ['  none by this machine; what a node took out itself, *** shows'] : []),
    ...page.prose(`${values}, ${secret}.`, 2),
    ...(tokens === null ? [] : page.prose(`Addresses and names of hosts are tokens of key ${plain(tokens.keyId)}.`, 2)),
  ]
}

function gaps({notCollected}: Manifest, page: Page): string[] {
  if (notCollected.length === 0) return [page.paint('heading', 'Nothing that was asked for is missing.')]
  const left = notCollected.length - shownGaps
  return [
    page.paint('heading', `NOT COLLECTED  ${notCollected.length}`),
    ...notCollected.slice(0, shownGaps).flatMap(gap => gapLines(gap, page)),
    ...(left > 0 ? page.prose(`and ${left} more, in the manifest (--json)`, 2) : []),
  ]
}

function gapLines({what, node, cause, detail, action, command}: NotCollected, page: Page): string[] {
  const thing = `${plain(what)}${node === null ? '' : ` of ${plain(node)}`}`
  const why = `${cause}${action === null ? '' : ` (${plain(action)})`}: ${plain(detail)}`
  return [
    ...page.hanging(`${page.paint('unknown', '?')} `, `${thing}: ${why}`, 2),
    ...(command === null ? [] : verbatim([plain(command)], 6)),
  ]
}

function size(bytes: number): string {
  if (bytes < 1_000) return counted(bytes, 'byte')
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`
}
