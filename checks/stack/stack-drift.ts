import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {stackDrift} from '../../src/openvidu/pages.ts'

const fine = new Set(['IN_SYNC', 'NOT_CHECKED'])

type Drift = {checkedAt: string; outdated: boolean}

export default defineCheck({
  id: 'stack-drift',
  area: 'stack',
  title: 'The last drift detection found the stack as its template has it',
  severity: 'medium',
  sources: ['deployed'],
  requirements: [],
  why: 'A later stack update takes back what was changed by hand, or replaces the resource: a master whose type was changed in EC2 is made anew.',
  how: {
    deployed:
      'The result of the last drift detection is read, with the time of it; no detection is started. Where none ever ran, nothing was compared and nothing is judged. Detection does not see into nested stacks, and sees only properties that the template sets.',
  },
  needs: ['drift', 'resources'],
  phrases: {
    modified: ({observed, expected}: {observed: Drift & {resource: string}; expected: {state: string}}) =>
      `${observed.resource} was changed by hand${when(observed)}; expected it ${expected.state}`,
    deleted: ({observed, expected}: {observed: Drift & {resource: string}; expected: {state: string}}) =>
      `${observed.resource} was deleted outside of the stack${when(observed)}; expected it ${expected.state}`,
    drifted: ({observed, expected}: {observed: Drift; expected: {state: string}}) =>
      `the stack differs from its template${when(observed)}, but which resource does is no longer told; expected it ${expected.state}`,
  },
  remedy: {
    text: 'See what differs, then bring the change into the template, or take it back by hand. Do not let a stack update replace masters for it.',
    commands: [
      'aws cloudformation describe-stack-resource-drifts --stack-name STACK --stack-resource-drift-status-filters MODIFIED DELETED',
    ],
    url: stackDrift,
  },
  judge({drift, resources}, {fail, see}) {
    const {subject, status, outdated} = drift
    const found = {checkedAt: drift.checkedAt ?? 'a time not told', outdated}
    const expected = {state: 'as the template has it'}
    if (status !== 'IN_SYNC' && status !== 'DRIFTED') {
      see(unknown('unresolved', `the last drift detection ended with ${status}`), subject)
      return
    }
    const drifted = resources.filter(resource => !fine.has(resource.drift))
    for (const resource of drifted) {
      // CloudFormation has no third kind of difference; what it could not compare it calls unknown.
      if (resource.drift === 'MODIFIED' || resource.drift === 'DELETED') {
        const phrase = resource.drift === 'DELETED' ? 'deleted' : 'modified'
        fail(phrase, resource.subject, {observed: {...found, resource: resource.logicalId}, expected})
      } else {
        see(unknown('unresolved', `drift of ${resource.logicalId} is ${resource.drift}`), resource.subject)
      }
    }
    if (status === 'DRIFTED' && drifted.length === 0) fail('drifted', subject, {observed: found, expected})
  },
})

function when({checkedAt, outdated}: Drift): string {
  return ` (as detected at ${checkedAt}${outdated ? ', before the last update of the stack' : ''})`
}
