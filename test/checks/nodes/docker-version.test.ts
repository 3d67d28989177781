import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/docker-version.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn, withChanged} from '../../support/snapshots.ts'

const [media = ''] = mediaIds
const everyone = [...masterIds, ...mediaIds]

const withDocker = (id: string, version: string | null) => withPart('docker', [id], part => ({...part, version}))
/** All nodes as of this version, so that only Docker differs from what is demanded. */
const installed = (version: string | null, docker: string) =>
  withPart(
    'docker',
    everyone,
    part => ({...part, version: docker}),
    withPart('installation', everyone, part => ({...part, version})),
  )

describe('docker-version', () => {
  it('fails an older Docker than the version demands', () => {
    expect(judgeIn(check, withDocker(media, '29.5.2'))).toMatchObject({
      findings: [
        {
          phrase: 'older',
          severity: 'medium',
          message: `${media} has Docker 29.5.2; expected at least 29.5.3, as OpenVidu 3.8.0 demands`,
        },
      ],
    })
  })

  it.each([
    ['3.2.0', '28.1.0', 'fail'],
    ['3.2.0', '28.1.1', 'pass'],
    ['3.3.0', '28.1.1', 'pass'],
    ['3.4.1', '28.3.2', 'fail'],
    ['3.4.1', '28.3.3', 'pass'],
    ['3.5.0', '28.10.9', 'fail'],
    ['3.5.0', '29.0.2', 'pass'],
    ['3.6.1', '29.2.0', 'fail'],
    ['3.6.1', '29.10.0', 'pass'],
    ['3.7.0', '29.4.2-ce', 'pass'],
    ['3.8.0', '30.0.0', 'pass'],
    ['3.8.0', '29.5', 'fail'],
    ['3.1.0', '20.0.0', 'unknown'],
    ['9.9.9', '29.5.3', 'unknown'],
    ['3.8.0', 'dev', 'unknown'],
    ['3.8.0', '', 'unknown'],
  ])('of %s with Docker %s: %s', (version, docker, status) => {
    expect(judgeIn(check, installed(version, docker)).status).toBe(status)
  })

  it('goes by the template where the node does not say its version', () => {
    const old = withChanged(installed(null, '28.1.1'), 'template', template => ({...template, generation: '3.2.0'}))
    expect(judgeIn(check, old).status).toBe('pass')
    expect(judgeIn(check, installed(null, '28.1.1')).status).toBe('fail')
  })

  it('does not pass a node whose Docker does not answer or was not seen', () => {
    expect(judgeIn(check, withDocker(media, null))).toMatchObject({status: 'unknown', unseen: {facts: [media]}})
    expect(judgeIn(check, withoutPart('docker', [media])).status).toBe('unknown')
    const verdict = judgeIn(check, withoutAnswer([media], withDocker(masterIds[0] ?? '', '27.0.0')))
    expect(failures(verdict)).toEqual(['older: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({unseen: {facts: [media]}})
  })

  it('passes nothing where no node runs', () => {
    const none = withProbes(() => null)
    expect(judgeIn(check, none)).toMatchObject({status: 'unknown', unseen: {facts: ['Stack']}})
  })
})
