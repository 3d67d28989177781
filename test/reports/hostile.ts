import fc from 'fast-check'
import type {Report} from '../../src/model/report.ts'
import {sampleReport} from './sample-report.ts'

/** What people have put into tags, names and log lines to break a terminal, a table or a page. */
const nasty = [
  '\u001b[2J\u001b[1;31mPASS',
  '\u001b]8;;https://evil.example\u0007click\u001b]8;;\u0007',
  '\u009b31m',
  '\u007f\b\b\b',
  '\u202egnp.exe\u2066',
  'zero\u200bwidth\ufeff\u00ad',
  'lone \ud800 and \udc00',
  'a\r\nb\tc\u2028d\u2029e',
  '| a | b |\n| --- | --- |',
  'a\\|b\\',
  '``` \n```\n````',
  '````',
  '`x` ``y``',
  '</details><script>alert(1)</script><!--',
  '[click](javascript:alert(1)) ![x](http://evil)',
  '@everyone #1 www.evil.example https://evil.example',
  '# heading',
  '1. one',
  '- - -',
  '===',
  '"] --> evil["x"]; end',
  '%%{init: {"theme": "dark"}}%%',
  'style a:b#c;',
  '&quot;&#34;#quot;',
  '**bold** _it_ ~~gone~~ $x$',
  'x'.repeat(300),
  'word '.repeat(80),
  '漢字'.repeat(60),
  '👩‍👩‍👧 ⚠️ ﾞ ा',
  '',
  '   ',
  '__proto__',
  '::error file=a,line=1::owned',
  '  ::stop-commands::x',
  '##[add-path]/tmp',
  '100%0A::warning::x',
  ']]> <![CDATA[ <!ENTITY x "y"> &x; \ufffe\uffff',
  '" onload="alert(1)" x="',
  "' onfocus='alert(1)",
  '<img src=x onerror=alert(1)><svg/onload=alert(1)>',
  '=HYPERLINK("https://evil.example")',
  '[a](1) {0} {1}',
]

const surrogate = fc.integer({min: 0xd800, max: 0xdfff}).map(unit => String.fromCharCode(unit))

const hostileText = fc.oneof(
  fc.constantFrom(...nasty),
  fc.string({unit: 'binary'}),
  fc.string({unit: 'grapheme', maxLength: 60}),
  fc.string({unit: fc.constantFrom(...'|`\\<>[](){}"\'#@&*_~$!:;-+=.% \n\u001b'), maxLength: 40}),
  fc.tuple(fc.constantFrom(...nasty), surrogate, fc.constantFrom(...nasty)).map(parts => parts.join('')),
)

/** Fields that hold one of a few words, or numbers: no stranger can write into them. */
const closed = new Set(['schemaVersion', 'summary', 'kind', 'area', 'severity', 'status', 'cause', 'role', 'state'])

/** The sample report with hostile text in every string that a stranger may have written. */
export const hostileReport: fc.Arbitrary<Report> = fc
  .array(hostileText, {minLength: 1, maxLength: 40})
  .map(texts => replaced(sampleReport, texts))

/** A report, its strings replaced one after the other by `texts`, or by what people have written to break a page. */
export function replaced(report: Report, texts: readonly string[] = nasty): Report {
  let turn = 0
  const next = () => texts[turn++ % texts.length] ?? ''
  const walk = (value: unknown, key: string): unknown => {
    if (closed.has(key)) return value
    if (typeof value === 'string') return next()
    if (Array.isArray(value)) return value.map(item => walk(item, ''))
    if (typeof value !== 'object' || value === null) return value
    // Evidence may have any key; the other objects have those of their schema.
    const free = key === 'observed' || key === 'expected'
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [free ? next() : name, walk(item, name)]))
  }
  const {tool, ...rest} = report
  return {tool: {...tool, version: next()}, ...(walk(rest, '') as Omit<Report, 'tool'>)}
}
