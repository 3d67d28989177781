import {masterDataVolumes} from '../../src/derive/master-data-volumes.ts'
import {coverageOf} from '../../src/derive/snapshot-coverage.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {snapshotLifecycle} from '../../src/openvidu/pages.ts'

const stack = {type: 'Stack', id: null, logicalId: null, location: null}

const stateWords: readonly string[] = ['ENABLED', 'DISABLED']

export default defineCheck({
  id: 'snapshot-policy',
  area: 'storage',
  title: 'A snapshot policy that works covers every disk of the masters',
  severity: 'high',
  sources: ['deployed'],
  requirements: ['R18', 'R43'],
  why: 'The masters hold databases, metrics and configuration on their disks. Without snapshots a lost disk, or a mistake that all four replicate at once, cannot be undone.',
  how: {
    deployed:
      'Each volume of the masters (in the first generation those that the stack made) must be a target of an enabled policy of Data Lifecycle Manager, by its own tags or those of its instance, or be taken in by a plan of AWS Backup. Where one of the two services could not be seen and the other does not cover it, the verdict is unknown.',
  },
  needs: ['masterVolumes', 'backupPolicies'],
  phrases: {
    uncovered: ({
      observed,
      expected,
    }: {
      observed: {volume: string; master: string; policies: number}
      expected: {policies: string}
    }) =>
      `${observed.volume} of ${observed.master} is covered by ${observed.policies} snapshot policies; expected ${expected.policies}`,
    idle: ({
      observed,
      expected,
    }: {
      observed: {volume: string; master: string; policies: readonly string[]}
      expected: {state: string}
    }) =>
      `${observed.volume} of ${observed.master} has only ${observed.policies.join(', ')}; a policy that covers it must be ${expected.state}`,
  },
  remedy: {
    text: 'Make a life cycle policy for instances whose target tags are the Name tags of the masters, so that a replaced master is covered as well: volumes that an instance starts with have no tags of their own.',
    commands: ['aws dlm create-lifecycle-policy --generate-cli-skeleton'],
    url: snapshotLifecycle,
  },
  remedies: {
    idle: {
      text: 'Enable the policy. Where it is in ERROR, mend first what its message names, usually its role.',
      commands: ['aws dlm update-lifecycle-policy --policy-id POLICY_ID --state ENABLED'],
      url: snapshotLifecycle,
    },
  },
  judge({masterVolumes, backupPolicies}, {fail, see}) {
    const volumes = masterDataVolumes(masterVolumes)
    if (volumes.length === 0) see(unknown('unresolved', 'EC2 tells of no volume of the masters'), stack)
    for (const {subject, id, details} of volumes) {
      if (details === null) {
        see(unknown('unresolved', `EC2 has no volume ${id}, which the stack made`), subject)
        continue
      }
      const {by, idle, open} = coverageOf(details, backupPolicies)
      if (by.length > 0) continue
      for (const gap of open) see(gap, subject)
      if (open.length > 0) continue
      const observed = {volume: subjectName(subject), master: details.node?.name ?? 'no master'}
      if (idle.length === 0) {
        fail('uncovered', subject, {observed: {...observed, policies: 0}, expected: {policies: 'at least one'}})
      } else {
        const policies = idle.map(({name, state, message}) => {
          // Of a policy that somebody disabled the message is still the state that it had.
          const told = message === null || stateWords.includes(message) ? '' : `: ${message}`
          return `${name} (${state}${told})`
        })
        fail('idle', subject, {observed: {...observed, policies}, expected: {state: 'ENABLED'}})
      }
    }
  },
})
