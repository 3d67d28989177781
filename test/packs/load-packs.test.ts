import {describe, expect, it} from 'vitest'
import {judge} from '../../src/engine/judge.ts'
import {loadPacks, type PackPlugin, type Packs} from '../../src/packs/load-packs.ts'
import {checkSource, packPlugin, packSource} from '../support/packs.ts'
import {factOf, failures, healthyPlan} from '../support/snapshots.ts'

/** Long enough for a busy machine; what is to hang is given less. */
const patient = {load: 20_000, judge: 20_000}
const hasty = {load: 700, judge: 700}

const sound = checkSource('acme/sound', "fail('wrong', facts.domainName.subject, {observed: {it: 'so'}, expected: {}})")

function whyMissing({missing}: Packs): string {
  return missing.map(({sentence}) => sentence).join('\n')
}

function verdictsOf(plugin: PackPlugin, within = patient) {
  return loadPacks([plugin], within).checks.map(check => [check.id, judge(check, healthyPlan())] as const)
}

/** What it is that a pack does, its hook, and what is said of it. */
const refused = [
  ['throws', "export default () => { throw new Error('boom') }", 'it broke: Error: boom'],
  ['throws where it is loaded', "throw new Error('boom')", 'it broke: Error: boom'],
  ['rejects', "export default async () => { throw new Error('boom') }", 'it broke: Error: boom'],
  [
    'leaves a failing promise',
    "Promise.reject(new Error('boom')); await new Promise(() => {})",
    'it broke: Error: boom',
  ],
  ['exits', 'export default () => process.exit(0)', 'it ended its thread'],
  ['is not JavaScript', 'export default (', 'it broke: SyntaxError: '],
  ['has no hook', 'export const pack = 1', 'it has a hook that is no function'],
  ['returns nothing', 'export default () => {}', 'it returned no pack'],
  [
    'is of another version',
    packSource('acme', [sound], 'apiVersion: 2'),
    'it was written for version 2 of the interface of packs; this openvidu-doctor has version 1',
  ],
  ['tells no version', packSource('acme', [sound], 'apiVersion: undefined'), 'it was written for no version of'],
  ['has no checks', packSource('acme', []), 'it is not as a pack has to be: checks '],
  [
    'has a check under a name that is not its own',
    packSource('other', [sound]),
    'acme/sound does not begin with the name of the pack, other/',
  ],
  [
    'takes the id of a check of ours',
    packSource('acme', [checkSource('four-masters', '')]),
    'four-masters: id must be PACK/check',
  ],
  ['has one check twice', packSource('acme', [sound, sound]), 'acme/sound is there twice'],
  [
    'needs a fact that there is not',
    packSource('acme', [checkSource('acme/x', '', "needs: ['phase of the moon']")]),
    'acme/x: needs.0 ',
  ],
  [
    'has a check that can not judge',
    packSource('acme', [checkSource('acme/x', '', 'judge: 1')]),
    'acme/x: judge must be a function',
  ],
  [
    'takes the name of an area',
    packSource('network', [checkSource('network/x', '')]),
    'it is named network, as an area of checks is already',
  ],
] as const

describe('a check pack', () => {
  it('judges as our own checks do, and says where it comes from', () => {
    const [check, ...others] = loadPacks([packPlugin('acme-checks', packSource('acme', [sound]))], patient).checks
    expect(others).toEqual([])
    expect(check).toMatchObject({pack: {name: 'acme', version: '1.2.3', plugin: 'acme-checks'}, requirements: []})
    if (check === undefined) throw new Error('no check')
    const verdict = judge(check, healthyPlan())
    expect(failures(verdict)).toEqual(['wrong: DomainName'])
    expect(verdict).toMatchObject({findings: [{severity: 'high', message: 'it is so'}]})
  })

  // All at once: each takes a thread, and most of the time is that of their start.
  const packs = loadPacks(
    refused.map(([, source], index) => packPlugin(`refused-${index}`, source)),
    patient,
  )

  it.each(refused.map(([what, , why], index) => ({what, why, index})))(
    'that $what is told, and nothing of it runs',
    ({why, index}) => {
      const [sentence, standIn] = [packs.missing[index]?.sentence, packs.standIns[index]]
      expect(packs.checks).toEqual([])
      expect(sentence).toContain(`the check pack of refused-${index} 1.0.0 was not loaded: `)
      expect(sentence).toContain(why)
      if (standIn === undefined) throw new Error('nothing in its place')
      expect(judge(standIn, healthyPlan())).toEqual({status: 'error', message: sentence})
    },
  )

  it.each([
    ['waits for ever', 'await new Promise(resolve => { setTimeout(resolve, 1e9) })'],
    ['runs for ever', 'export default () => { for (;;) {} }'],
  ])('that %s is ended', (_, source) => {
    expect(whyMissing(loadPacks([packPlugin('acme-checks', source)], hasty))).toContain(
      'it did not come to an end within 0.7 seconds',
    )
  })

  it('that is broken keeps no other one from judging', () => {
    const packs = loadPacks(
      [
        packPlugin('broken', 'throw 1'),
        packPlugin('acme-checks', packSource('acme', [sound])),
        packPlugin('again', packSource('acme', [sound])),
        {...packPlugin('gone', ''), hooks: [{target: './elsewhere', identifier: 'default'}]},
      ],
      patient,
    )
    expect(packs.checks.map(({id, pack}) => [id, pack?.plugin])).toEqual([['acme/sound', 'acme-checks']])
    expect(packs.missing.map(({plugin}) => plugin)).toEqual(['broken', 'again', 'gone'])
    expect(whyMissing(packs)).toContain('it is named acme, as a pack of acme-checks is already')
    expect(whyMissing(packs)).toContain('it has a hook, ./elsewhere, that is not there')
  })
})

describe('a check of a pack', () => {
  it.each([
    ['throws', "throw new Error('boom')", 'broke: Error: boom'],
    ['exits', 'process.exit(0)', 'ended its thread'],
    [
      'judges asynchronously',
      'return Promise.reject(new Error())',
      'judges asynchronously; what it needs has to be in the facts',
    ],
    [
      'has no such phrase',
      "fail('other', facts.domainName.subject, {observed: {}, expected: {}})",
      'has no phrase "other"',
    ],
    [
      'gives no subject',
      "fail('wrong', null, {observed: {}, expected: {}})",
      'said something that no report can hold: subject ',
    ],
    [
      'gives what is no JSON',
      "try { fail('wrong', facts.domainName.subject, {observed: {it: () => 1}, expected: {}}) } catch {}",
      'said something that no report can hold: evidence.observed',
    ],
    [
      'gives a weight that there is not',
      "fail('wrong', facts.domainName.subject, {observed: {}, expected: {}}, {severity: 'huge'})",
      'said something that no report can hold: options.severity',
    ],
  ])('that %s is broken, and the next one judges', (_, judging, why) => {
    const source = packSource('acme', [checkSource('acme/bad', judging), sound])
    const [bad, good] = verdictsOf(packPlugin('acme-checks', source))
    expect(bad?.[1]).toMatchObject({status: 'error', message: expect.stringContaining(`check acme/bad ${why}`)})
    expect(good?.[1].status).toBe('fail')
  })

  it('that loops for ever is ended, and the next one judges', () => {
    const source = packSource('acme', [checkSource('acme/bad', 'for (;;) {}'), sound])
    const [bad, good] = verdictsOf(packPlugin('acme-checks', source), {load: 20_000, judge: 700})
    expect(bad?.[1]).toEqual({status: 'error', message: 'check acme/bad did not come to an end within 0.7 seconds'})
    expect(good?.[1].status).toBe('fail')
  })

  it('changes nothing that others judge by', () => {
    const before = structuredClone(factOf(healthyPlan(), 'domainName'))
    verdictsOf(
      packPlugin(
        'acme-checks',
        packSource('acme', [checkSource('acme/x', 'facts.domainName.value = null; Array.prototype.map = null')]),
      ),
    )
    expect(factOf(healthyPlan(), 'domainName')).toEqual(before)
  })
})
