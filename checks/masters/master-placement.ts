import {type LiveNode, standingMasters} from '../../src/derive/live-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {administration, faultTolerance} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'master-placement',
  area: 'masters',
  title: 'Every master stands where the template puts it',
  severity: 'medium',
  sources: ['deployed'],
  requirements: ['R3', 'R15'],
  why: 'The masters know each other by the addresses of four slots. One that was replaced by hand, or put into another subnet, takes no slot, and may stand in a zone that already holds another.',
  how: {
    deployed:
      'Each of the four slots must have an instance of its own, in the subnet that the template and the parameters of the stack give it. The group of the first generation has no slots: its masters must stand in the subnets of the group.',
  },
  needs: ['nodes', 'intended'],
  uses: ['masterSubnets'],
  phrases: {
    empty: ({
      observed,
      expected,
    }: {
      observed: {slot: number; instances: number; strangers: readonly string[]}
      expected: {instance: string}
    }) =>
      `slot ${observed.slot} has no instance${observed.strangers.length === 0 ? '' : ` (${observed.strangers.join(', ')} stands outside the slots)`}; expected ${expected.instance}`,
    elsewhere: ({
      observed,
      expected,
    }: {
      observed: {instance: string; subnet: string; zone: string}
      expected: {subnets: readonly string[]}
    }) =>
      `${observed.instance} stands in ${observed.subnet} in ${observed.zone}; expected ${expected.subnets.join(' or ')}`,
  },
  remedy: {
    text: 'A master cannot be moved, and one made by hand takes no slot: restore the one that is missing from a snapshot of its volume with its own address, or deploy anew.',
    url: administration,
  },
  remedies: {
    elsewhere: {
      text: 'Masters do not move: deploy anew with the subnets that the masters should have, or give the stack the parameters that it was made with.',
      url: faultTolerance,
    },
  },
  judge({nodes, intended, masterSubnets}, {fail, see, look}) {
    const standing = standingMasters(nodes)
    const outside = standing.filter(({ofStack}) => !ofStack).map(({id}) => id)
    const planned = intended.masters
    if (planned === null) {
      const stack = {type: 'Stack', id: null, logicalId: null, location: null}
      see(unknown('unresolved', 'the template of the stack does not tell where its masters stand'), stack)
      return
    }
    const stand = (node: LiveNode, subnets: readonly string[]): void => {
      const {id: instance, subject, zone, subnetId} = node
      if (subnetId === null) see(unknown('failed', `EC2 names no subnet of ${instance}`), subject)
      else if (!subnets.includes(subnetId))
        fail('elsewhere', subject, {observed: {instance, subnet: subnetId, zone}, expected: {subnets}})
    }
    for (const {slot, subject, subnetId} of planned) {
      if (slot === null) {
        const setting = look('masterSubnets', masterSubnets)
        const subnets = setting === undefined ? undefined : see(setting.value, setting.subject)
        if (subnets !== undefined) for (const node of standing) stand(node, subnets)
        continue
      }
      const own = standing.filter(node => node.slot === slot)
      if (own.length === 0) {
        const observed = {slot, instances: 0, strangers: outside}
        fail('empty', subject, {observed, expected: {instance: subject.logicalId ?? 'one'}})
        continue
      }
      const subnet = see(subnetId, subject)
      if (subnet !== undefined) for (const node of own) stand(node, [subnet])
    }
  },
})
