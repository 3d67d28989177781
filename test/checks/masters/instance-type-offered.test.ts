import {describe, expect, it} from 'vitest'
import check from '../../../checks/masters/instance-type-offered.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import {failures, healthyPlan, judgeIn, offlinePlan, withChanged, withFacts} from '../../support/snapshots.ts'

const parameter = (id: string) => ({type: 'Parameter', id, logicalId: null, location: null})
const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c', 'eu-west-1d']
const ids = ['subnet-a', 'subnet-b', 'subnet-c', 'subnet-d']

/** Masters of one type in four zones, media nodes of another in two of them. */
const plan = () => {
  const base = withFacts(healthyPlan(), {
    subnets: ids.map((id, index) => ({
      subject: {type: 'AWS::EC2::Subnet', id, logicalId: null, location: null},
      id,
      uses: ['masters' as const],
      details: {
        vpcId: 'vpc-1',
        zone: zones[index] ?? '',
        mapsPublicAddresses: true,
        availableAddresses: 100,
        internetBlocked: 'off',
      },
    })),
    masterSubnets: {subject: parameter('OpenViduMasterNodeSubnets'), value: known(ids)},
    mediaSubnets: {subject: parameter('OpenViduMediaNodeSubnets'), value: known(ids.slice(0, 2))},
  })
  const masters = withChanged(base, 'masters', all =>
    all.map((master, index) => ({
      ...master,
      subnetId: known(ids[index] ?? ''),
      instanceType: {subject: parameter('MasterNodeInstanceType'), value: known('c6a.xlarge')},
    })),
  )
  return withChanged(masters, 'mediaGroup', group => ({
    ...group,
    instanceType: {subject: parameter('MediaNodeInstanceType'), value: known('g5.xlarge')},
  }))
}

const offered = (master: string[], media: string[]) =>
  withFacts(plan(), {
    typeOfferings: [
      {type: 'c6a.xlarge', zones: master},
      {type: 'g5.xlarge', zones: media},
    ],
  })

describe('instance-type-offered', () => {
  it('passes where each zone has the type that runs in it', () => {
    expect(judgeIn(check, offered(zones, zones.slice(0, 2))).status).toBe('pass')
  })

  it('fails a zone without the type of the masters', () => {
    const verdict = judgeIn(check, offered(zones.slice(0, 3), zones))
    expect(failures(verdict)).toEqual(['notEverywhere: MasterNodeInstanceType'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'high', observed: {zones: ['eu-west-1d']}, expected: {zones: zones.slice(0, 3)}}],
    })
  })

  it('weighs media nodes less while one zone is left', () => {
    expect(judgeIn(check, offered(zones, ['eu-west-1a']))).toMatchObject({
      findings: [{phrase: 'notEverywhere', severity: 'medium', observed: {zones: ['eu-west-1b']}}],
    })
    expect(judgeIn(check, offered(zones, []))).toMatchObject({
      findings: [{phrase: 'nowhere', severity: 'high', observed: {zones: ['eu-west-1a', 'eu-west-1b']}}],
    })
  })

  it('takes all subnets for the group of the first generation', () => {
    const spread = unknown('unresolved', 'Auto Scaling spreads the group over its subnets')
    const group = withChanged(offered(zones.slice(0, 3), zones), 'masters', all =>
      all.slice(0, 1).map(master => ({...master, slot: null, subnetId: spread})),
    )
    expect(failures(judgeIn(check, group))).toEqual(['notEverywhere: MasterNodeInstanceType'])
  })

  it('does not pass what was not looked up', () => {
    expect(judgeIn(check, offlinePlan()).status).toBe('unknown')
    expect(judgeIn(check, withFacts(offered(zones, zones), {typeOfferings: []})).status).toBe('unknown')
    const lost = withChanged(offered(zones, zones), 'subnets', all => all.map(one => ({...one, details: null})))
    expect(judgeIn(check, lost).status).toBe('unknown')
    const open = unknown('unresolved', 'the SubnetProcessor gives no Subnet5')
    const placed = withChanged(offered(zones, zones), 'masters', all => all.map(one => ({...one, subnetId: open})))
    expect(judgeIn(check, placed).status).toBe('unknown')
  })
})
