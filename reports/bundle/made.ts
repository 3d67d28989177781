import type {MadeBundle} from '../../src/model/made-bundle.ts'
import type {NotCollected} from '../../src/model/manifest.ts'
import {plain} from '../escape/terminal.ts'
import type {RenderOptions} from '../format.ts'
import {counted} from '../story/plural.ts'
import {type Page, pageOf, verbatim} from '../terminal/page.ts'
import {bytesText} from './size.ts'

/** Of very many the manifest tells the rest. */
const shownGaps = 20

/** What became of a bundle, for whoever made it and is about to send it. */
export function madeBundle(bundle: MadeBundle, options: RenderOptions): string {
  const page = pageOf(options)
  return `${[head(bundle, page), redactions(bundle, page), gaps(bundle, page), handingOver(bundle, page)]
    .map(section => section.join('\n'))
    .join('\n\n')}\n`
}

function head({stackName, path, bytes, sha256, files, partial, left, resume}: MadeBundle, page: Page): string[] {
  return [
    page.paint('heading', `Bundle of stack ${plain(stackName)}`),
    ...verbatim([plain(path)], 2),
    ...page.prose(`${bytesText(bytes)}, ${counted(files, 'file')}, SHA-256`, 2),
    ...verbatim([sha256], 2),
    ...(partial === null
      ? []
      : [
          ...page.hanging(`${page.paint('fail', 'PARTIAL')}  `, `${plain(partial)}; this goes on with it:`, 2),
          ...verbatim([plain(resume)], 4),
        ]),
    ...(left === null ? [] : page.prose(`${plain(left)} could not be removed.`, 2)),
  ]
}

function redactions({redactions: counts, stackSecret}: MadeBundle, page: Page): string[] {
  const all = Object.entries(counts).toSorted(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
  const total = all.reduce((sum, [, count]) => sum + count, 0)
  const told = all.map(([rule, count]) => `${plain(rule)} ${count}`).join(', ')
  const secret = stackSecret.read
    ? "It was searched for every value of the stack's secret."
    : `It could not be searched for the values of the stack's secret: ${plain(stackSecret.why ?? 'it was not read')}.`
  return [
    page.paint('heading', `REDACTED  ${total}`),
    ...(total === 0 ? [] : page.prose(`${told}.`, 2)),
    ...page.prose(`What the nodes took out themselves is not counted. ${secret}`, 2),
  ]
}

function gaps({notCollected}: MadeBundle, page: Page): string[] {
  if (notCollected.length === 0) return [page.paint('heading', 'Everything that was asked for is in it.')]
  const left = notCollected.length - shownGaps
  return [
    page.paint('heading', `NOT COLLECTED  ${notCollected.length}`),
    ...notCollected.slice(0, shownGaps).flatMap(gap => gapLines(gap, page)),
    ...(left > 0 ? page.prose(`and ${left} more, in its manifest.`, 2) : []),
  ]
}

function gapLines({what, node, detail, command}: NotCollected, page: Page): string[] {
  const thing = `${plain(what)}${node === null ? '' : ` of ${plain(node)}`}`
  return [
    ...page.hanging(`${page.paint('unknown', '?')} `, `${thing}: ${plain(detail)}`, 2),
    ...(command === null ? [] : verbatim([plain(command)], 4)),
  ]
}

function handingOver({path, encrypted, tokens}: MadeBundle, page: Page): string[] {
  const check = encrypted
    ? `They compare it before they open the file (sha256sum ${path}), then age -d -i KEY ${path} > bundle.tar.gz, and openvidu-doctor bundle verify bundle.tar.gz says whether it is whole; they begin`
    : `They check it with openvidu-doctor bundle verify ${path}, and begin`
  return [
    page.paint('heading', 'HANDING IT OVER'),
    ...page.prose(
      `Tell whoever gets it the SHA-256 by another way than the file. ${check} with CASE.md or README.md inside. ${tokens ? 'What your users are called in logs is' : 'Addresses, host names and what your users are called in logs are'} still in it: read it before you give it to strangers.`,
      2,
    ),
  ]
}
