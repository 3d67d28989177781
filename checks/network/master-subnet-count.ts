import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {installationGuide} from '../../src/openvidu/pages.ts'
import {MASTER_SLOTS} from '../../src/openvidu/placement.ts'

interface Counted {
  observed: {setting: string; subnets: readonly string[]}
  expected: {minimum: number; maximum: number}
}

export default defineCheck({
  id: 'master-subnet-count',
  area: 'network',
  title: 'The masters have one to four different subnets',
  severity: 'high',
  sources: ['plan', 'deployed'],
  requirements: ['R14'],
  why: 'Only the first four subnets of the list get a master. A surplus one stays without, yet up to 3.8 the load balancer opens a zone for it that answers nobody; a subnet named twice makes the load balancer fail after all masters are up.',
  how: {
    plan: 'The list of subnets that the masters are spread over is counted, and repeated ids are looked for. Fewer than four are allowed here: which zones they lie in is judged by master-subnet-az-spread.',
    deployed: 'The same list is read from the parameters of the stack.',
  },
  needs: ['masterSubnets'],
  uses: ['balancerSubnets'],
  phrases: {
    none: ({observed, expected}: Counted) =>
      `${observed.setting} names no subnet; the masters need ${expected.minimum} to ${expected.maximum}`,
    repeated: ({
      observed,
      expected,
    }: {
      observed: {setting: string; repeated: readonly string[]}
      expected: {times: string}
    }) =>
      `${observed.setting} names ${observed.repeated.join(' and ')} more than once; each subnet must stand there ${expected.times}`,
    surplus: ({
      observed,
      expected,
    }: {
      observed: {setting: string; subnets: number; withoutMaster: readonly string[]; inBalancer: boolean}
      expected: {maximum: number}
    }) =>
      `${observed.setting} names ${observed.subnets} subnets, so that ${observed.withoutMaster.join(' and ')} ${observed.withoutMaster.length === 1 ? 'holds' : 'hold'} no master${observed.inBalancer ? ' although the load balancer uses it' : ''}; at most ${expected.maximum} get one`,
  },
  remedy: {
    text: 'Name one to four different subnets for the masters, best four in four Availability Zones.',
    url: installationGuide,
  },
  judge({masterSubnets: {subject, value}, balancerSubnets}, {fail, see}) {
    const subnets = see(value, subject)
    if (subnets === undefined) return
    const setting = subjectName(subject)
    const different = [...new Set(subnets)]
    const repeated = different.filter(id => subnets.indexOf(id) !== subnets.lastIndexOf(id))
    if (subnets.length === 0) {
      const expected = {minimum: 1, maximum: MASTER_SLOTS}
      fail('none', subject, {observed: {setting, subnets}, expected}, {severity: 'critical'})
    } else if (repeated.length > 0) {
      fail('repeated', subject, {observed: {setting, repeated}, expected: {times: 'once'}})
    } else if (subnets.length > MASTER_SLOTS) {
      const withoutMaster = subnets.slice(MASTER_SLOTS)
      const ofBalancer = balancerSubnets.state === 'known' ? balancerSubnets.value.value : undefined
      const inBalancer = ofBalancer?.state === 'known' && withoutMaster.every(id => ofBalancer.value.includes(id))
      const observed = {setting, subnets: subnets.length, withoutMaster, inBalancer}
      // Paid for and useless, but all four masters stand.
      fail('surplus', subject, {observed, expected: {maximum: MASTER_SLOTS}}, {severity: 'medium'})
    }
  },
})
