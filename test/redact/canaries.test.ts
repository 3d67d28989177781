import {describe, expect, it} from 'vitest'
import {LineRedactor} from '../../src/redact/line-redactor.ts'
import {bytesOf, textOf} from '../../src/redact/redactor.ts'
import {SecretMemory} from '../../src/redact/secret-memory.ts'
import {SecretSearch} from '../../src/redact/secret-search.ts'
import {type Canary, canaries, inBlocks} from '../support/canaries.ts'
import {onNodes, redact} from './sed.ts'

const all = canaries()
const tellingThemselves = all.filter(({told}) => told !== 'known')
const toldOnNodes = all.filter(({told}) => told === 'node')

/** Those whose value is in the text that has become of theirs, in any form. */
function leaking(shown: readonly {readonly canary: Canary; readonly text: string}[]): readonly string[] {
  return shown
    .filter(({canary, text}) => text.includes(canary.value) || found(canary, Buffer.from(text)).length > 0)
    .map(({canary, text}) => `${canary.id}: ${text}`)
}

function found({id, value}: Canary, bytes: Buffer) {
  const scan = new SecretSearch([{value, from: id}]).scan()
  return inBlocks(bytes, 7).flatMap(block => scan.take(block))
}

it('there are several hundred, each with a value of its own', () => {
  expect(all.length).toBeGreaterThan(600)
  expect(new Set(all.map(({value}) => value)).size).toBe(all.length)
  expect(new Set(all.map(({id}) => id)).size).toBe(all.length)
})

it('none that tells itself comes through, each in a log of its own', () => {
  const shown = tellingThemselves.map(canary => ({
    canary,
    text: textOf(redact(bytesOf(canary.text).split('\n')).join('\n')),
  }))
  expect(leaking(shown)).toEqual([])
})

it('none comes through where it was seen before, in whichever form', () => {
  const shown = all.map(canary => {
    const memory = new SecretMemory()
    new LineRedactor(memory).redacted(bytesOf(`SOME_PASSWORD='${canary.value}'`))
    return {canary, text: textOf(new LineRedactor(memory).redacted(bytesOf(canary.text)))}
  })
  expect(leaking(shown)).toEqual([])
})

describe.each(onNodes)('%s', (_, redacted) => {
  /** Behind each a line that ends what it leaves open. */
  const border = '-----END PRIVATE KEY----- border'

  it('those that the shared rules tell are taken out, and the rest of their lines is as it is here', () => {
    const parts = redacted(toldOnNodes.flatMap(({text}) => [...bytesOf(text).split('\n'), border]))
      .join('\n')
      .split(border)
      .map(part => part.replace(/^\n|\n$/g, ''))
    const shown = toldOnNodes.map((canary, index) => ({canary, text: textOf(parts[index] ?? canary.text)}))
    expect(leaking(shown)).toEqual([])
    const here = toldOnNodes.map(({text}) => redact([...bytesOf(text).split('\n'), border]).join('\n'))
    expect(shown.map(({text}) => text)).toEqual(here.map(text => textOf(text.replace(`\n${border}`, ''))))
  })
})

it('the last ring finds each by itself, across every border of blocks', () => {
  const blind = all.filter(canary => found(canary, Buffer.from(canary.text)).length === 0)
  expect(blind.map(({id}) => id)).toEqual([])
})

it('the last ring finds all of them in one pass, by what they are known by', () => {
  const search = new SecretSearch(all.map(({id, value}) => ({value, from: id})))
  const scan = search.scan()
  const bytes = Buffer.from(all.map(({text}) => text).join('\n'))
  const hits = inBlocks(bytes, 4_093).flatMap(block => scan.take(block))
  expect(new Set(hits.map(({from}) => from))).toEqual(new Set(all.map(({id}) => id)))
  expect(search.size).toBe(all.length)
  expect(search.leftOut).toEqual([])
})
