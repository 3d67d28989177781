import {expect, test} from 'vitest'
import {generations} from '../../src/openvidu/generations.ts'
import {gravitonFamiliesOf, instanceTypeSpecification, minimumNode} from '../../src/openvidu/instance-types.ts'
import {maximumStackNameLength} from '../../src/openvidu/limits.ts'
import {nodeFilesOf} from '../../src/openvidu/node-files.ts'
import {placeMasters, tolerance} from '../../src/openvidu/placement.ts'
import {secretKeysOf, secretName} from '../../src/openvidu/secret-keys.ts'
import {defaultModulesOf, servicesOf} from '../../src/openvidu/services.ts'

test.each([
  ['c6a.xlarge', 4, 8, 'x86_64', false],
  ['t2.micro', 1, 1, 'x86_64', false],
  ['t3.nano', 2, 0.5, 'x86_64', false],
  ['t4g.2xlarge', 8, 32, 'arm64', false],
  ['c4.8xlarge', 36, 60, 'x86_64', false],
  ['c5.metal', 96, 192, 'x86_64', false],
  ['c5n.4xlarge', 16, 42, 'x86_64', false],
  ['c5n.18xlarge', 72, 192, 'x86_64', false],
  ['c7a.medium', 1, 2, 'x86_64', false],
  ['c7a.metal-48xl', 192, 384, 'x86_64', false],
  ['c7i-flex.large', 2, 4, 'x86_64', false],
  ['m4.10xlarge', 40, 160, 'x86_64', false],
  ['m8gd.metal-24xl', 96, 384, 'arm64', false],
  ['r8g.48xlarge', 192, 1536, 'arm64', false],
  ['g4dn.metal', 96, 384, 'x86_64', true],
  ['g5g.metal', 64, 128, 'arm64', true],
  ['g6e.xlarge', 4, 32, 'x86_64', true],
  ['g6f.large', 2, 8, 'x86_64', true],
  ['gr6f.4xlarge', 16, 128, 'x86_64', true],
  ['g7e.2xlarge', 8, 64, 'x86_64', true],
  ['g7e.12xlarge', 48, 512, 'x86_64', true],
  ['p4d.24xlarge', 96, 1152, 'x86_64', true],
  ['p5.4xlarge', 16, 256, 'x86_64', true],
  ['p6-b300.48xlarge', 192, 4096, 'x86_64', true],
  ['p6e-gb200.36xlarge', 144, 960, 'arm64', true],
] as const)('%s has %d vCPU and %d GiB, %s', (type, vcpus, memoryGiB, architecture, gpu) => {
  expect(instanceTypeSpecification(type)).toEqual({vcpus, memoryGiB, architecture, gpu})
})

test.each(['x1e.xlarge', 'c6a', 'c6a.', 'c6a.tiny', 'p4d.xlarge', 'c5a.metal', 'toString.large', 'c6a.xlarge.x', ''])(
  'of %j nothing is claimed',
  type => {
    expect(instanceTypeSpecification(type)).toBeNull()
  },
)

test('the smallest node is four vCPU and 4 GiB', () => {
  const meets = (type: string) => {
    const found = instanceTypeSpecification(type)
    return found !== null && found.vcpus >= minimumNode.vcpus && found.memoryGiB >= minimumNode.memoryGiB
  }
  expect(['c6a.xlarge', 't3.xlarge'].map(meets)).toEqual([true, true])
  expect(['t3.nano', 't3.large', 'c6a.large'].map(meets)).toEqual([false, false, false])
})

test('the families that a template takes for arm64 are arm64', () => {
  for (const {id} of generations) {
    for (const family of gravitonFamiliesOf(id)) {
      const size = family === 'p6e-gb200' ? '36xlarge' : 'xlarge'
      expect([family, instanceTypeSpecification(`${family}.${size}`)?.architecture]).toEqual([family, 'arm64'])
    }
  }
  expect(gravitonFamiliesOf('3.4.1')).toEqual([])
  expect(gravitonFamiliesOf('3.5.0')).not.toContain('c7gn')
})

test('masters are dealt over the subnets, four at most', () => {
  expect(placeMasters([])).toBeNull()
  expect(placeMasters(['a'])).toEqual(['a', 'a', 'a', 'a'])
  expect(placeMasters(['a', 'b'])).toEqual(['a', 'b', 'a', 'b'])
  expect(placeMasters(['a', 'b', 'c'])).toEqual(['a', 'b', 'c', 'a'])
  expect(placeMasters(['a', 'b', 'c', 'd', 'e'])).toEqual(['a', 'b', 'c', 'd'])
})

test('one lost master is borne, two hurt, three are an outage', () => {
  expect([0, 1, 2, 3, 4].map(tolerance)).toEqual(['unaffected', 'unaffected', 'degraded', 'outage', 'outage'])
})

test('the room for a stack name depends on the region', () => {
  expect(maximumStackNameLength('us-east-1')).toBe(38)
  expect(maximumStackNameLength('ap-southeast-1')).toBe(33)
  const name = `SubnetProcessor-us-east-1-${'s'.repeat(maximumStackNameLength('us-east-1'))}`
  expect(name.length).toBe(64)
})

test('every generation has one service of a name, and the modules decide', () => {
  for (const {id} of generations) {
    for (const role of ['master', 'media'] as const) {
      const names = servicesOf(id, role).map(({name}) => name)
      expect(names.length).toBe(new Set(names).size)
      expect(servicesOf(id, role, []).every(({module}) => module === null)).toBe(true)
    }
  }
  const names = (list: ReturnType<typeof servicesOf>) => list.map(({name}) => name).sort()
  const base = ['caddy', 'dashboard', 'mongo', 'operator', 'redis-sentinel', 'redis-server']
  expect(names(servicesOf('3.8.0', 'master', []))).toEqual(base)
  expect(names(servicesOf('3.3.0', 'master', ['app']))).toEqual([...base, 'app'].sort())
  expect(names(servicesOf('3.8.0', 'master'))).toEqual(
    [...base, 'alloy', 'grafana', 'loki', 'mimir', 'openvidu-meet', 'openvidu-v2compatibility'].sort(),
  )
  expect(names(servicesOf('3.8.0', 'media', []))).toEqual(['caddy', 'egress', 'ingress', 'openvidu'])
  expect(defaultModulesOf('3.3.0')).toContain('app')
  expect(defaultModulesOf('next')).toContain('openviduMeet')
})

test('files of a node are listed once, and follow the application', () => {
  for (const {id} of generations) {
    for (const role of ['master', 'media'] as const) {
      const paths = nodeFilesOf(id, role).map(({path}) => path)
      expect(paths.length).toBe(new Set(paths).size)
    }
  }
  const has = (id: '3.3.0' | '3.4.0', name: string) => nodeFilesOf(id, 'master').some(({path}) => path.endsWith(name))
  expect([has('3.3.0', '/app.env'), has('3.3.0', '/meet.env')]).toEqual([true, false])
  expect([has('3.4.0', '/app.env'), has('3.4.0', '/meet.env')]).toEqual([false, true])
})

test('the secret has credentials, and only two keys may be left open', () => {
  const keys = secretKeysOf('3.5.0')
  expect(keys.filter(key => key.mayStayNone).map(({name}) => name)).toEqual(['LIVEKIT_TURN_DOMAIN_NAME'])
  expect(keys.filter(key => key.mayBeEmpty).map(({name}) => name)).toEqual(['MEET_INITIAL_API_KEY'])
  const open = keys.filter(({name}) => /PASSWORD|LICENSE|_KEY$|_SECRET$/.test(name) && name !== 'MINIO_ACCESS_KEY')
  expect(open.filter(key => !key.credential)).toEqual([])
  expect(secretKeysOf('next').some(({name}) => name.startsWith('MASTER_NODE_'))).toBe(false)
  expect(secretName('eu-west-1', 'ov')).toBe('openvidu-ha-eu-west-1-ov')
})
