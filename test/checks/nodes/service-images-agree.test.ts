import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/service-images-agree.ts'
import type {Container} from '../../../src/derive/service-containers.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn} from '../../support/snapshots.ts'

const [first = '', second = '', third = ''] = masterIds
const [media = ''] = mediaIds
const other = `sha256:${'f'.repeat(64)}`

const withContainer = (ids: readonly string[], name: string, change: Partial<Container>) =>
  withPart('containers', ids, all => all.map(one => (one.name === name ? {...one, ...change} : one)))

describe('service-images-agree', () => {
  it('names the node that differs from most of its role', () => {
    const verdict = judgeIn(check, withContainer([third], 'caddy', {imageId: other}))
    expect(verdict).toMatchObject({
      findings: [
        {
          subject: {logicalId: 'OpenViduMasterNode3'},
          severity: 'medium',
          message: `OpenViduMasterNode3 (${third}) runs caddy of docker.io/openvidu/openvidu-pro-caddy:3.8.0 (ffffffffffff); expected docker.io/openvidu/openvidu-pro-caddy:3.8.0 (000000000000) as on 3 of 4`,
        },
      ],
    })
  })

  it('tells several images of a node in one finding', () => {
    const changed = withPart('containers', [third], all => all.map(one => ({...one, imageId: other})))
    const verdict = judgeIn(check, changed)
    expect(failures(verdict)).toEqual(['otherImages: OpenViduMasterNode3'])
  })

  it('compares within a role only, and what runs only', () => {
    expect(judgeIn(check, withContainer(mediaIds, 'caddy', {imageId: other})).status).toBe('pass')
    expect(judgeIn(check, withContainer([third], 'caddy', {imageId: other, state: 'exited'})).status).toBe('pass')
    expect(judgeIn(check, withContainer([third], 'caddy', {imageId: other, agent: true})).status).toBe('pass')
  })

  it('fails one of two that differ', () => {
    expect(failures(judgeIn(check, withContainer([media], 'caddy', {imageId: other})))).toHaveLength(1)
    const twoAndTwo = judgeIn(check, withContainer([first, second], 'caddy', {imageId: other}))
    expect(JSON.stringify(twoAndTwo)).toContain('as on 2 of 4')
  })

  it('passes nothing where no two nodes of a role answered', () => {
    const alone = withProbes(node => (node.id === first || node.id === media ? node : null))
    expect(judgeIn(check, alone)).toMatchObject({status: 'unknown', unseen: {facts: ['Stack']}})
    expect(
      judgeIn(
        check,
        withProbes(() => null),
      ),
    ).toMatchObject({status: 'unknown'})
    // One media node has nobody to differ from.
    const oneMedia = withProbes(node => (node.group === 'master' || node.id === media ? node : null))
    expect(judgeIn(check, oneMedia).status).toBe('pass')
  })

  it('does not pass a node that was not seen, and fails the one beside it', () => {
    expect(judgeIn(check, withoutPart('containers', [media]))).toMatchObject({
      status: 'unknown',
      unseen: {facts: [media]},
    })
    const verdict = judgeIn(check, withoutAnswer([media], withContainer([third], 'caddy', {imageId: other})))
    expect(verdict).toMatchObject({status: 'fail', unseen: {facts: [media]}})
  })
})
