import {describe, expect, it} from 'vitest'
import {planCollectors} from '../../src/collect/plan/index.ts'
import type {FactKey} from '../../src/model/facts.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import {denied, emptyPage, errorOf} from '../lab/index.ts'
import {type LookUpOptions, lookedUp, resultsOf} from '../support/looked-up.ts'
import {factOf} from '../support/snapshots.ts'
import {withoutPlaces} from '../support/template-plan.ts'

const provided = planCollectors.flatMap(({provides}) => provides) as readonly FactKey[]
const ownBuckets = {S3AppDataBucketName: 'our-app-data', S3ClusterDataBucketName: 'our-cluster-data'}

/** The facts without files, which are temporary, and without the times of the calls. */
const withoutTimes = (snapshot: Snapshot) =>
  JSON.parse(JSON.stringify(withoutPlaces(snapshot), (key, value) => (key === 'at' ? null : value)))

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
