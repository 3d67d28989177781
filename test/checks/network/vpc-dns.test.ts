import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/vpc-dns.ts'
import {unknown} from '../../../src/model/fact.ts'
import {failures, judgeIn, vpcId, withChanged, withFacts} from '../../support/snapshots.ts'
import {fourZones, planIn} from './network-plan.ts'

describe('vpc-dns', () => {
  it('passes with DNS support on', () => {
    expect(judgeIn(check, planIn(fourZones)).status).toBe('pass')
  })

  it('fails with it off, about the VPC', () => {
    const verdict = judgeIn(
      check,
      withChanged(planIn(fourZones), 'vpcDns', dns => ({...dns, supported: false})),
    )
    expect(failures(verdict)).toEqual([`off: ${vpcId}`])
    expect(verdict).toMatchObject({
      findings: [{severity: 'medium', message: `DNS support of ${vpcId} is off; it should be on`}],
    })
  })

  it('is unknown where the attribute was not seen', () => {
    const snapshot = withFacts(planIn(fourZones), {vpcDns: unknown('denied', 'no', 'ec2:DescribeVpcAttribute')})
    expect(judgeIn(check, snapshot)).toMatchObject({
      status: 'unknown',
      unseen: {cause: 'denied', action: 'ec2:DescribeVpcAttribute'},
    })
  })

  it('is not applicable where there is no VPC to ask about', () => {
    const snapshot = withFacts(planIn(fourZones), {vpcDns: {state: 'absent', why: 'the template names no VPC'}})
    expect(judgeIn(check, snapshot)).toEqual({status: 'not-applicable', why: 'the template names no VPC'})
  })
})
