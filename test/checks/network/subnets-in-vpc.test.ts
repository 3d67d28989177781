import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/subnets-in-vpc.ts'
import {unknown} from '../../../src/model/fact.ts'
import {failures, judgeIn, vpcId, withChanged, withFacts} from '../../support/snapshots.ts'
import {fourZones, planIn, withSubnet} from './network-plan.ts'

describe('subnets-in-vpc', () => {
  it('passes where all subnets are of the VPC', () => {
    expect(judgeIn(check, planIn(fourZones)).status).toBe('pass')
  })

  it('names a subnet that does not exist and one of another VPC', () => {
    const missing = withSubnet(planIn(fourZones), 'subnet-master1', null)
    const verdict = judgeIn(check, withSubnet(missing, 'subnet-media2', {vpcId: 'vpc-other'}))
    expect(failures(verdict)).toEqual(['noSubnet: subnet-master1', 'elsewhere: subnet-media2'])
    expect(verdict).toMatchObject({
      findings: [
        {severity: 'critical', expected: {vpc: vpcId}},
        {
          observed: {subnet: 'subnet-media2', vpc: 'vpc-other'},
          message: `subnet-media2 belongs to vpc-other; it should be a subnet of ${vpcId}`,
        },
      ],
    })
  })

  it('fails where the VPC does not exist, with its own cure', () => {
    const verdict = judgeIn(
      check,
      withChanged(planIn(fourZones), 'vpc', vpc => ({...vpc, exists: false})),
    )
    expect(failures(verdict)).toEqual([`noVpc: ${vpcId}`])
    expect(verdict).toMatchObject({remedy: {text: expect.stringContaining('OpenViduVPC')}})
  })

  it('does not pass without any subnet or without the VPC', () => {
    expect(judgeIn(check, withFacts(planIn(fourZones), {subnets: []}))).toMatchObject({
      status: 'unknown',
      unseen: {cause: 'unresolved'},
    })
    const unseen = withFacts(planIn(fourZones), {vpc: unknown('denied', 'no', 'ec2:DescribeVpcs')})
    expect(judgeIn(check, unseen)).toMatchObject({status: 'unknown', unseen: {action: 'ec2:DescribeVpcs'}})
  })
})
