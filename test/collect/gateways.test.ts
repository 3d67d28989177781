import {describe, expect, it} from 'vitest'
import {denied} from '../lab/index.ts'
import {type LookUpOptions, lookedUp, resultsOf} from '../support/looked-up.ts'
import {factOf} from '../support/snapshots.ts'

describe('the gateways on the way of subnets', () => {
  const nodesPrivate: LookUpOptions['change'] = ({routeTables, natGateways: [nat]}) => {
    const route = routeTables
      .find(({Tags}) => Tags?.some(({Value}) => Value === 'masters'))
      ?.Routes?.find(({DestinationCidrBlock}) => DestinationCidrBlock === '0.0.0.0/0')
    if (route !== undefined) Object.assign(route, {GatewayId: undefined, NatGatewayId: nat?.NatGatewayId})
  }
  const gatewayCalls = ({calls}: Awaited<ReturnType<typeof lookedUp>>) =>
    calls.all.map(({operation}) => operation).filter(operation => operation.endsWith('Gateways'))

  it('are the internet gateway of public ones, and no NAT gateway is asked for', async () => {
    const run = await lookedUp()
    expect(factOf(run.snapshot, 'natGateways')).toEqual([])
    expect(factOf(run.snapshot, 'internetGateways')).toMatchObject([
      {id: expect.stringMatching(/^igw-/), attachments: [{vpcId: 'vpc-0d000000000000001', state: 'available'}]},
    ])
    expect(gatewayCalls(run)).toEqual(['DescribeInternetGateways'])
  })

  it('are a NAT gateway and the internet gateway behind it, in one call each', async () => {
    const run = await lookedUp({generation: 'next', change: nodesPrivate})
    expect(factOf(run.snapshot, 'natGateways')).toMatchObject([
      {
        details: {
          state: 'available',
          failure: null,
          connectivity: 'public',
          // It stands in a subnet of the masters, and leads to itself.
          route: {default: 'nat-gateway', gatewayId: expect.stringMatching(/^nat-/)},
        },
      },
    ])
    expect(gatewayCalls(run).toSorted()).toEqual(['DescribeInternetGateways', 'DescribeNatGateways'])
    expect(resultsOf(run.snapshot).get('subnet-internet-route')).toMatchObject({status: 'fail'})
  })

  it('are not called missing where another account shares the VPC, and shows none of them', async () => {
    const shared: LookUpOptions['change'] = ({routeTables, internetGateways}) => {
      for (const table of routeTables) table.OwnerId = '999999999999'
      internetGateways.splice(0)
    }
    const {snapshot} = await lookedUp({change: shared})
    expect(snapshot.facts.internetGateways).toMatchObject({
      state: 'unknown',
      detail: 'the account 999999999999 shares the VPC, and shows its gateways to nobody else',
    })
    expect(resultsOf(snapshot).get('subnet-internet-route')?.status).toBe('unknown')
    const behindNat = await lookedUp({
      generation: 'next',
      change: account => {
        nodesPrivate(account)
        shared(account)
        account.natGateways.splice(0)
      },
    })
    expect(behindNat.snapshot.facts.natGateways).toMatchObject({state: 'unknown', cause: 'unresolved'})
    expect(resultsOf(behindNat.snapshot).get('subnet-internet-route')?.status).toBe('unknown')
  })

  it('may be gone, detached, failed, or of the whole region', async () => {
    const bare = await lookedUp({change: account => void account.internetGateways.splice(0)})
    expect(factOf(bare.snapshot, 'internetGateways')).toMatchObject([{attachments: null}])
    const detached = await lookedUp({
      change: account => {
        for (const one of account.internetGateways) one.Attachments = []
      },
    })
    expect(factOf(detached.snapshot, 'internetGateways')).toMatchObject([{attachments: []}])
    const failed = await lookedUp({
      generation: 'next',
      change: account => {
        nodesPrivate(account)
        const [nat] = account.natGateways
        Object.assign(nat ?? {}, {State: 'failed', FailureCode: 'Gateway.NotAttached', FailureMessage: 'none attached'})
      },
    })
    expect(factOf(failed.snapshot, 'natGateways')).toMatchObject([
      {details: {state: 'failed', failure: {code: 'Gateway.NotAttached', message: 'none attached'}}},
    ])
    const regional = await lookedUp({
      generation: 'next',
      change: account => {
        nodesPrivate(account)
        const [nat] = account.natGateways
        const main = account.routeTables.find(({Tags}) => Tags?.some(({Value}) => Value === 'main'))
        Object.assign(nat ?? {}, {AvailabilityMode: 'regional', SubnetId: undefined, RouteTableId: main?.RouteTableId})
      },
    })
    expect(factOf(regional.snapshot, 'natGateways')).toMatchObject([
      {details: {subnetId: null, route: {default: 'internet-gateway'}}},
    ])
    expect(resultsOf(regional.snapshot).get('subnet-internet-route')?.status).toBe('pass')
  })

  it('that may not be read leave the routes and each other known', async () => {
    for (const [operation, fact, other] of [
      ['DescribeNatGateways', 'natGateways', 'internetGateways'],
      ['DescribeInternetGateways', 'internetGateways', 'natGateways'],
    ] as const) {
      const {snapshot} = await lookedUp({
        generation: 'next',
        change: nodesPrivate,
        faults: [{target: `ec2.${operation}`, fault: denied()}],
      })
      expect(snapshot.facts[fact]).toMatchObject({state: 'unknown', cause: 'denied', action: `ec2:${operation}`})
      expect([snapshot.facts.routes?.state, snapshot.facts[other]?.state]).toEqual(['known', 'known'])
    }
  })
})

describe('subnets whose default route leads through a firewall', () => {
  it('are told as such, and not judged to be cut off', async () => {
    const {snapshot} = await lookedUp({
      change: account => {
        for (const {Routes = []} of account.routeTables)
          for (const route of Routes)
            if (route.DestinationCidrBlock === '0.0.0.0/0') route.GatewayId = 'vpce-0123456789abcdef0'
      },
    })
    for (const route of factOf(snapshot, 'routes')) expect(route.default).toBe('endpoint')
    expect(resultsOf(snapshot).get('subnet-internet-route')?.status).toBe('unknown')
  })
})
