import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/versions-agree.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

const [first = '', second = '', third = ''] = masterIds
const [media = ''] = mediaIds
const everyone = [...masterIds, ...mediaIds]

/** These nodes as if they were installed with this version, and ran it. */
const withVersion = (ids: readonly string[], version: string, snapshot?: ReturnType<typeof withPart>) =>
  withPart(
    'containers',
    ids,
    all => all.map(one => ({...one, image: one.image.replace(/:3\.8\.0$/, `:${version}`)})),
    withPart('installation', ids, part => ({...part, version}), snapshot),
  )
const withImage = (id: string, service: string, image: string) =>
  withPart('containers', [id], all => all.map(one => (one.name === service ? {...one, image} : one)))

describe('versions-agree', () => {
  it('names the master that differs from the others', () => {
    const verdict = judgeIn(check, withVersion([third], '3.7.0'))
    expect(verdict).toMatchObject({
      findings: [
        {
          phrase: 'otherVersion',
          severity: 'high',
          message: `OpenViduMasterNode3 (${third}) is installed with version 3.7.0; expected 3.8.0, as 3 of 4 masters`,
        },
      ],
    })
  })

  it('goes by the masters, however many media nodes there are', () => {
    const verdict = judgeIn(check, withVersion(mediaIds, '3.7.0'))
    expect(failures(verdict)).toEqual(mediaIds.map(id => `otherVersion: ${id}`))
    const mediaOnly = withProbes(node => (node.group === 'media' ? node : null), withVersion([media], '3.7.0'))
    expect(judgeIn(check, mediaOnly).status).toBe('fail')
  })

  it('does not hide how a tie stands', () => {
    const verdict = judgeIn(check, withVersion([first, second], '3.7.0'))
    expect(verdict).toMatchObject({status: 'fail'})
    expect(JSON.stringify(verdict)).toContain('2 of 4 masters')
  })

  it('holds the version in the secret against that of the nodes, where it was read', () => {
    const stored = (version: string | null) =>
      withChanged(healthyStack(), 'secretInstallation', fact => ({...fact, version}))
    expect(judgeIn(check, stored('3.7.0'))).toMatchObject({
      findings: [
        {
          phrase: 'otherSecret',
          message: 'the secret has version 3.7.0, which new nodes install; expected 3.8.0, as 4 of 4 masters',
        },
      ],
    })
    expect(judgeIn(check, stored(null)).status).toBe('pass')
    const unread = unknown('not-requested', 'only with --verify-secret', 'secretsmanager:GetSecretValue')
    expect(judgeIn(check, withFacts(healthyStack(), {secretInstallation: unread})).status).toBe('pass')
  })

  it('fails a node without a version', () => {
    const none = withPart('installation', [third], part => ({...part, version: null}))
    expect(failures(judgeIn(check, none))).toEqual(['noVersion: OpenViduMasterNode3'])
  })

  it('fails images of another version than the node’s', () => {
    const verdict = judgeIn(check, withImage(media, 'openvidu', 'docker.io/openvidu/openvidu-server-pro:3.7.0'))
    expect(verdict).toMatchObject({
      findings: [
        {
          phrase: 'otherImages',
          message: `${media} runs openvidu of 3.7.0; expected 3.8.0, the version that it is installed with`,
        },
      ],
    })
  })

  it.each([
    ['docker.io/redis:7.4', 'pass'],
    ['registry.example.com:5000/openvidu/openvidu-operator:3.8.0', 'pass'],
    ['registry.example.com:5000/openvidu/openvidu-operator:3.7.0', 'fail'],
    ['openvidu/openvidu-operator:3.8.0@sha256:0123', 'pass'],
    ['openvidu/openvidu-operator:main', 'fail'],
    ['openvidu/openvidu-operator@sha256:0123', 'unknown'],
    ['registry.example.com:5000/openvidu/openvidu-operator', 'unknown'],
  ])('reads the tag of %s: %s', (image, status) => {
    expect(judgeIn(check, withImage(first, 'operator', image)).status).toBe(status)
  })

  it('tells once, with less weight, of a template of another release', () => {
    const upgraded = withChanged(withVersion(everyone, '3.9.0'), 'secretInstallation', fact => ({
      ...fact,
      version: '3.9.0',
    }))
    expect(judgeIn(check, upgraded)).toMatchObject({
      findings: [
        {
          phrase: 'otherTemplate',
          severity: 'medium',
          message:
            '4 of 4 masters are installed with version 3.9.0; expected 3.8.0, which the template of the stack installs',
        },
      ],
    })
    for (const version of ['main', null]) {
      const without = withChanged(upgraded, 'template', template => ({...template, version: known(version)}))
      expect(judgeIn(check, without).status).toBe('pass')
    }
    expect(judgeIn(check, withFacts(upgraded, {template: unknown('denied', 'no')})).status).toBe('pass')
  })

  it.each(['installation', 'containers'] as const)('does not pass a node whose %s was not seen', part => {
    expect(judgeIn(check, withoutPart(part, [media]))).toMatchObject({status: 'unknown', unseen: {facts: [media]}})
  })

  it('fails the node beside one that gave no answer', () => {
    const verdict = judgeIn(check, withoutAnswer([media], withVersion([third], '3.7.0')))
    expect(verdict).toMatchObject({status: 'fail', unseen: {facts: [media]}})
  })

  it('passes nothing where no node runs', () => {
    const none = withProbes(() => null)
    expect(judgeIn(check, none)).toMatchObject({status: 'unknown', unseen: {facts: ['Stack']}})
  })
})
