import type {Report, Result} from '../../src/model/report.ts'
import type {StatusNode, StatusService} from '../../src/model/status.ts'

/*
 * Reports as the engine makes them: one in which everything that can happen does, one in which all is well, and one
 * that knows nothing of who stands where.
 */

const guide = 'https://openvidu.io/latest/docs/self-hosting/ha/aws/install/'

type Given = Pick<Result, 'check' | 'area' | 'title' | 'severity' | 'status'> & Partial<Result>

function result(given: Given): Result {
  return {
    findings: [],
    unknown: null,
    notApplicable: null,
    error: null,
    waiver: null,
    remediation: {text: 'Follow the installation guide.', commands: [], url: guide},
    requirements: [],
    ...given,
  }
}

const results: readonly Result[] = [
  result({
    check: 'license-present',
    area: 'stack',
    title: 'An OpenVidu PRO licence key is given',
    severity: 'critical',
    status: 'pass',
    requirements: ['R1'],
  }),
  result({
    check: 'stack-drift',
    area: 'stack',
    title: 'The stack is as its template says',
    severity: 'medium',
    status: 'not-applicable',
    notApplicable: {why: 'no drift detection was ever run'},
  }),
  result({
    check: 'master-subnet-az-spread',
    area: 'network',
    title: 'Every master node sits in an Availability Zone of its own',
    severity: 'high',
    status: 'fail',
    findings: [
      {
        subject: {
          type: 'Parameter',
          id: 'OpenViduMasterNodeSubnets',
          logicalId: null,
          location: {file: 'production.json', line: 12},
        },
        severity: 'high',
        message:
          'The four master nodes share two zones; losing eu-west-1a takes two of them, and two can hold no quorum.',
        observed: {zones: {'eu-west-1a': 2, 'eu-west-1b': 2}},
        expected: {zones: 4, mastersPerZone: 1},
        defect: null,
        fingerprint: '4b0d2c1e9f7a8356',
        waiver: null,
      },
    ],
    remediation: {
      text: 'Give OpenViduMasterNodeSubnets four subnets, each in another zone.',
      commands: [
        `aws ec2 describe-subnets --region eu-west-1 --query 'Subnets[].[SubnetId,AvailabilityZone,MapPublicIpOnLaunch]' --output table`,
      ],
      url: guide,
    },
    requirements: ['R15'],
  }),
  result({
    check: 'public-ip-auto-assign',
    area: 'network',
    title: 'Every public subnet assigns public addresses',
    severity: 'high',
    status: 'unknown',
    unknown: {
      facts: ['subnets'],
      cause: 'denied',
      action: 'ec2:DescribeSubnets',
      actions: ['ec2:DescribeSubnets'],
      detail: 'User arn:aws:iam::123456789012:user/night is not authorized to perform ec2:DescribeSubnets',
    },
    requirements: ['R16'],
  }),
  result({
    check: 'ssh-exposure',
    area: 'network',
    title: 'Port 22 is not open to the world',
    severity: 'medium',
    status: 'fail',
    findings: [
      {
        subject: {
          type: 'AWS::EC2::SecurityGroup',
          id: null,
          logicalId: 'OpenViduMasterNodeSG',
          location: {file: 'cf-openvidu-ha.yaml', line: 2825},
        },
        severity: 'medium',
        message: 'Port 22 of the master nodes is open to 0.0.0.0/0.',
        observed: {port: 22, sources: ['0.0.0.0/0', '::/0']},
        expected: {openToWorld: false},
        defect: 'D21',
        fingerprint: '0011223344556677',
        waiver: null,
      },
      {
        subject: {
          type: 'AWS::EC2::SecurityGroup',
          id: null,
          logicalId: 'OpenViduMediaNodeSG',
          location: {file: 'cf-openvidu-ha.yaml', line: 3057},
        },
        severity: 'low',
        message: 'Port 22 of the media nodes is open to 10.0.0.0/8.',
        observed: {port: 22, sources: ['10.0.0.0/8']},
        expected: {openToWorld: false},
        defect: null,
        fingerprint: '8899aabbccddeeff',
        waiver: {reason: 'that is our own network', owner: 'network team', expires: '2027-03-31'},
      },
    ],
    remediation: {
      text: 'Once the stack stands, narrow the rule to the addresses that you administer from.',
      commands: [
        'aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port 22 --cidr 0.0.0.0/0',
        'aws ec2 authorize-security-group-ingress --group-id GROUP --protocol tcp --port 22 --cidr YOUR_NETWORK',
      ],
      url: 'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
    },
  }),
  result({
    check: 'subnets-in-vpc',
    area: 'network',
    title: 'Every subnet belongs to the VPC of the deployment',
    severity: 'critical',
    status: 'unknown',
    unknown: {
      facts: ['subnets'],
      cause: 'denied',
      action: 'ec2:DescribeSubnets',
      actions: ['ec2:DescribeSubnets'],
      detail: 'User arn:aws:iam::123456789012:user/night is not authorized to perform ec2:DescribeSubnets',
    },
    requirements: ['R13'],
  }),
  result({
    check: 'certificate-expiry',
    area: 'certificate',
    title: 'The certificate stays valid for 30 days or more',
    severity: 'high',
    status: 'waived',
    findings: [
      {
        subject: {type: 'AWS::CertificateManager::Certificate', id: 'a1b2c3', logicalId: null, location: null},
        severity: 'high',
        message: 'The certificate expires in 12 days, on 2026-12-04.',
        observed: {daysLeft: 12},
        expected: {daysLeft: 30},
        defect: null,
        fingerprint: 'fedcba9876543210',
        waiver: {reason: 'the new one is on order', owner: 'platform team', expires: '2026-12-01'},
      },
    ],
    waiver: {reason: 'the new one is on order', owner: 'platform team', expires: '2026-12-01'},
    requirements: ['R6'],
  }),
  result({
    check: 'four-masters',
    area: 'masters',
    title: 'There are exactly four master nodes',
    severity: 'critical',
    status: 'fail',
    findings: [
      {
        subject: {type: 'AWS::EC2::Instance', id: 'i-0abc3', logicalId: 'OpenViduMasterNode3', location: null},
        severity: 'critical',
        message: 'OpenViduMasterNode3 is stopped: three masters run, and one more loss stops the service.',
        observed: {state: 'stopped', running: 3},
        expected: {state: 'running', running: 4},
        defect: null,
        fingerprint: '1212121212121212',
        waiver: null,
      },
    ],
    unknown: {
      facts: ['OpenViduMasterNode4'],
      cause: 'throttled',
      action: 'ec2:DescribeInstanceStatus',
      actions: ['ec2:DescribeInstanceStatus'],
      detail: 'AWS refused the call for its rate (RequestLimitExceeded)',
    },
    remediation: {
      text: 'Start the instance again; never replace it, since its address is stored on every node.',
      commands: ['aws ec2 start-instances --region eu-west-1 --instance-ids i-0abc3'],
      url: 'https://openvidu.io/latest/docs/self-hosting/ha/aws/admin/',
    },
    requirements: ['R3', 'R42'],
  }),
  result({
    check: 'master-disk-size',
    area: 'masters',
    title: 'Every master node has a disk of 50 GB or more, all equal',
    severity: 'medium',
    status: 'pass',
    requirements: ['R18'],
  }),
  result({
    check: 'media-drain',
    area: 'media',
    title: 'Media nodes finish their sessions before they stop',
    severity: 'high',
    status: 'error',
    error: {message: "check media-drain broke: TypeError: Cannot read properties of undefined (reading 'hook')"},
  }),
  result({
    check: 'media-group-bounds',
    area: 'media',
    title: 'Media node numbers are in order',
    severity: 'high',
    status: 'pass',
    requirements: ['R11'],
  }),
  result({
    check: 'services-running',
    area: 'nodes',
    title: 'Every service of every node runs',
    severity: 'critical',
    status: 'unknown',
    unknown: {
      facts: ['services'],
      cause: 'not-requested',
      action: null,
      actions: [],
      detail: 'the nodes were not asked; leave out --no-nodes to ask them',
    },
    requirements: ['R24'],
  }),
]

export const sampleReport: Report = {
  schemaVersion: '1',
  tool: {name: 'openvidu-doctor', version: '0.1.0'},
  generatedAt: '2026-11-22T10:00:00.000Z',
  target: {
    kind: 'deployed',
    replayed: true,
    takenAt: '2026-11-21T22:30:00.000Z',
    stackName: 'openvidu-production',
    region: 'eu-west-1',
    accountId: '123456789012',
    generation: '3.8.0',
  },
  summary: {
    verdict: 'fail',
    counts: {pass: 3, fail: 3, waived: 1, unknown: 3, notApplicable: 1, error: 1},
    failedBySeverity: {critical: 1, high: 1, medium: 1, low: 0, info: 0},
    coverage: {judged: 7, total: 11},
  },
  topology: {
    balancers: [
      {
        name: 'OpenViduLoadBalancer',
        subnets: ['subnet-0a1', 'subnet-0b2'],
        ports: [
          {port: 443, to: 'masters'},
          {port: 80, to: 'masters'},
          {port: 1935, to: 'media'},
        ],
      },
    ],
    masters: [
      {name: 'OpenViduMasterNode1', subnet: 'subnet-0a1'},
      {name: 'OpenViduMasterNode2', subnet: 'subnet-0b2'},
      {name: 'OpenViduMasterNode3', subnet: 'subnet-0a1'},
      {name: 'OpenViduMasterNode4', subnet: 'subnet-0b2'},
    ],
    media: {
      name: 'OpenViduMediaNodeASG',
      size: {min: 1, desired: 2, max: 5},
      subnets: ['subnet-0a1', 'subnet-0b2'],
    },
    zones: [
      {subnet: 'subnet-0a1', zone: 'eu-west-1a'},
      {subnet: 'subnet-0b2', zone: 'eu-west-1b'},
    ],
  },
  results: [...results],
  requirements: [
    {
      id: 'R1',
      text: 'An OpenVidu PRO licence key is given.',
      source: guide,
      status: 'pass',
      checks: ['license-present'],
    },
    {id: 'R3', text: 'There are exactly four master nodes.', source: guide, status: 'fail', checks: ['four-masters']},
    {
      id: 'R13',
      text: 'All subnets belong to the VPC of the deployment.',
      source: guide,
      status: 'unknown',
      checks: ['subnets-in-vpc'],
    },
    {
      id: 'R22',
      text: 'Applications use the domain name and the LiveKit API key and secret from that secret.',
      source: guide,
      status: 'not-checked',
      checks: [],
    },
  ],
  settings: {thresholds: {diskUsedPercent: 90}, severity: {'stack-drift': 'medium'}, skip: ['secrets']},
  waivers: [
    {
      check: 'certificate-expiry',
      subject: '*',
      stack: 'openvidu-production',
      reason: 'the new one is on order',
      owner: 'platform team',
      expires: '2026-12-01',
      state: 'ending',
      findings: 1,
    },
    {
      check: 'four-masters',
      subject: 'OpenViduMasterNode3',
      stack: 'openvidu-production',
      reason: 'its disk is being replaced',
      owner: 'night shift',
      expires: '2026-11-20',
      state: 'expired',
      findings: 1,
    },
    {
      check: 'master-disk-size',
      subject: '*',
      stack: 'openvidu-production',
      reason: 'the disks are grown in spring',
      owner: 'platform team',
      expires: '2027-03-31',
      state: 'unused',
      findings: 0,
    },
    {
      check: 'services-running',
      subject: 'media-*',
      stack: 'openvidu-production',
      reason: 'egress is not used here',
      owner: 'media team',
      expires: '2027-03-31',
      state: 'not-judged',
      findings: 0,
    },
    {
      check: 'ssh-exposure',
      subject: 'OpenViduMediaNodeSG',
      stack: 'openvidu-production',
      reason: 'that is our own network',
      owner: 'network team',
      expires: '2027-03-31',
      state: 'applied',
      findings: 1,
    },
  ],
}

const passed = results.filter(each => each.status === 'pass')

function service(name: string, given: Partial<StatusService> = {}): StatusService {
  return {name, expected: true, state: 'up', detail: '', image: null, startedAt: null, restarts: 0, ...given}
}

function node(given: Pick<StatusNode, 'id' | 'name' | 'role' | 'zone'> & Partial<StatusNode>): StatusNode {
  return {
    privateAddress: '10.0.0.4',
    state: 'running',
    unseen: null,
    version: '3.8.0',
    unit: 'active',
    bootedAt: '2026-11-20T08:00:00.000Z',
    endpoints: [],
    services: [service('openvidu'), service('caddy'), service('redis')],
    agents: 0,
    ...given,
  }
}

/** The sample, in which the nodes were asked: one service crashes, one master does not answer, and media nodes are many. */
export function nodesReport(mediaNodes: number): Report {
  const crashing = service('caddy', {state: 'restarting', detail: 'last code 1', restarts: 214})
  const silent = {cause: 'unreachable', detail: 'Systems Manager does not know the node', action: null} as const
  return {
    ...sampleReport,
    nodes: [
      node({id: 'i-0abc1', name: 'master-1', role: 'master', zone: 'eu-west-1a'}),
      node({
        id: 'i-0abc2',
        name: 'master-2',
        role: 'master',
        zone: 'eu-west-1b',
        services: [service('openvidu'), crashing, service('redis')],
        endpoints: [{service: 'caddy', url: 'http://localhost:7880', status: 502, trouble: 'HTTP 502'}],
      }),
      node({
        id: 'i-0abc3',
        name: 'master-3',
        role: 'master',
        zone: 'eu-west-1a',
        state: 'stopped',
        unseen: silent,
        services: [],
      }),
      node({id: 'i-0abc4', name: 'master-4', role: 'master', zone: 'eu-west-1b'}),
      ...Array.from({length: mediaNodes}, (_, index) =>
        node({
          id: `i-0media${index + 1}`,
          name: `media-${index + 1}`,
          role: 'media',
          zone: index % 2 === 0 ? 'eu-west-1a' : 'eu-west-1b',
          unseen: index % 150 === 1 ? silent : null,
          services: [service('egress'), service('ingress')],
        }),
      ),
    ],
  }
}

/** Nothing failed, nothing unknown. */
export const healthyReport: Report = {
  ...sampleReport,
  target: {...sampleReport.target, replayed: false},
  summary: {
    verdict: 'pass',
    counts: {pass: passed.length, fail: 0, waived: 0, unknown: 0, notApplicable: 0, error: 0},
    failedBySeverity: {critical: 0, high: 0, medium: 0, low: 0, info: 0},
    coverage: {judged: passed.length, total: passed.length},
  },
  results: [...passed],
  settings: null,
  waivers: [],
  requirements: sampleReport.requirements.filter(requirement => requirement.status === 'pass'),
}

const unknown = results.filter(each => each.status === 'unknown' || each.status === 'not-applicable')

/** A plan of which next to nothing could be seen, with nobody to draw. */
export const blindReport: Report = {
  ...sampleReport,
  target: {
    kind: 'planned',
    replayed: false,
    takenAt: '2026-11-22T10:00:00.000Z',
    stackName: null,
    region: null,
    accountId: null,
    generation: null,
  },
  summary: {
    verdict: 'unknown',
    counts: {pass: 0, fail: 0, waived: 0, unknown: 3, notApplicable: 1, error: 0},
    failedBySeverity: {critical: 0, high: 0, medium: 0, low: 0, info: 0},
    coverage: {judged: 0, total: 3},
  },
  topology: {balancers: [], masters: [], media: null, zones: []},
  results: [...unknown],
  settings: null,
  waivers: [],
  requirements: [],
}

/** The sample, in which one check has 400 findings. */
export const crowdedReport: Report = {
  ...sampleReport,
  results: sampleReport.results.map(each =>
    each.check === 'four-masters'
      ? {
          ...each,
          findings: Array(20)
            .fill(each.findings)
            .flat(1)
            .flatMap(one => Array(20).fill(one)),
        }
      : each,
  ),
}

/** One failed check, of which a part could not be seen. */
export const partlySeenReport: Report = {
  ...sampleReport,
  results: sampleReport.results.filter(each => each.check === 'four-masters'),
}
