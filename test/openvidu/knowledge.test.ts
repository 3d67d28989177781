import {expect, test} from 'vitest'
import {defects, defectsOf} from '../../src/openvidu/defects.ts'
import {generations} from '../../src/openvidu/generations.ts'
import {requirements} from '../../src/openvidu/requirements.ts'
import {compiledSignatures, type SignatureId, signatures} from '../../src/openvidu/signatures.ts'

const numbered = (letter: string, last: number) => Array.from({length: last}, (_, index) => `${letter}${index + 1}`)

test('every requirement, defect and signature is there once, in order', () => {
  expect(requirements.map(({id}) => id)).toEqual(numbered('R', 46))
  expect(defects.map(({id}) => id)).toEqual(numbered('D', 30))
  expect(signatures.map(({id}) => id)).toEqual(numbered('F', 43))
})

test('a requirement is one sentence and names an official page', () => {
  for (const {id, text, source} of requirements) {
    expect([id, text]).toEqual([id, expect.stringMatching(/^[A-Z].*[^.]\.$/)])
    expect([id, new URL(source).protocol]).toEqual([id, 'https:'])
    expect(new URL(source).host).toMatch(/^(openvidu\.io|docs\.aws\.amazon\.com|github\.com)$/)
  }
})

test('a defect says what it does and what to do', () => {
  for (const {id, title, consequence, remedy} of defects) {
    expect([id, title]).toEqual([id, expect.stringMatching(/^[A-Z].*[^.]$/)])
    expect([id, consequence, remedy]).toEqual([id, expect.stringMatching(/\.$/), expect.stringMatching(/\.$/)])
  }
})

test('defects are claimed of seen templates only', () => {
  for (const {id, templateSeen} of generations) expect(defectsOf(id).length > 0).toBe(templateSeen)
})

test('defects come and go with the generations', () => {
  const has = (id: Parameters<typeof defectsOf>[0], mainDomainTurn?: boolean) => {
    const features = mainDomainTurn === undefined ? undefined : {turnDomain: false, mainDomainTurn}
    return new Set(defectsOf(id, features).map(defect => defect.id))
  }
  expect([has('3.4.1').has('D14'), has('3.5.0').has('D14')]).toEqual([true, false])
  expect([has('3.4.1').has('D19'), has('3.5.0').has('D19'), has('3.6.0').has('D19')]).toEqual([false, true, false])
  expect([has('3.5.0').has('D16'), has('3.6.0').has('D16')]).toEqual([true, false])
  expect([has('3.5.0').has('D17'), has('3.5.0', false).has('D17'), has('3.5.0', true).has('D17')]).toEqual([
    true,
    false,
    true,
  ])
  expect([has('3.6.0', false).has('D17'), has('3.6.1').has('D17')]).toEqual([true, false])
  expect(has('3.8.0').size).toBe(24)
})

/** A line as it may stand in the log or event, for each signature. */
const lines: Readonly<Record<SignatureId, string>> = {
  F1: 'Failed to receive 1 resource signal(s) within the specified duration',
  F2: 'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1234 (unattended-upgr)',
  F3: '/usr/bin/python3: No module named pip',
  F4: "Err:1 http://archive.ubuntu.com/ubuntu noble InRelease Temporary failure resolving 'archive.ubuntu.com'",
  F5: 'error: externally-managed-environment',
  F6: '/var/lib/cloud/instance/scripts/part-001: line 12: cfn-init: command not found',
  F7: 'Error: Private IP not found',
  F8: 'Error: Secrets not generated',
  F9: 'Error: Shared secret not found',
  F10: 'OpenVidu version not found',
  F11: 'An error occurred (AccessDeniedException): not authorized to perform: secretsmanager:GetSecretValue',
  F12: '[OpenVidu] error configuring S3 bucket',
  F13: "sed: can't read /opt/openvidu/config/cluster/openvidu.env: No such file or directory",
  F14: 'Failed to start openvidu.service: Unit openvidu.service not found.',
  F15: 'curl: (28) Failed to connect to get.openvidu.io port 80 after 131072 ms: Connection timed out',
  F16: '  End-of-central-directory signature not found.  Either this file is not a zipfile',
  F17: 'Docker version 27.5.1 is older than required version 29.5.3.',
  F18: "Can't install Docker automatically. Install it manually and run this script again",
  F19: 'ERROR: Docker did not start within the allocated time.',
  F20: 'Error downloading docker-compose. Could not download it in 20 seconds',
  F21: 'toomanyrequests: You have reached your unauthenticated pull rate limit.',
  F22: 'Error response from daemon: manifest for bitnami/minio:2025.5.24-debian-12-r1 not found',
  F23: 'write /var/lib/docker/tmp/GetImageBlob1: no space left on device',
  F24: '[OpenVidu] not healthy after 300s, restarting once',
  F25: 'Failed to process config file /config/livekit.yaml',
  F26: "Error in Media Node - 10.0.1.23: Container 'ingress' error",
  F27: "sed: -e expression #1, char 42: unknown option to `s'",
  F28: '/usr/local/bin/stop_media_node.sh: line 21: [: ==: unary operator expected',
  F29: 'A load balancer cannot be attached to multiple subnets in the same Availability Zone (Service: ElasticLoadBalancingV2)',
  F30: "Certificate ARN 'arn:aws:acm:us-east-1:111122223333:certificate/x' is not valid",
  F31: 'You have requested more vCPU capacity than your current vCPU limit of 16 allows',
  F32: 'We currently do not have sufficient c6a.xlarge capacity in the Availability Zone you requested (us-east-1e).',
  F33: 'Your requested instance type (c8g.xlarge) is not supported in your requested Availability Zone (us-east-1e).',
  F34: "The architecture 'arm64' of the specified instance type does not match the architecture 'x86_64' of the AMI",
  F35: 'Requires capabilities : [CAPABILITY_NAMED_IAM]',
  F36: "Value 'SubnetProcessor-…' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64",
  F37: 'openvidu-ha-master-eu-west-1-ov already exists in stack arn:aws:cloudformation:eu-west-1:111122223333:stack/ov/x',
  F38: 'Received response status [FAILED] from custom resource. Message returned: See the details in CloudWatch Log Stream',
  F39: 'an instance was taken out of service in response to a user health-check.',
  F40: 'Target.FailedHealthChecks',
  F41: 'redis: WRONGPASS invalid username-password pair or user is disabled.',
  F42: 'MongoServerError[NotWritablePrimary]: not primary',
  F43: 'ERROR openvidu license/check.go:31 license check failed {"error": "license is expired"}',
}

/** Lines of sound deployments; no signature of any kind may answer to them. */
const healthy = [
  'Cloud-init v. 24.4 finished at Sat, 22 Nov 2025 10:05:12 +0000. Datasource DataSourceEc2Local. Up 305.11 seconds',
  'Setting up python3-pip (24.0+dfsg-1ubuntu1.1) ...',
  'Successfully installed aws-cfn-bootstrap-2.0 docutils-0.21 lockfile-0.12.2 pystache-0.6.8',
  'Docker version 29.5.3 is compatible with required version 29.5.3.',
  'Success downloading docker-compose version v5.1.4',
  'Started openvidu.service - OpenVidu Service.',
  'Status: Downloaded newer image for openvidu/openvidu-pro-caddy:3.8.0',
  'Resource creation Initiated',
  'CREATE_COMPLETE',
  'Launching a new EC2 instance: i-0123456789abcdef0',
  'Waiting for containers to stop...',
  'INFO openvidu service/server.go:297 starting LiveKit server {"portHttp": 7880}',
  'INFO openvidu license/check.go:20 license is valid until 2027-01-31',
  'healthy',
  '{"t":{"$date":"2025-11-22T10:06:00Z"},"s":"I","c":"REPL","msg":"Transition to primary complete"}',
]

test.each(signatures.map(({id}) => id))('%s matches its line and no healthy one', id => {
  const signature = signatures.find(row => row.id === id)
  const [where] = signature?.where ?? []
  const {expression} = compiledSignatures(where ?? 'journal').find(row => row.signature.id === id) ?? {}
  expect(expression?.test(lines[id])).toBe(true)
  expect(healthy.filter(line => expression?.test(line))).toEqual([])
})

test('no signature answers to the line of another one of the same evidence', () => {
  for (const {id, where} of signatures) {
    for (const source of where) {
      const answers = compiledSignatures(source).filter(({expression}) => expression.test(lines[id]))
      expect([id, answers.map(({signature}) => signature.id)]).toEqual([id, [id]])
    }
  }
})

test('a generation leaves out what it cannot show', () => {
  const ids = (generation: '3.4.1' | '3.8.0') =>
    compiledSignatures('cloud-init', generation).map(({signature}) => signature.id)
  expect([ids('3.4.1').includes('F2'), ids('3.8.0').includes('F2')]).toEqual([true, false])
  expect([ids('3.4.1').includes('F24'), ids('3.8.0').includes('F24')]).toEqual([false, true])
})

test('the expressions stay fast on long hostile lines', () => {
  const hostile = [
    'license ',
    'AccessDenied',
    "architecture 'x' ",
    'bitnami/a',
    'certificate ARN ',
    'functionName',
  ].map(part => part.repeat(5_000))
  const started = performance.now()
  for (const {where} of signatures) {
    for (const source of where)
      for (const {expression} of compiledSignatures(source)) for (const line of hostile) expression.test(line)
  }
  expect(performance.now() - started).toBeLessThan(5_000)
})
