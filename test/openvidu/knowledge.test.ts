import {expect, test} from 'vitest'
import {defects, defectsOf} from '../../src/openvidu/defects.ts'
import {generations} from '../../src/openvidu/generations.ts'
import {requirements} from '../../src/openvidu/requirements.ts'
import {compiledSignatures, signatures} from '../../src/openvidu/signatures.ts'
import {signatureLines, soundLines} from '../nodes/signature-lines.ts'

const numbered = (letter: string, last: number) => Array.from({length: last}, (_, index) => `${letter}${index + 1}`)

test('every requirement, defect and signature is there once, in order', () => {
  expect(requirements.map(({id}) => id)).toEqual(numbered('R', 46))
  expect(defects.map(({id}) => id)).toEqual(numbered('D', 30))
  expect(signatures.map(({id}) => id)).toEqual(numbered('F', 43))
})

test('a requirement is one sentence and names an official page', () => {
  for (const {id, text, source} of requirements) {
    expect([id, text]).toEqual([id, expect.stringMatching(/^[A-Z].*[^.]\.$/)])
    expect([id, new URL(source).protocol]).toEqual([id, 'https:'])
    expect(new URL(source).host).toMatch(/^(openvidu\.io|docs\.aws\.amazon\.com|github\.com)$/)
  }
})

test('a defect says what it does and what to do', () => {
  for (const {id, title, consequence, remedy} of defects) {
    expect([id, title]).toEqual([id, expect.stringMatching(/^[A-Z].*[^.]$/)])
    expect([id, consequence, remedy]).toEqual([id, expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)])
  }
})

test('defects are claimed of seen templates only', () => {
  for (const {id, templateSeen} of generations) expect(defectsOf(id).length > 0).toBe(templateSeen)
})

test('defects come and go with the generations', () => {
  const has = (id: Parameters<typeof defectsOf>[0], mainDomainTurn?: boolean) => {
    const features = mainDomainTurn === undefined ? undefined : {turnDomain: false, mainDomainTurn}
    return new Set(defectsOf(id, features).map(defect => defect.id))
  }
  expect([has('3.4.1').has('D14'), has('3.5.0').has('D14')]).toEqual([true, false])
  expect([has('3.4.1').has('D19'), has('3.5.0').has('D19'), has('3.6.0').has('D19')]).toEqual([false, true, false])
  expect([has('3.5.0').has('D16'), has('3.6.0').has('D16')]).toEqual([true, false])
  expect([has('3.5.0').has('D17'), has('3.5.0', false).has('D17'), has('3.5.0', true).has('D17')]).toEqual([
    true,
    false,
    true,
  ])
  expect([has('3.6.0', false).has('D17'), has('3.6.1').has('D17')]).toEqual([true, false])
  expect(has('3.8.0').size).toBe(24)
})

test.each(signatures.map(({id}) => id))('%s matches its line and no sound one', id => {
  const signature = signatures.find(row => row.id === id)
  const [where] = signature?.where ?? []
  const {expression} = compiledSignatures(where ?? 'journal').find(row => row.signature.id === id) ?? {}
  expect(expression?.test(signatureLines[id])).toBe(true)
  expect(soundLines.filter(line => expression?.test(line))).toEqual([])
})

test('no signature answers to the line of another one of the same evidence', () => {
  for (const {id, where} of signatures) {
    for (const source of where) {
      const answers = compiledSignatures(source).filter(({expression}) => expression.test(signatureLines[id]))
      expect([id, answers.map(({signature}) => signature.id)]).toEqual([id, [id]])
    }
  }
})

test('a generation leaves out what it cannot show', () => {
  const ids = (generation: '3.4.1' | '3.8.0') =>
    compiledSignatures('cloud-init', generation).map(({signature}) => signature.id)
  expect([ids('3.4.1').includes('F2'), ids('3.8.0').includes('F2')]).toEqual([true, false])
  expect([ids('3.4.1').includes('F24'), ids('3.8.0').includes('F24')]).toEqual([false, true])
})

test('the expressions stay fast on long hostile lines', () => {
  const hostile = [
    'license ',
    'AccessDenied',
    "architecture 'x' ",
    'bitnami/a',
    'certificate ARN ',
    'functionName',
  ].map(part => part.repeat(5_000))
  const started = performance.now()
  for (const {where} of signatures) {
    for (const source of where)
      for (const {expression} of compiledSignatures(source)) for (const line of hostile) expression.test(line)
  }
  expect(performance.now() - started).toBeLessThan(5_000)
})
