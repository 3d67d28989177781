import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/service-restarts.ts'
import type {Container} from '../../../src/derive/service-containers.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn} from '../../support/snapshots.ts'

const [first = ''] = masterIds
const [media = ''] = mediaIds

const withContainer = (id: string, name: string, change: Partial<Container>) =>
  withPart('containers', [id], all =>
    all.map(container => (container.name === name ? {...container, ...change} : container)),
  )

describe('service-restarts', () => {
  it('fails a service that restarts over and over', () => {
    const verdict = judgeIn(check, withContainer(first, 'loki', {state: 'restarting', restarts: 42, exitCode: 1}))
    expect(verdict).toMatchObject({
      findings: [
        {
          phrase: 'restarting',
          severity: 'high',
          message: `on OpenViduMasterNode1 (${first}) loki is restarting (42 times, code 1); expected 0 services that restart over and over`,
        },
      ],
    })
  })

  it('fails a service that was started again within the threshold, by the clock of the node', () => {
    const startedAt = (moment: string) => withContainer(media, 'egress', {restarts: 2, startedAt: moment})
    expect(judgeIn(check, startedAt('2026-11-21T10:00:01.501Z'))).toMatchObject({
      findings: [
        {
          phrase: 'restarted',
          message: `on ${media} egress was started again (2 times, last at 2026-11-21T10:00:01.501Z); expected 0 restarts within 24 hours`,
        },
      ],
    })
    expect(judgeIn(check, startedAt('2026-11-21T10:00:01.500Z')).status).toBe('pass')
    // Without that clock by the time of the run.
    expect(judgeIn(check, withoutPart('clock', [media], startedAt('2026-11-21T10:00:00.001Z'))).status).toBe('fail')
    expect(judgeIn(check, withoutPart('clock', [media], startedAt('2026-11-21T10:00:00.000Z'))).status).toBe('pass')
  })

  it('leaves alone a service that was only started once, however lately', () => {
    const fresh = withContainer(media, 'egress', {restarts: 0, startedAt: '2026-11-22T09:59:00.000Z'})
    expect(judgeIn(check, fresh).status).toBe('pass')
  })

  it('names what the kernel ended for want of memory', () => {
    const verdict = judgeIn(check, withContainer(media, 'egress', {oomKilled: true}))
    expect(failures(verdict)).toEqual([`outOfMemory: ${media}`])
    expect(verdict).toMatchObject({remedy: {commands: expect.arrayContaining(['sudo docker stats --no-stream'])}})
  })

  it.each([{agent: true}, {service: 'openvidu-init'}])('does not count %j', what => {
    const change = {...what, state: 'restarting', restarts: 9, oomKilled: true}
    expect(judgeIn(check, withContainer(media, 'egress', change)).status).toBe('pass')
  })

  it('does not pass a node whose containers were not seen, and fails the one beside it', () => {
    expect(judgeIn(check, withoutPart('containers', [media]))).toMatchObject({status: 'unknown'})
    const verdict = judgeIn(check, withoutAnswer([media], withContainer(first, 'loki', {state: 'restarting'})))
    expect(verdict).toMatchObject({status: 'fail', unseen: {facts: [media]}})
  })

  it('passes nothing where no node runs', () => {
    const none = withProbes(() => null)
    expect(judgeIn(check, none)).toMatchObject({status: 'unknown', unseen: {facts: ['Stack']}})
  })
})
