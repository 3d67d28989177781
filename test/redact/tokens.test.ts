import {createHash} from 'node:crypto'
import {describe, expect, it} from 'vitest'
import {newTokenKey, Tokens} from '../../src/redact/tokens.ts'

const key = Buffer.alloc(32, 7)
const known = new Map([
  ['10.0.1.11', 'master-1'],
  ['3.120.5.6', 'master-1-public'],
  ['2001:db8::11', 'master-1'],
  ['10.0.1.0/24', 'subnet-a'],
  ['subnet-0a1b2c3d4e5f60718', 'subnet-a'],
])

function tokens(own: Buffer = key): Tokens {
  return new Tokens({key: own, known, domains: ['video.example.com']})
}

describe('addresses and names of hosts', () => {
  it.each([
    ['dial tcp 10.0.1.11:7000: refused', 'dial tcp master-1:7000: refused'],
    ['Nov 12 ip-10-0-1-11 systemd[1]: up', 'Nov 12 master-1 systemd[1]: up'],
    ['ip-10-0-1-11.eu-west-1.compute.internal', 'master-1'],
    ['ec2-3-120-5-6.eu-west-1.compute.amazonaws.com = 3.120.5.6', 'master-1-public = master-1-public'],
    ['[2001:DB8:0:0::11]:443 via ::ffff:10.0.1.11', '[master-1]:443 via ::ffff:master-1'],
    ['route 10.0.1.0/24 of subnet-0a1b2c3d4e5f60718', 'route subnet-a of subnet-a'],
    ['"a\\n10.0.1.11" host%3D10.0.1.11 host_10.0.1.11', '"a\\nmaster-1" host%3Dmaster-1 host_master-1'],
  ])('known ones have their names: %s', (line, shown) => {
    expect(tokens().redacted(line)).toBe(shown)
  })

  it.each([
    '10.0.9.9',
    '192.168.7.8',
    '54.1.2.3',
    '2001:db8:1::5',
    'ip-10-0-9-9.eu-west-1.compute.internal',
    'ec2-54-1-2-3.compute-1.amazonaws.com',
    'video.example.com',
    'turn.video.example.com',
    'OpenViduHA-1a2b3c-0123456789abcdef.elb.eu-west-1.amazonaws.com',
    'video-1234567890.eu-west-1.elb.amazonaws.com',
    'proxy.customer.corp',
  ])('others become tokens: %s', text => {
    const shown = tokens().redacted(`from ${text}, again ${text}/x`)
    expect(shown).not.toContain(text)
    const [, first, second] = /^from (\S+), again (\S+)\/x$/.exec(shown) ?? []
    expect(first).toMatch(/^(ip|host)-[0-9a-f-]+(\.host-[0-9a-f]{8})?$/)
    expect(second).toBe(first)
    expect(tokens().redacted(shown)).toBe(shown)
  })

  it('what belongs together shows: neighbours, hosts of a domain, a host and its address', () => {
    const one = tokens()
    const of = (text: string) => one.redacted(text)
    expect(of('10.0.9.9').slice(0, 7)).toBe(of('10.0.9.200').slice(0, 7))
    expect(of('10.0.9.9')).not.toBe(of('10.0.9.200'))
    expect(of('10.0.9.9').slice(0, 7)).not.toBe(of('10.0.8.9').slice(0, 7))
    expect(of('10.0.9.0/24')).toBe(`net-${of('10.0.9.9').slice(3, 7)}/24`)
    expect(of('ip-10-0-9-9')).toBe(of('10.0.9.9'))
    expect(of('a.video.example.com').split('.')[1]).toBe(of('video.example.com'))
  })

  it.each([
    '127.0.0.1:7880 0.0.0.0:53 ::1 [::]:80 fe80::1 169.254.169.254 255.255.255.255 8.8.8.8',
    'docker.io/openvidu get.openvidu.io s3.eu-west-1.amazonaws.com ssm.eu-west-1.amazonaws.com',
    'main.go:103 notvideo.example.com example.com host.docker.internal',
    'OpenVidu 3.8.0, v1.2.3.4, version=1.2.3.4 Chrome/131.0.0.0 amazon-ssm-agent-3.3.987.0 pkg_1.2.3.4-1ubuntu2',
    'OID 1.3.6.1.4.1.311 at 10:15:00.123 mac 0a:1b:2c:3d:4e:5f std::vector 999.1.1.1',
    'i-0123456789abcdef0 in eu-west-1a, sha256:9f86d081, arn:aws:ec2:eu-west-1:123456789012:instance/i-0abc',
  ])('stay where they are nobody’s or none: %s', line => {
    expect(tokens().redacted(line)).toBe(line)
  })
})

describe('the key', () => {
  it('decides on the tokens, and is told by the first digits of its hash', () => {
    const other = newTokenKey()
    expect(tokens().redacted('10.0.9.9')).toBe(tokens().redacted('10.0.9.9'))
    expect(tokens(other).redacted('10.0.9.9')).not.toBe(tokens().redacted('10.0.9.9'))
    expect(tokens().keyId).toBe(createHash('sha256').update(key).digest('hex').slice(0, 8))
  })

  it('is not short', () => {
    expect(newTokenKey().length).toBe(32)
    expect(() => tokens(Buffer.alloc(31))).toThrow(RangeError)
  })
})

it('counts what it replaced', () => {
  const one = tokens()
  one.redacted('10.0.1.11 and 10.0.9.9 of video.example.com')
  expect(one.counts).toEqual(
    new Map([
      ['address', 2],
      ['host-name', 1],
    ]),
  )
})
