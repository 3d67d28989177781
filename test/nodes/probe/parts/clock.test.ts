import {expect, test} from 'vitest'
import {clock} from '../../../../src/nodes/probe/parts/clock.ts'
import {between, nodeWith, partIn, shells} from '../../run-probe.ts'

const chrony = 'stand-ins/chronyc.d/tracking'
const timesync = 'stand-ins/timedatectl.d/timesync-status'
const noChrony = {
  [chrony]: null,
  'stand-ins/systemctl.d/chrony.service': null,
  'stand-ins/systemctl.d/systemd-timesyncd.service': 'ActiveState=active\n',
}

test.each(shells)('chrony tells how far the clock is ahead, %s', async shell => {
  const start = Date.now()
  const seen = await partIn(clock, nodeWith('master'), {shell})
  expect(seen).toEqual({
    state: 'known',
    value: {
      now: expect.any(String),
      synchronised: true,
      offsetMilliseconds: 0.02,
      service: 'chrony',
      between: [...between],
    },
  })
  const now = Date.parse((seen as {value: {now: string}}).value.now)
  expect(now).toBeGreaterThanOrEqual(start - 1000)
  expect(now).toBeLessThanOrEqual(Date.now() + 1000)
})

test.each([
  ['System time     : 1.500000000 seconds slow of NTP time\nLeap status     : Normal\n', -1500],
  ['System time     : 0.000000000 seconds slow of NTP time\nLeap status     : Normal\n', 0],
  ['System time     : 0.000000000 seconds fast of NTP time\nLeap status     : Not synchronised\n', null],
  ['System time     : soon\n', null],
])('%s', async (tracking, offsetMilliseconds) => {
  expect(await partIn(clock, nodeWith('master', {[chrony]: tracking}))).toMatchObject({
    value: {service: 'chrony', offsetMilliseconds},
  })
})

test.each([
  ['+26us', -0.026],
  ['-1.234567s', 1234.567],
  ['-1min 2.5s', 62_500],
  ['+2d 3h', -183_600_000],
  ['+3ms', -3],
  ['+0', null],
  ['nearly nothing', null],
])('timesyncd tells what the clock lacks: %s', async (offset, offsetMilliseconds) => {
  const told = `       Server: 169.254.169.123 (169.254.169.123)\n         Leap: normal\n       Offset: ${offset}\n        Delay: 377us\n`
  expect(await partIn(clock, nodeWith('master', {...noChrony, [timesync]: told}))).toMatchObject({
    value: {service: 'systemd-timesyncd', offsetMilliseconds, synchronised: true},
  })
})

test.each(['ntp', 'ntpsec'])('%s has no distance to tell', async name => {
  const changes = {
    ...noChrony,
    'stand-ins/systemctl.d/systemd-timesyncd.service': null,
    [`stand-ins/systemctl.d/${name}.service`]: 'ActiveState=active\n',
    'stand-ins/timedatectl.d/show': 'NTPSynchronized=no\n',
  }
  expect(await partIn(clock, nodeWith('master', changes))).toMatchObject({
    value: {service: 'ntpd', offsetMilliseconds: null, synchronised: false},
  })
})

test('no time service at all', async () => {
  const changes = {...noChrony, 'stand-ins/systemctl.d/systemd-timesyncd.service': 'ActiveState=failed\n'}
  expect(await partIn(clock, nodeWith('master', changes))).toMatchObject({
    value: {service: null, offsetMilliseconds: null},
  })
})

test('where the kernel is not told of, nothing is said of it', async () => {
  expect(await partIn(clock, nodeWith('master', {'stand-ins/timedatectl.d/show': null}))).toMatchObject({
    value: {synchronised: null, service: 'chrony'},
  })
  expect(await partIn(clock, nodeWith('master'), {without: ['timedatectl']})).toMatchObject({
    value: {synchronised: null},
  })
})

test('that no service runs is not said where systemd does not answer', async () => {
  const changes = {...noChrony, 'stand-ins/systemctl.d/offline': ''}
  expect(await partIn(clock, nodeWith('master', changes))).toMatchObject({state: 'unknown', cause: 'failed'})
})

test('seconds do where date knows no nanoseconds', () => {
  for (const [told, now] of [
    ['1794477900.%N', '2026-11-12T10:05:00.000Z'],
    ['1794477900', '2026-11-12T10:05:00.000Z'],
    ['1794477900.250000000', '2026-11-12T10:05:00.250Z'],
  ])
    expect(clock.parse([`now=${told}`], {role: 'master', between}).now).toBe(now)
  expect(() => clock.parse(['now='], {role: 'master', between})).toThrow('date told no time')
})
