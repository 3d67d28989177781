import {describe, expect, it} from 'vitest'
import check from '../../../checks/masters/master-addresses.ts'
import {absent, unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterAddress, masterIds} from '../../support/healthy-stack/names.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

const stored = (addresses: readonly (string | null)[]) =>
  withChanged(healthyStack(), 'secretAddresses', slots =>
    slots.map((slot, index) => ({...slot, address: addresses[index] ?? null})),
  )
const own = [1, 2, 3, 4].map(masterAddress)
const parameters = (addresses: readonly string[]) =>
  withFacts(healthyStack(), {
    secretAddresses: absent('this generation keeps the addresses of the masters in SSM parameters'),
    addressParameters: addresses.map((address, index) => {
      const name = `/openvidu/video/master-node-${index + 1}-private-ip`
      return {
        subject: {type: 'AWS::SSM::Parameter', id: name, logicalId: null, location: null},
        name,
        slot: index + 1,
        address,
      }
    }),
  })

describe('master-addresses', () => {
  it('passes where the stored addresses are the own ones, in whatever order', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    expect(judgeIn(check, stored(own.toReversed())).status).toBe('pass')
    expect(judgeIn(check, parameters(own)).status).toBe('pass')
  })

  it('names a stored address that no master has, and the master that is not stored', () => {
    const verdict = judgeIn(check, stored(['10.0.1.99', ...own.slice(1)]))
    expect(failures(verdict)).toEqual(['unlisted: OpenViduMasterNode1', 'stranger: OpenViduSharedInfo'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'critical'}, {observed: {name: 'MASTER_NODE_1_PRIVATE_IP', address: '10.0.1.99'}}],
    })
    expect(failures(judgeIn(check, parameters(['10.0.1.99', ...own.slice(1)])))).toEqual([
      'stranger: /openvidu/video/master-node-1-private-ip',
      'unlisted: OpenViduMasterNode1',
    ])
  })

  it('notices an address that is stored twice', () => {
    const twice = [own[1] ?? '', ...own.slice(1)]
    expect(failures(judgeIn(check, stored(twice)))).toEqual(['unlisted: OpenViduMasterNode1'])
  })

  it('names slots without an address', () => {
    const verdict = judgeIn(check, stored([null, null, ...own.slice(2)]))
    expect(failures(verdict)).toContain('noAddress: OpenViduSharedInfo')
    expect(verdict).toMatchObject({status: 'fail'})
  })

  it('takes the address of a master that is gone for a stranger', () => {
    const gone = withChanged(healthyStack(), 'nodes', nodes =>
      nodes.map(node => (node.id === masterIds[0] ? {...node, state: 'terminated', privateAddress: null} : node)),
    )
    expect(failures(judgeIn(check, gone))).toEqual(['stranger: OpenViduSharedInfo'])
  })

  it('does not pass what was not compared', () => {
    const asked = unknown('not-requested', 'only with --verify-secret', 'secretsmanager:GetSecretValue')
    expect(judgeIn(check, withFacts(healthyStack(), {secretAddresses: asked}))).toMatchObject({
      status: 'unknown',
      unseen: {action: 'secretsmanager:GetSecretValue'},
    })
    const noSecret = withFacts(healthyStack(), {secretAddresses: absent('the secret does not exist')})
    expect(judgeIn(check, noSecret)).toMatchObject({status: 'unknown'})
    const hidden = withChanged(healthyStack(), 'nodes', nodes =>
      nodes.map(node => (node.id === masterIds[0] ? {...node, privateAddress: null} : node)),
    )
    expect(judgeIn(check, hidden)).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, withFacts(healthyStack(), {nodes: []}))).toMatchObject({status: 'unknown'})
  })
})
