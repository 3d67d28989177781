import {describe, expect, it} from 'vitest'
import {LineRedactor} from '../../src/redact/line-redactor.ts'
import {SecretMemory} from '../../src/redact/secret-memory.ts'
import {SecretSearch} from '../../src/redact/secret-search.ts'
import {tracedInstall} from '../support/traced-install.ts'
import {onNodes, redact} from './sed.ts'

const {text, secrets} = tracedInstall()
const lines = text.split('\n')
const search = new SecretSearch([...secrets].map(([from, value]) => ({value, from})))

const hitsIn = (shown: readonly string[]) => search.scan().take(Buffer.from(shown.join('\n')))

describe('the traced installation of a master', () => {
  it('prints the licence and every password in many places', () => {
    const printed = Map.groupBy(hitsIn(lines), ({from}) => from)
    expect([...printed.keys()].toSorted()).toEqual([...secrets.keys()].toSorted())
    expect(Math.min(...[...printed.values()].map(({length}) => length))).toBeGreaterThan(5)
  })

  it('shows none of them, read once from its beginning', () => {
    expect(hitsIn(redact(lines))).toEqual([])
  })

  it.each(onNodes)(
    '%s shows none of them by the shared rules, but for those that have no name beside them',
    (_, redacted) => {
      const shown = redacted(lines)
      // What stands alone a node takes out by the values of its own configuration.
      const bare = shown.filter(line => !line.includes('jq --arg key'))
      expect(hitsIn(bare)).toEqual([])
    },
  )

  it('says what it says otherwise', () => {
    const shown = redact(lines)
    for (const part of [
      '+ OPENVIDU_VERSION=3.8.0',
      '+ PRIVATE_IP=10.0.1.11',
      "'X-aws-ec2-metadata-token-ttl-seconds: 300'",
      'Success downloading docker-compose version v5.1.4',
      '--secret-id openvidu-ha-eu-west-1-video --query SecretString',
      "'--master-node-private-ip-list=10.0.1.11,10.0.2.12,10.0.3.13,10.0.4.14'",
      '/opt/openvidu/config/cluster/openvidu.env',
      '[OpenVidu] OpenVidu is healthy',
      'Up 612.11 seconds',
    ]) {
      expect(shown.join('\n')).toContain(part)
    }
    expect(shown.length).toBe(lines.length)
  })

  it('counts by rule what was taken out, and what was known already', () => {
    const memory = new SecretMemory()
    const redactor = new LineRedactor(memory)
    for (const line of lines) redactor.redacted(line)
    expect(redactor.counts.get('known-value')).toBeGreaterThanOrEqual(secrets.size)
    expect(redactor.counts.get('value')).toBeGreaterThanOrEqual(secrets.size)
    const known = new Map([...memory.known()].map(({value, from}) => [value, from]))
    for (const value of secrets.values()) expect(known.has(value), value).toBe(true)
  })
})
