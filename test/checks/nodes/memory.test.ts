import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/memory.ts'
import type {Part} from '../../../src/derive/node-answers.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn} from '../../support/snapshots.ts'

const [first = ''] = masterIds
const gibibyte = 1024 ** 3

const memory = (change: Partial<Part<'memory'>>, ids: readonly string[] = [first], snapshot = healthyStack()) =>
  withPart('memory', ids, value => ({...value, ...change}), snapshot)

describe('memory', () => {
  it('passes nodes with memory left', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it('fails below the threshold, not at it', () => {
    expect(judgeIn(check, memory({totalBytes: 1000, availableBytes: 100})).status).toBe('pass')
    const verdict = judgeIn(check, memory({totalBytes: 8 * gibibyte, availableBytes: 0.8 * gibibyte - 1}))
    expect(failures(verdict)).toEqual(['low: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'medium',
          message: `OpenViduMasterNode1 (${first}) has 819.2 MiB of 8 GiB of memory available (9.9%); expected at least 10%`,
        },
      ],
    })
  })

  it('fails a node that killed since it booted, and names the containers', () => {
    const killed = withPart(
      'containers',
      [first],
      all => all.map(one => (one.name === 'mongo' ? {...one, oomKilled: true} : one)),
      memory({oomKills: 2}),
    )
    const verdict = judgeIn(check, killed)
    expect(failures(verdict)).toEqual(['killed: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({
      findings: [
        {
          message: `the kernel of OpenViduMasterNode1 (${first}) killed 2 processes for want of memory since 2026-11-12T10:05:00.000Z, of mongo at last; expected 0`,
        },
      ],
    })
  })

  it('tells of kills where nothing else of the node was seen', () => {
    const bare = withoutPart('system', [first], withoutPart('containers', [first], memory({oomKills: 1})))
    expect(judgeIn(check, bare)).toMatchObject({
      findings: [{observed: {since: 'it booted', kills: 1, containers: []}}],
      unseen: null,
    })
  })

  it('tells both of one node in one finding', () => {
    const verdict = judgeIn(check, memory({oomKills: 1, availableBytes: 0}))
    expect(verdict).toMatchObject({findings: [{subject: {logicalId: 'OpenViduMasterNode1'}}]})
  })

  it('does not pass what it could not see', () => {
    expect(judgeIn(check, memory({oomKills: null}))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    expect(judgeIn(check, memory({totalBytes: 0, availableBytes: 0}))).toMatchObject({unseen: {cause: 'failed'}})
    expect(judgeIn(check, withoutAnswer(mediaIds)).status).toBe('unknown')
    expect(
      judgeIn(
        check,
        withProbes(() => null),
      ).status,
    ).toBe('unknown')
  })

  it('fails one node beside another that was not seen', () => {
    const verdict = judgeIn(check, withoutAnswer(mediaIds, memory({oomKills: 1})))
    expect(failures(verdict)).toEqual(['killed: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({unseen: {facts: mediaIds}})
  })
})
