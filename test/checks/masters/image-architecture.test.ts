import {describe, expect, it} from 'vitest'
import check from '../../../checks/masters/image-architecture.ts'
import {absent, known, unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

const parameter = (id: string) => ({type: 'Parameter', id, logicalId: null, location: null})
const launchTemplate = {type: 'AWS::EC2::LaunchTemplate', id: null, logicalId: 'MasterTemplate', location: null}

interface Given {
  readonly type: string
  readonly image: 'x86_64' | 'arm64' | null
}

const notInName = unknown('not-requested', 'which architecture the AMI has is for AWS to say', 'ec2:DescribeImages')

const nodes = (masters: Given, media: Given = masters, generation = '3.8.0') => {
  const node = (id: string, {type, image}: Given) => ({
    instanceType: {subject: parameter(id), value: known(type)},
    image: {
      subject: launchTemplate,
      reference: known('ami-1'),
      architecture: image === null ? notInName : known(image),
    },
  })
  const changed = withChanged(healthyPlan(), 'masters', all =>
    all.map(master => ({...master, ...node('MasterNodeInstanceType', masters)})),
  )
  const both = withChanged(changed, 'mediaGroup', group => ({...group, ...node('MediaNodeInstanceType', media)}))
  return withChanged(both, 'template', template => ({...template, generation}))
}

const x86 = {type: 'c6a.xlarge', image: 'x86_64'} as const
const arm = {type: 'c7g.xlarge', image: 'arm64'} as const

describe('image-architecture', () => {
  it('passes either architecture, also a mixed pair, without any look-up', () => {
    for (const snapshot of [nodes(x86), nodes(arm), nodes(x86, arm)]) {
      const offline = withFacts(snapshot, {images: unknown('not-requested', 'run with credentials')})
      expect(judgeIn(check, offline).status).toBe('pass')
    }
  })

  it('fails where they differ, for masters and media nodes each', () => {
    const verdict = judgeIn(check, nodes({...arm, image: 'x86_64'}, {...x86, image: 'arm64'}))
    expect(failures(verdict)).toEqual(['mismatch: MasterNodeInstanceType', 'mismatch: MediaNodeInstanceType'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'high',
          observed: {nodes: 'the master nodes', typeArchitecture: 'arm64', imageArchitecture: 'x86_64'},
          expected: {imageArchitecture: 'arm64'},
        },
        {observed: {nodes: 'the media nodes'}},
      ],
    })
  })

  it.each([
    ['3.5.0', 'c6gd.xlarge', 'templateGap'],
    ['3.5.0', 'c7gn.xlarge', 'templateGap'],
    ['3.5.0', 'c7g.xlarge', 'mismatch'],
    ['3.6.0', 'c6gd.xlarge', 'mismatch'],
    ['none', 'c6gd.xlarge', 'mismatch'],
  ])('in %s it reports %s as %s, at full weight', (generation, type, phrase) => {
    const verdict = judgeIn(check, nodes({type, image: 'x86_64'}, x86, generation))
    expect(failures(verdict)).toEqual([`${phrase}: MasterNodeInstanceType`])
    expect(verdict).toMatchObject({findings: [{severity: 'high', defect: null}]})
  })

  it('looks an image up whose name does not tell', () => {
    const image = (architecture: string | null) => [{reference: 'ami-1', imageId: 'ami-1', architecture}]
    const untold = nodes({...x86, image: null}, x86)
    expect(judgeIn(check, withFacts(untold, {images: image('x86_64')})).status).toBe('pass')
    expect(failures(judgeIn(check, withFacts(untold, {images: image('arm64')})))).toEqual([
      'mismatch: MasterNodeInstanceType',
    ])
    expect(judgeIn(check, withFacts(untold, {images: image(null)})).status).toBe('unknown')
    expect(judgeIn(check, withFacts(untold, {images: []})).status).toBe('unknown')
    const offline = withFacts(untold, {images: unknown('not-requested', 'run with credentials', 'ssm:GetParameter')})
    expect(judgeIn(check, offline)).toMatchObject({status: 'unknown', unseen: {facts: ['images']}})
  })

  it('does not pass a type it knows nothing of', () => {
    expect(judgeIn(check, nodes({type: 'quantum.xlarge', image: 'x86_64'}, x86)).status).toBe('unknown')
  })

  it('judges the masters where there is no group of media nodes', () => {
    const none = withFacts(nodes(x86), {mediaGroup: absent('the template has no group of media nodes')})
    expect(judgeIn(check, none).status).toBe('pass')
  })

  describe('on a deployed stack', () => {
    const next = (type: string, reference: string, architecture: 'x86_64' | 'arm64' | null) =>
      withChanged(healthyStack(), 'mediaGroup', group => ({
        ...group,
        instanceType: {subject: launchTemplate, value: known(type)},
        image: {
          subject: launchTemplate,
          reference: known(reference),
          architecture: architecture === null ? notInName : known(architecture),
        },
      }))

    it('passes a type and an image that a node was started from, whatever is known of them', () => {
      expect(judgeIn(check, next('c6a.xlarge', 'ami-0123456789abcdef0', null)).status).toBe('pass')
      const masters = withChanged(healthyStack(), 'masters', all =>
        all.map(one => ({...one, instanceType: {...one.instanceType, value: known('quantum.xlarge')}})),
      )
      expect(judgeIn(check, masters).status).toBe('pass')
    })

    it('judges the launch template from which none was', () => {
      expect(failures(judgeIn(check, next('c7g.xlarge', 'ami-0123456789abcdef0', 'x86_64')))).toEqual([
        'mismatch: MasterTemplate',
      ])
      const untold = next('c6a.xlarge', 'ami-2', null)
      const image = (architecture: string) => [{reference: 'ami-2', imageId: 'ami-2', architecture}]
      expect(judgeIn(check, withFacts(untold, {images: image('x86_64')})).status).toBe('pass')
      expect(judgeIn(check, withFacts(untold, {images: image('arm64')})).status).toBe('fail')
      expect(judgeIn(check, untold).status).toBe('unknown')
    })

    it('does not pass where nobody saw the nodes', () => {
      const unseen = withFacts(healthyStack(), {nodes: unknown('denied', 'no', 'ec2:DescribeInstances')})
      expect(judgeIn(check, unseen).status).toBe('unknown')
    })
  })
})
