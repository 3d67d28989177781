import {commonest} from '../../src/derive/commonest.ts'
import {byInstanceType} from '../../src/derive/stack-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName, templateAsWhole} from '../../src/model/subject.ts'
import {instanceTypeSpecification, minimumNode} from '../../src/openvidu/instance-types.ts'
import {administration, onPremisesInstall} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'master-instance-type',
  area: 'masters',
  title: 'The master nodes are large enough and all of one type',
  severity: 'medium',
  sources: ['plan', 'deployed'],
  requirements: ['R8'],
  why: 'A master runs the data stores beside the observability stack and the web applications: too small a type swaps, times out and drops out of the cluster. With unequal types the smallest one sets the pace of all.',
  how: {
    plan: 'The type of every master is held against the published figures of EC2: 4 vCPU and 4 GiB at least. Of a type that no official template allows nothing is claimed.',
    deployed: 'The types of the running masters are judged in the same way.',
  },
  needs: ['masters'],
  phrases: {
    tooSmall: ({
      observed,
      expected,
    }: {
      observed: {setting: string; type: string; vcpus: number; memoryGiB: number}
      expected: {vcpus: number; memoryGiB: number}
    }) =>
      `${observed.setting} is ${observed.type} with ${observed.vcpus} vCPU and ${observed.memoryGiB} GiB; a master needs at least ${expected.vcpus} vCPU and ${expected.memoryGiB} GiB`,
    unequal: ({observed, expected}: {observed: {setting: string; type: string}; expected: {type: string}}) =>
      `${observed.setting} is ${observed.type}; expected ${expected.type} as on the other masters`,
  },
  remedy: {
    text: 'Before the deployment set MasterNodeInstanceType to a type with 4 vCPU or more, such as the default c6a.xlarge. On a running deployment stop the masters one by one and change the type in EC2, not by a stack update, which would replace them.',
    url: onPremisesInstall,
  },
  remedies: {
    unequal: {
      text: 'Give all four masters one type. On a running deployment stop those that differ one by one and change the type in EC2, not by a stack update, which would replace them.',
      url: administration,
    },
  },
  judge({masters}, {fail, see}) {
    if (masters.length === 0) see(unknown('unresolved', 'there is no master to look at'), templateAsWhole)
    const settings = byInstanceType(masters).flatMap(({subject, items}) => {
      const type = see(items[0].instanceType.value, subject)
      return type === undefined ? [] : [{subject, type, masters: items.length}]
    })
    const usual = commonest(settings.flatMap(({type, masters}) => Array.from({length: masters}, () => type)))
    for (const {subject, type} of settings) {
      const figures = instanceTypeSpecification(type)
      const observed = {setting: subjectName(subject), type}
      if (figures === null) {
        see(unknown('unresolved', `the size of ${type} is not known: no official template allows it`), subject)
      } else if (figures.vcpus < minimumNode.vcpus || figures.memoryGiB < minimumNode.memoryGiB) {
        const {vcpus, memoryGiB} = figures
        fail('tooSmall', subject, {observed: {...observed, vcpus, memoryGiB}, expected: {...minimumNode}})
        continue
      }
      if (usual !== undefined && type !== usual) fail('unequal', subject, {observed, expected: {type: usual}})
    }
  },
})
