import fc from 'fast-check'
import {SaxesParser} from 'saxes'
import {describe, expect, it} from 'vitest'
import {html as markup, ours} from '../../reports/escape/html.ts'
import {html} from '../../reports/html.ts'
import type {Report} from '../../src/model/report.ts'
import {expectGolden} from '../support/golden.ts'
import {hostileReport} from './hostile.ts'
import {blindReport, healthyReport, nodesReport, sampleReport} from './sample-report.ts'

function render(report: Report): string {
  return html.render(report, {width: 80, colour: false, verbose: false})
}

/** Without style, script and their hashes, which have tests of their own in a browser. */
function body(report: Report): string {
  return render(report).replace(/<head>[\s\S]*<\/head>|<script>[\s\S]*<\/script>/g, '')
}

describe('markup', () => {
  it('escapes what it is given, in text and in attributes, and nests', () => {
    const item = markup`<b title="${'"\'`'}">${'<&>'}</b>`
    expect(markup`<p>${[item, ' ', 3, null]}</p>`.toString()).toBe(
      '<p><b title="&quot;&#39;&#96;">&lt;&amp;&gt;</b> 3</p>',
    )
    expect(markup`${'\u202e\u0000'}${ours('<br>')}`.toString()).toBe('\\u{202e}\\u{0}<br>')
  })
})

describe('the HTML report', () => {
  it('is what it was', () => {
    expectGolden('reports/sample.html', body(sampleReport))
    expectGolden('reports/blind.html', body(blindReport))
    expectGolden('reports/nodes.html', body(nodesReport(2)))
  })

  it('tells of every gap and never of a pass instead', () => {
    expect(body(blindReport)).toContain('Not a pass: 3 of 3 checks could not be judged.')
    expect(body(blindReport)).toContain('What stands where was not seen in this run.')
    expect(body(healthyReport)).not.toContain('Could not look')
  })

  it('counts many media nodes instead of drawing them, but for those with something to tell', () => {
    const crowded = body(nodesReport(400))
    expect(crowded).toContain('200 media nodes, 3 not seen')
    expect(crowded.match(/class="dot /g)).toHaveLength(3)
    expect(crowded).toContain('397 more media nodes with every service up.')
    expect(body(nodesReport(2)).match(/class="dot /g)).toHaveLength(2)
    expect(Buffer.byteLength(render(nodesReport(400)))).toBeLessThan(60_000)
  })

  it('keeps its elements and attributes whatever strangers wrote', () => {
    fc.assert(
      fc.property(hostileReport, report => {
        for (const [name, attributes] of tagsOf(body(report))) {
          expect(own.has(name), name).toBe(true)
          for (const attribute of attributes) expect(own.get(name)?.has(attribute), `${name} ${attribute}`).toBe(true)
        }
      }),
      {numRuns: 40},
    )
  })
})

/** Every element of our own with the attributes that it may have. */
const own = new Map<string, Set<string>>()
for (const report of [sampleReport, blindReport, nodesReport(2)]) {
  for (const [name, attributes] of tagsOf(body(report)))
    own.set(name, new Set([...(own.get(name) ?? []), ...attributes]))
}

/** Our pages are well-formed XML but for what HTML may leave open, so a strict parser sees each tag as it is. */
function tagsOf(document: string): readonly (readonly [string, readonly string[]])[] {
  const tags: (readonly [string, readonly string[]])[] = []
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({name, attributes}) => tags.push([name, Object.keys(attributes)]))
  const closed = document
    .replace('<!doctype html>', '')
    .replace(/<input ([^>]*)>/g, '<input $1/>')
    .replace(/ (open|hidden)(?=[ >])/g, ' $1=""')
  parser.write(closed).close()
  return tags
}
