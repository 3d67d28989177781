import {join} from 'node:path'
import {judge} from '../../src/engine/judge.ts'
import type {AnyCheck} from '../../src/model/check.ts'
import {type Absent, known, observed, type Unknown} from '../../src/model/fact.ts'
import type {FactKey, FactMap} from '../../src/model/facts.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import type {Subject} from '../../src/model/subject.ts'
import type {Verdict} from '../../src/model/verdict.ts'
import {readPlan} from '../../src/plan/plan.ts'

export const projectRoot = join(import.meta.dirname, '..', '..')
export const testTime = '2026-11-22T10:00:00.000Z'

/** The example plan of the project with everything right, four master subnets, and nothing looked up in AWS. */
export function offlinePlan(): Snapshot {
  offline ??= readPlan({
    template: join(projectRoot, 'examples/openvidu-ha.yaml'),
    parameterFiles: [join(projectRoot, 'examples/parameters-good.json')],
    overrides: [
      `OpenViduMasterNodeSubnets=${[1, 2, 3, 4].map(number => `subnet-0aaaaaaaaaaaaaaa${number}`).join(',')}`,
    ],
    stackName: 'video',
    region: 'eu-west-1',
    toolVersion: '0.0.0',
    takenAt: testTime,
  })
  return offline
}

/** The snapshot as if its template were the official one of its release. */
export function official(snapshot: Snapshot): Snapshot {
  return withChanged(snapshot, 'template', template => ({...template, official: known('unmodified')}))
}

// Read once: snapshots are never changed, only copied.
let offline: Snapshot | undefined
let healthy: Snapshot | undefined

/** The same with every look-up answered, and everything well. Checks start from here and change one fact. */
export function healthyPlan(): Snapshot {
  healthy ??= lookedUp(offlinePlan())
  return healthy
}

function lookedUp(plan: Snapshot): Snapshot {
  const masters = textsOf(plan, 'masterSubnets')
  const media = textsOf(plan, 'mediaSubnets')
  const balancer = textsOf(plan, 'balancerSubnets')
  const ids = [...new Set([...masters, ...media, ...balancer])]
  const subnetSubject = (id: string): Subject => ({type: 'AWS::EC2::Subnet', id, logicalId: null, location: null})
  const subject: Subject = {type: 'AWS::EC2::VPC', id: vpcId, logicalId: null, location: null}
  const certificate = factOf(plan, 'certificate')
  const types = [...new Set(instanceTypesOf(plan))]
  return withFacts(plan, {
    subnets: ids.map((id, index) => ({
      subject: subnetSubject(id),
      id,
      uses: [
        ...(masters.includes(id) ? (['masters'] as const) : []),
        ...(media.includes(id) ? (['media'] as const) : []),
        ...(balancer.includes(id) ? (['balancer'] as const) : []),
      ],
      details: {
        vpcId,
        zone: zones[index % zones.length] ?? '',
        mapsPublicAddresses: true,
        availableAddresses: 200,
        internetBlocked: 'off',
      },
    })),
    routes: ids.map(id => ({
      subject: subnetSubject(id),
      subnetId: id,
      default: 'internet-gateway' as const,
      gatewayId: internetGatewayId,
    })),
    natGateways: [],
    internetGateways: [
      {
        subject: {type: 'AWS::EC2::InternetGateway', id: internetGatewayId, logicalId: null, location: null},
        id: internetGatewayId,
        attachments: [{vpcId, state: 'available'}],
      },
    ],
    networkAcls: [
      {
        subject: {type: 'AWS::EC2::NetworkAcl', id: 'acl-0123456789abcdef0', logicalId: null, location: null},
        subnetIds: ids,
        entries: [false, true].map(egress => ({
          egress,
          number: 100,
          allows: true,
          protocol: '-1',
          cidr: '0.0.0.0/0',
          fromPort: 0,
          toPort: 65_535,
        })),
      },
    ],
    vpc: {subject, id: vpcId, exists: true},
    vpcDns: {subject, supported: true},
    zones,
    certificates: [
      {
        subject: certificate.subject,
        role: 'main',
        arn: certificate.value.state === 'known' ? certificate.value.value : '',
        details: {
          status: 'ISSUED',
          type: 'AMAZON_ISSUED',
          names: ['*.example.com', 'example.com'],
          notAfter: '2027-10-01T00:00:00.000Z',
          keyAlgorithm: 'RSA_2048',
          renewalEligible: true,
          renewalStatus: null,
          failureReason: null,
          serial: '0A1B2C3D4E5F60718293A4B5C6D7E8F9',
        },
      },
    ],
    listenerCertificates: [],
    typeOfferings: types.map(type => ({type, zones})),
    images: factOf(plan, 'masters').flatMap(({image: {reference}}) =>
      reference.state === 'known'
        ? [{reference: reference.value, imageId: 'ami-0123456789abcdef0', architecture: 'x86_64'}]
        : [],
    ),
    keyPair: {subject: {type: 'Parameter', id: 'KeyName', logicalId: null, location: null}, name: 'ops', exists: true},
    vcpuQuota: {limit: 512, used: 40},
    namedBuckets: [],
  })
}

export const internetGatewayId = 'igw-0123456789abcdef0'
export const vpcId = 'vpc-0123456789abcdef0'
export const zones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c', 'eu-west-1d']

/** The snapshot with other facts in the place of its own: plain values are known, gaps stay what they are. */
export function withFacts(
  snapshot: Snapshot,
  facts: {readonly [K in FactKey]?: FactMap[K] | Absent | Unknown},
): Snapshot {
  const changed = Object.entries(facts).map(([key, fact]) => [
    key,
    isGap(fact) ? fact : observed(fact, testTime, 'test'),
  ])
  return {...snapshot, facts: {...snapshot.facts, ...Object.fromEntries(changed)}}
}

/** The snapshot with one fact rewritten from what it was. */
export function withChanged<K extends FactKey>(
  snapshot: Snapshot,
  key: K,
  change: (value: FactMap[K]) => FactMap[K],
): Snapshot {
  const facts = {[key]: change(factOf(snapshot, key))} as unknown as {readonly [P in FactKey]?: FactMap[P]}
  return withFacts(snapshot, facts)
}

/** The value of a fact that must be known. */
export function factOf<K extends FactKey>(snapshot: Snapshot, key: K): FactMap[K] {
  const fact = snapshot.facts[key]
  if (fact?.state !== 'known') throw new Error(`${key} is not known in this snapshot`)
  return fact.value as FactMap[K]
}

export function judgeIn(check: unknown, snapshot: Snapshot): Verdict {
  return judge(check as AnyCheck, snapshot)
}

/** The phrases and subjects of a failing verdict, the way check tests compare them. */
export function failures(verdict: Verdict): readonly string[] {
  if (verdict.status !== 'fail') return [verdict.status]
  return verdict.findings.map(({phrase, subject}) => `${phrase}: ${subject.logicalId ?? subject.id ?? subject.type}`)
}

function isGap(fact: unknown): fact is Absent | Unknown {
  return (
    typeof fact === 'object' &&
    fact !== null &&
    'state' in fact &&
    (fact.state === 'absent' || fact.state === 'unknown')
  )
}

function textsOf(snapshot: Snapshot, key: 'masterSubnets' | 'mediaSubnets' | 'balancerSubnets'): readonly string[] {
  const {value} = factOf(snapshot, key)
  if (value.state !== 'known') throw new Error(`${key} is not resolved in the example`)
  return value.value
}

function instanceTypesOf(snapshot: Snapshot): readonly string[] {
  const settings = [...factOf(snapshot, 'masters'), factOf(snapshot, 'mediaGroup')].map(
    ({instanceType}) => instanceType.value,
  )
  return settings.flatMap(setting => (setting.state === 'known' ? [setting.value] : []))
}
