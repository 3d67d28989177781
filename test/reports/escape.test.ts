import {describe, expect, it} from 'vitest'
import {jsonDocument} from '../../reports/escape/json.ts'
import {code, fence, link, text} from '../../reports/escape/markdown.ts'
import {label} from '../../reports/escape/mermaid.ts'
import {plain} from '../../reports/escape/terminal.ts'

describe('terminal text', () => {
  it.each([
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['a\r\n\tb', 'a b'],
    ['\u202egnp', '\\u{202e}gnp'],
    ['zero\u200bwidth', 'zero\\u{200b}width'],
    ['\u2028', '\\u{2028}'],
    ['\ud800', '\\u{d800}'],
    ['\u007f\u009b', '\\u{7f}\\u{9b}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['Zürich 東京 😀', 'Zürich 東京 😀'],
  ])('%j reads %j', (raw, shown) => {
    expect(plain(raw)).toBe(shown)
  })
})

describe('Markdown text', () => {
  it.each([
    ['a|b', 'a\\|b'],
    ['*_~`', '\\*\\_\\~\\`'],
    ['<b>&amp;', '&lt;b&gt;&amp;amp;'],
    ['@team', '`@team`'],
    ['see #12, # 13', 'see `#12`, \\# 13'],
    ['https://evil.example', '`https://evil.example`'],
    ['at http://127.0.0.1/health; then', 'at `http://127.0.0.1/health`; then'],
    ['www.evil.example', '`www.evil.example`'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['---', '\\---'],
    ['===', '\\==='],
    ['-1 of 0.1.0', '-1 of 0.1.0'],
    ['one\ntwo', 'one two'],
  ])('%j becomes %j', (raw, escaped) => {
    expect(text(raw)).toBe(escaped)
  })
})

describe('inline code', () => {
  it('uses backticks where it can', () => {
    expect(code('{"a": "*b*"}')).toBe('`{"a": "*b*"}`')
  })

  it('survives backticks and pipes, also in a table', () => {
    expect(code('a`|b')).toBe('<code>a&#96;&#124;b</code>')
    expect(code('')).toBe('<code></code>')
  })
})

describe('a link', () => {
  it('is one for https only', () => {
    expect(link('page', 'https://a.example/b')).toBe('[page](https://a.example/b)')
    expect(link('page', 'javascript:alert(1)')).toBe('page (`javascript:alert(1)`)')
    expect(link('page', 'not a url')).toBe('page (`not a url`)')
  })

  it('keeps parentheses and spaces out of its way', () => {
    expect(link('a]b', 'https://a.example/b) (c d')).toBe('[a\\]b](https://a.example/b%29%20%28c%20d)')
    expect(link('page', 'https://a.example/?a=1&copy=2')).toBe('[page](https://a.example/?a=1&amp;copy=2)')
  })
})

it('a fence is longer than any run of backticks inside', () => {
  expect(fence('sh', ['echo ````', '`'])).toEqual(['`````sh', 'echo ````', '`', '`````'])
})

it('a Mermaid label holds no quote, bracket or directive', () => {
  expect(label('a"]', '%%{')).toBe('"a#quot;#93;<br/>#37;#37;#123;"')
})

it('a JSON document is harmless to print and reads back the same', () => {
  const value = {a: '\u007f\u009b\u202e\u2028\ufeff\u{e0041}\ud800 ü 😀', b: ['\n']}
  const document = jsonDocument(value)
  expect(document).toContain('\\u007f\\u009b\\u202e\\u2028\\ufeff\\udb40\\udc41\\ud800 ü 😀')
  expect(JSON.parse(document)).toEqual(value)
})
