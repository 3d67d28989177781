import {describe, expect, it} from 'vitest'
import {checks} from '../../checks/index.ts'
import {planCollectors} from '../../src/collect/plan/index.ts'
import {examine} from '../../src/engine/examine.ts'
import type {FactKey} from '../../src/model/facts.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import {denied, emptyPage, errorOf} from '../lab/index.ts'
import {type LookUpOptions, lookedUp} from '../support/looked-up.ts'
import {factOf, testTime} from '../support/snapshots.ts'
import {withoutPlaces} from '../support/template-plan.ts'

const provided = planCollectors.flatMap(({provides}) => provides) as readonly FactKey[]
const ownBuckets = {S3AppDataBucketName: 'our-app-data', S3ClusterDataBucketName: 'our-cluster-data'}

/** The facts without files, which are temporary, and without the times of the calls. */
const withoutTimes = (snapshot: Snapshot) =>
  JSON.parse(JSON.stringify(withoutPlaces(snapshot), (key, value) => (key === 'at' ? null : value)))

const resultsOf = (snapshot: Snapshot) => {
  const {results} = examine({snapshot, checks, generatedAt: testTime, replayed: false})
  return new Map(results.map(result => [result.check, result]))
}

describe('a plan looked up in a healthy account', () => {
  it('is seen whole: every fact known, no check unknown, nothing above low', async () => {
    const {snapshot} = await lookedUp({parameters: ownBuckets})
    for (const key of provided) expect(snapshot.facts[key]?.state, key).toBe('known')
    for (const {check, status, severity, unknown} of resultsOf(snapshot).values()) {
      expect(status, `${check}: ${unknown?.detail}`).not.toBe('unknown')
      if (status === 'fail') expect(['low', 'info'], check).toContain(severity)
    }
  })

  it('says the same in pages of one, with empty pages between', async () => {
    const whole = await lookedUp({parameters: ownBuckets})
    const paged = await lookedUp({
      parameters: ownBuckets,
      pageSize: 1,
      faults: [{target: 'ec2.DescribeSubnets', fault: emptyPage(), times: 1}],
    })
    expect(factOf(paged.snapshot, 'subnets')).toHaveLength(factOf(whole.snapshot, 'subnets').length)
    expect(withoutTimes(paged.snapshot)).toEqual(withoutTimes(whole.snapshot))
    expect(paged.calls.all.length).toBeGreaterThan(whole.calls.all.length)
  })

  it('takes a default of AWS for no quota where more than that runs', async () => {
    const without = errorOf('NoSuchResourceException', 'none of its own')
    const faults = [{target: 'servicequotas.GetServiceQuota', fault: without}] as const
    const {snapshot} = await lookedUp({faults})
    const {limit, used} = factOf(snapshot, 'vcpuQuota')
    expect(used).toBeLessThanOrEqual(limit)
    const busy = await lookedUp({
      faults,
      change: ({instances}) => {
        const [one] = instances
        for (let left = limit; left >= 0; left -= 1)
          instances.push({...one, InstanceId: `i-0000000000000${1000 + left}`})
      },
    })
    expect(busy.snapshot.facts.vcpuQuota).toMatchObject({
      state: 'unknown',
      detail: expect.stringMatching(/^Service Quotas tells only the default of \d+ vCPUs, and \d+ are in use$/),
    })
  })

  it('makes only calls that its collectors declare, and declares none in vain', async () => {
    const declared = new Set<string>(planCollectors.flatMap(({iam}) => iam))
    const own = await lookedUp({parameters: ownBuckets})
    const without = await lookedUp({
      faults: [{target: 'servicequotas.GetServiceQuota', fault: errorOf('NoSuchResourceException', 'none of its own')}],
    })
    const behind = await lookedUp({
      change: ({routeTables, natGateways: [nat]}) => {
        const route = routeTables[0]?.Routes?.find(({DestinationCidrBlock}) => DestinationCidrBlock === '0.0.0.0/0')
        if (route !== undefined) Object.assign(route, {GatewayId: undefined, NatGatewayId: nat?.NatGatewayId})
      },
    })
    const made = new Set([...own.calls.all, ...without.calls.all, ...behind.calls.all].map(({action}) => action))
    made.delete('sts:GetCallerIdentity')
    expect([...made].toSorted()).toEqual([...declared].toSorted())
  })

  it('asks as often for 400 other subnets and instances as for none', async () => {
    const few = await lookedUp()
    const many = await lookedUp({
      change: account => {
        const [subnet] = account.subnets
        for (let index = 0; index < 400; index += 1)
          account.subnets.push({...subnet, SubnetId: `subnet-${index.toString(16).padStart(17, '0')}`})
      },
    })
    expect(many.calls.all.length).toBe(few.calls.all.length)
  })
})

interface Wrong {
  readonly is: string
  readonly change: NonNullable<LookUpOptions['change']>
  readonly fails: string
  readonly options?: LookUpOptions
}

describe('what is wrong in the account', () => {
  it.each<Wrong>([
    {
      is: 'a subnet that does not exist',
      change: account => void account.subnets.splice(0, 1),
      fails: 'subnets-in-vpc',
    },
    {
      is: 'a subnet without public addresses',
      change: account => {
        for (const subnet of account.subnets) subnet.MapPublicIpOnLaunch = false
      },
      fails: 'public-ip-auto-assign',
    },
    {
      is: 'two subnets in one zone',
      change: account => {
        for (const subnet of account.subnets) subnet.AvailabilityZone = account.subnets[0]?.AvailabilityZone
      },
      fails: 'balancer-subnet-zones',
    },
    {
      is: 'no way out',
      change: account => {
        for (const table of account.routeTables) table.Routes = []
      },
      fails: 'subnet-internet-route',
    },
    {
      is: 'a certificate that is not issued',
      change: account => {
        for (const certificate of account.certificates) certificate.Status = 'PENDING_VALIDATION'
      },
      fails: 'certificate-issued',
    },
    {
      is: 'no such certificate',
      change: account => void account.certificates.splice(0),
      fails: 'certificate-issued',
    },
    {
      is: 'a certificate for another name',
      change: account => {
        for (const certificate of account.certificates) {
          certificate.DomainName = 'other.example.org'
          certificate.SubjectAlternativeNames = []
        }
      },
      fails: 'certificate-domain-match',
    },
    {
      is: 'no key pair',
      change: account => void account.keyPairs.splice(0),
      fails: 'key-pair',
    },
    {
      is: 'no name resolution',
      change: account => {
        for (const attributes of account.vpcAttributes) attributes.enableDnsSupport = false
      },
      fails: 'vpc-dns',
    },
    {
      is: 'a bucket that is not there',
      change: account => void account.buckets.splice(0),
      fails: 'data-buckets',
      options: {parameters: ownBuckets},
    },
    {
      is: 'a bucket of another region',
      change: account => {
        for (const bucket of account.buckets) bucket.region = 'eu-west-3'
      },
      fails: 'data-buckets',
      options: {parameters: ownBuckets},
    },
    {
      is: 'no room for instances',
      change: account => {
        for (const quota of account.quotas) quota.Value = 4
      },
      fails: 'vcpu-quota',
    },
  ])('$is fails $fails', async ({change, fails, options}) => {
    const {snapshot} = await lookedUp({...options, change})
    const result = resultsOf(snapshot).get(fails)
    expect(result?.status, JSON.stringify(result?.unknown)).toBe('fail')
  })
})

describe('images that their owner calls deprecated', () => {
  it('are there: nodes still start from them', async () => {
    const {snapshot} = await lookedUp({
      change: account => {
        for (const image of account.images) image.DeprecationTime = '2020-01-01T00:00:00.000Z'
      },
    })
    for (const {imageId} of factOf(snapshot, 'images')) expect(imageId).toMatch(/^ami-/)
    expect(resultsOf(snapshot).get('image-resolves')?.status).toBe('pass')
  })
})

describe('images that a launch template names as EC2 has it', () => {
  const named = (as: (name: string) => string) => (text: string) =>
    text.replace(/'\{\{resolve:ssm:([^}]+)\}\}'/g, (_, name: string) => `'${as(name)}'`)

  it('by a parameter are looked up', async () => {
    const {snapshot} = await lookedUp({template: named(name => `resolve:ssm:${name}`)})
    expect(resultsOf(snapshot).get('image-resolves')?.status).toBe('pass')
    const gone = await lookedUp({template: named(name => `resolve:ssm:${name}:no-such-label`)})
    expect(resultsOf(gone.snapshot).get('image-resolves')?.status).toBe('fail')
  })

  it('by the ARN of a parameter are not called missing', async () => {
    const arn = 'arn:aws:ssm:us-east-1:999999999999:parameter/image'
    const {snapshot} = await lookedUp({template: named(() => `resolve:ssm:${arn}`)})
    expect(resultsOf(snapshot).get('image-resolves')).toMatchObject({
      status: 'unknown',
      unknown: {detail: `resolve:ssm:${arn} was not looked up`},
    })
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

describe('a plan that names less', () => {
  it('has its other subnets, images and types looked up all the same', async () => {
    const groupIn = (text: string) =>
      text.replace(/VPCZoneIdentifier: !Ref OpenViduMediaNodeSubnets/, 'AvailabilityZones: [us-east-1a]')
    const {snapshot} = await lookedUp({template: groupIn})
    expect(snapshot.facts.mediaSubnets?.state).toBe('unknown')
    const results = resultsOf(snapshot)
    for (const id of ['subnets-in-vpc', 'balancer-subnet-zones', 'subnet-internet-route']) {
      expect(results.get(id)?.status, id).toBe('unknown')
    }
    expect(snapshot.facts.images?.state).toBe('known')
  })
})

describe('a denied call', () => {
  it('names who denies and the action, and what follows from it names the same', async () => {
    const {snapshot} = await lookedUp({
      faults: [{target: 'ec2.DescribeSubnets', fault: denied('service-control-policy')}],
    })
    const gap = {
      state: 'unknown',
      cause: 'denied',
      action: 'ec2:DescribeSubnets',
      detail: expect.stringContaining('service control policy'),
    }
    for (const key of ['subnets', 'routes', 'networkAcls'] as const) expect(snapshot.facts[key], key).toMatchObject(gap)
    expect(resultsOf(snapshot).get('public-ip-auto-assign')).toMatchObject({
      status: 'unknown',
      unknown: {cause: 'denied', action: 'ec2:DescribeSubnets'},
    })
  })
})

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
