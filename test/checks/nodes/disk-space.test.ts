import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/disk-space.ts'
import type {Part} from '../../../src/derive/node-answers.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn} from '../../support/snapshots.ts'

const [first = ''] = masterIds

const disk = (change: Partial<Part<'disks'>[number]>, ids: readonly string[] = [first]) =>
  withPart('disks', ids, disks => disks.map(one => ({...one, ...change})))
const logged = (snapshot = healthyStack(), where = 'container mongo', signature = 'F23') =>
  withPart('signatures', [first], () => [{signature, where, lines: 3, last: 12, text: 'No space left'}], snapshot)

describe('disk-space', () => {
  it('passes nodes with room', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it('fails beyond the threshold, not at it', () => {
    expect(judgeIn(check, disk({usedPercent: 80})).status).toBe('pass')
    const verdict = judgeIn(check, disk({usedPercent: 81, availableBytes: 8.6 * 1024 ** 3}))
    expect(failures(verdict)).toEqual(['full: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'high',
          message: `OpenViduMasterNode1 (${first}): / has 81% of its bytes used (8.6 GiB left); expected at most 80% used`,
        },
      ],
    })
  })

  it('counts inodes as it counts bytes', () => {
    expect(judgeIn(check, disk({inodes: {total: 1000, free: 200}})).status).toBe('pass')
    expect(judgeIn(check, disk({inodes: {total: 1000, free: 199}}))).toMatchObject({
      findings: [{observed: {disks: ['/ has 81% of its inodes used (199 left)']}}],
    })
  })

  it.each([null, {total: 0, free: 0}])('does not mind a file system that counts none: %j', inodes => {
    expect(judgeIn(check, disk({inodes})).status).toBe('pass')
  })

  it.each([{usedPercent: 100, availableBytes: 0}, {inodes: {total: 1000, free: 0}}])(
    'is critical with nothing left: %j',
    change => {
      expect(judgeIn(check, disk(change))).toMatchObject({findings: [{severity: 'critical'}]})
    },
  )

  it('names what the logs tell of it', () => {
    const verdict = judgeIn(check, logged(disk({usedPercent: 99})))
    expect(verdict).toMatchObject({findings: [{phrase: 'full', observed: {logs: ['3 lines in container mongo']}}]})
  })

  it('tells a disk that was full less loudly, and no other failure of the logs', () => {
    const verdict = judgeIn(check, logged())
    expect(failures(verdict)).toEqual(['wasFull: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({findings: [{severity: 'medium'}]})
    expect(judgeIn(check, logged(healthyStack(), 'journal', 'F21')).status).toBe('pass')
  })

  it('fails each node, and tells those that were not seen', () => {
    const verdict = judgeIn(
      check,
      withoutPart('disks', [mediaIds[1] ?? ''], disk({usedPercent: 90}, [first, mediaIds[0] ?? ''])),
    )
    expect(failures(verdict)).toEqual(['full: OpenViduMasterNode1', `full: ${mediaIds[0]}`])
    expect(verdict).toMatchObject({unseen: {facts: [mediaIds[1]], cause: 'timed-out'}})
  })

  it('does not pass with a node that was not seen, that told of no disk, or with none', () => {
    expect(judgeIn(check, withoutAnswer([first]))).toMatchObject({
      status: 'unknown',
      unseen: {action: 'ssm:SendCommand'},
    })
    expect(
      judgeIn(
        check,
        withPart('disks', [first], () => []),
      ),
    ).toMatchObject({
      status: 'unknown',
      unseen: {cause: 'failed'},
    })
    expect(
      judgeIn(
        check,
        withProbes(() => null),
      ).status,
    ).toBe('unknown')
  })
})
