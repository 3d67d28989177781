import {expect, test} from 'vitest'
import {system} from '../../../../src/nodes/probe/parts/system.ts'
import {nodeWith, partIn, shells} from '../../run-probe.ts'

test.each(shells)('distribution, kernel, uptime and boot, %s', async shell => {
  expect(await partIn(system, nodeWith('media'), {role: 'media', shell})).toEqual({
    state: 'known',
    value: {
      name: 'ubuntu 24.04',
      kernel: expect.stringMatching(/^\d+\./),
      uptimeSeconds: 863_700.52,
      bootedAt: '2026-11-12T10:05:00.000Z',
    },
  })
})

test('a rolling distribution has no version', async () => {
  const seen = await partIn(system, nodeWith('master', {'etc/os-release': "NAME=Debian\nID='debian'\n"}))
  expect(seen).toMatchObject({value: {name: 'debian'}})
})

test.each([
  [{'etc/os-release': null}, 'system: ID of /etc/os-release is missing or not in its form'],
  [{'etc/os-release': 'NAME=x\n'}, 'system: ID of /etc/os-release is missing or not in its form'],
  [{'proc/stat': 'cpu 1\n'}, 'system: /proc/stat has no btime'],
  [{'proc/uptime': null}, 'system: /proc/uptime is missing or not in its form'],
])('what is not there is not made up: %j', async (changes, detail) => {
  expect(await partIn(system, nodeWith('master', changes))).toEqual({
    state: 'unknown',
    cause: 'failed',
    detail,
  })
})
