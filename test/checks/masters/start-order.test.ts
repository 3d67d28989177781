import {describe, expect, it} from 'vitest'
import check from '../../../checks/masters/start-order.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {withMasters, withNodes} from '../../support/live-nodes.ts'
import {failures, judgeIn} from '../../support/snapshots.ts'

describe('start-order', () => {
  it('passes with all running, and with a deployment that is shut down', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    const down = withNodes(node => (node.group === 'media' ? {...node, state: 'terminated'} : node))
    expect(judgeIn(check, withMasters('stopped', [1, 2, 3, 4], down)).status).toBe('pass')
  })

  it.each([
    [[1], 'medium'],
    [[1, 2], 'medium'],
    [[1, 2, 3], 'high'],
    [[1, 2, 3, 4], 'high'],
  ] as const)('fails with media nodes while the masters %j are stopped, %s', (slots, severity) => {
    const verdict = judgeIn(check, withMasters('stopped', slots))
    expect(failures(verdict)).toEqual(['mediaWithoutMasters: video'])
    expect(verdict).toMatchObject({findings: [{severity, observed: {masters: 4, media: 2}, expected: {media: 0}}]})
  })

  it('counts masters that are stopping and media nodes that are starting', () => {
    const starting = withNodes(node => (node.group === 'media' ? {...node, state: 'pending'} : node))
    expect(judgeIn(check, withMasters('stopping', [1, 2, 3, 4], starting)).status).toBe('fail')
  })

  it('leaves a master that ended to the count of masters', () => {
    expect(judgeIn(check, withMasters('terminated', [1])).status).toBe('pass')
  })
})
