import {servingMasters} from '../../src/derive/live-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {administration} from '../../src/openvidu/pages.ts'
import {MASTER_SLOTS} from '../../src/openvidu/placement.ts'

export default defineCheck({
  id: 'master-addresses',
  area: 'masters',
  title: 'The stored addresses of the masters are those of the masters that are there',
  severity: 'critical',
  sources: ['deployed'],
  requirements: ['R26'],
  why: 'Every node finds the masters by four stored addresses. One that belongs to no master is a member that the databases wait for in vain, and a master that is not among them takes part in nothing.',
  how: {
    deployed:
      'The four private addresses, in the secret (with `--verify-secret`) or in SSM parameters where the generation keeps them there, are compared with those of the instances.',
  },
  needs: ['nodes'],
  uses: ['secretAddresses', 'addressParameters'],
  phrases: {
    noAddress: ({observed, expected}: {observed: {slots: readonly string[]}; expected: {addresses: number}}) =>
      `no address is stored under ${observed.slots.join(', ')}; expected the addresses of ${expected.addresses} masters`,
    stranger: ({
      observed,
      expected,
    }: {
      observed: {name: string; address: string}
      expected: {addresses: readonly string[]}
    }) =>
      `${observed.name} is ${observed.address}, which is the address of no master; expected one of ${expected.addresses.join(', ')}`,
    unlisted: ({
      observed,
      expected,
    }: {
      observed: {master: string; address: string}
      expected: {stored: readonly string[]}
    }) =>
      `${observed.master} has the address ${observed.address}, which is not stored; stored are ${expected.stored.join(', ')}`,
  },
  remedy: {
    text: 'Private addresses stay with an instance for life: a difference means a replaced master. Restore the one that is gone, or store the address of its successor and reboot the masters one by one.',
    url: administration,
  },
  judge({nodes, secretAddresses, addressParameters}, {fail, see, look}) {
    const stored = look('addressParameters', addressParameters) ?? look('secretAddresses', secretAddresses)
    const masters = servingMasters(nodes)
    const stack = {type: 'Stack', id: null, logicalId: null, location: null}
    if (stored === undefined) {
      // An absent one reads as undefined, too: nothing was compared.
      if (secretAddresses.state === 'absent') see(unknown('unresolved', secretAddresses.why), stack)
      return
    }
    const own = masters.flatMap(({subject, privateAddress}) => {
      const gap = unknown('unresolved', `EC2 tells no private address of ${subjectName(subject)}`)
      return see(privateAddress === null ? gap : {state: 'known', value: privateAddress}, subject) ?? []
    })
    if (masters.length === 0) see(unknown('unresolved', 'EC2 tells of no master'), stack)
    if (own.length < masters.length || masters.length === 0) return
    const addresses = stored.flatMap(({address}) => address ?? [])
    const [first] = stored
    const empty = stored.filter(({address}) => address === null)
    if (first !== undefined && empty.length > 0) {
      const observed = {slots: empty.map(({name}) => name)}
      fail('noAddress', empty[0]?.subject ?? first.subject, {observed, expected: {addresses: MASTER_SLOTS}})
    }
    for (const {subject, name, address} of stored) {
      if (address === null || own.includes(address)) continue
      fail('stranger', subject, {observed: {name, address}, expected: {addresses: own}})
    }
    for (const {subject, privateAddress} of masters) {
      if (privateAddress === null || addresses.includes(privateAddress) || addresses.length === 0) continue
      const observed = {master: subjectName(subject), address: privateAddress}
      fail('unlisted', subject, {observed, expected: {stored: addresses}})
    }
  },
})
