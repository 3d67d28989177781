import {expect, test} from 'vitest'
import {addresses} from '../../../../src/nodes/probe/parts/addresses.ts'
import {nodeWith, partIn} from '../../run-probe.ts'

const path = 'stand-ins/ip.d/addresses'

test('the addresses of the node, without those of container networks', async () => {
  const told = [
    '2: ens5    inet 10.0.1.11/24 metric 100 brd 10.0.1.255 scope global dynamic ens5\\       valid_lft 2790sec',
    '2: ens5    inet6 2600:1f18::11/128 scope global dynamic noprefixroute \\       valid_lft 440sec',
    '3: docker0    inet 172.17.0.1/16 scope global docker0\\       valid_lft forever',
    '4: br-5f3c    inet 172.18.0.1/16 scope global br-5f3c\\       valid_lft forever',
    '9: veth12    inet 172.19.0.9/16 scope global veth12\\       valid_lft forever',
    '',
  ].join('\n')
  expect(await partIn(addresses, nodeWith('master', {[path]: told}))).toEqual({
    state: 'known',
    value: {ipv4: ['10.0.1.11'], ipv6: ['2600:1f18::11']},
  })
})

test.each([
  ['2: ens5    inet 10.0.1.999/24 scope global ens5\n', 'addresses: ip told something else than addresses'],
  [null, 'the probe of addresses ended with code 1'],
])('%j is no answer', async (told, detail) => {
  expect(await partIn(addresses, nodeWith('master', {[path]: told}))).toEqual({
    state: 'unknown',
    cause: 'failed',
    detail,
  })
})

test('a node without ip tells nothing', async () => {
  expect(await partIn(addresses, nodeWith('master'), {without: ['ip']})).toMatchObject({
    detail: 'the probe of addresses ended with code 127',
  })
})
