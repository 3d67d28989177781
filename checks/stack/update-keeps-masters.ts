import {defineCheck} from '../../src/model/check.ts'
import type {FactMap} from '../../src/model/facts.ts'
import {administration, changeSets} from '../../src/openvidu/pages.ts'

type Evidence = {
  observed: {resource: string; what: string; properties: readonly string[]}
  expected: {update: string}
}

export default defineCheck({
  id: 'update-keeps-masters',
  area: 'stack',
  title: 'The update keeps the masters and the secret',
  severity: 'critical',
  sources: ['deployed'],
  requirements: [],
  why: 'Masters hold the state of the cluster on their own disks, which go with them. A new launch template version replaces all four at once, their successors find their places taken, and a new secret has none of the passwords.',
  how: {
    deployed:
      'The change set given with --change-set must not replace or remove a master, the group of masters (first generation), their launch template, or a secret of the stack. A replacement that CloudFormation calls conditional depends on what other changes come to: it weighs as much where a master gets another launch template version, which always comes to a replacement, and one step less elsewhere.',
  },
  needs: ['changeSet', 'parts', 'intended'],
  phrases: {
    removes: ({observed, expected}: Evidence) =>
      `the update removes ${observed.resource}, ${observed.what}; expected ${expected.update}`,
    replaces: ({observed, expected}: Evidence) =>
      `the update replaces ${observed.resource}, ${observed.what}${because(observed.properties)}; expected ${expected.update}`,
    mayReplace: ({observed, expected}: Evidence) =>
      `the update may replace ${observed.resource}, ${observed.what}${because(observed.properties)}; expected ${expected.update}`,
  },
  remedy: {
    text: 'Do not execute the change set. Change masters one by one in EC2 (stop, change, start), or deploy anew beside the old stack.',
    commands: ['aws cloudformation delete-change-set --stack-name STACK --change-set-name CHANGE_SET'],
    url: administration,
  },
  remedies: {
    mayReplace: {
      text: 'Do not execute the change set before you know what the named properties come to; a new launch template version or image replaces the master.',
      commands: ['aws cloudformation describe-change-set --stack-name STACK --change-set-name CHANGE_SET'],
      url: changeSets,
    },
  },
  judge({changeSet, parts, intended}, {fail, see}) {
    const changes = see(changeSet.changes, changeSet.subject)
    for (const {subject, logicalId, type, action, replacement, properties} of changes ?? []) {
      const what = partOf(logicalId, type, parts, intended)
      if (what === null) continue
      const evidence = {
        observed: {resource: logicalId, what, properties},
        expected: {update: 'an update that keeps it'},
      }
      if (action === 'Remove') fail('removes', subject, evidence)
      else if (replacement === 'True') fail('replaces', subject, evidence)
      else if (replacement === 'Conditional' || action === 'Dynamic') {
        const severity = properties.includes('LaunchTemplate') ? 'critical' : 'high'
        fail('mayReplace', subject, evidence, {severity})
      }
    }
  },
})

/** What of the masters a resource is; null where the deployment outlives its replacement. */
function partOf(
  logicalId: string,
  type: string,
  {masters, masterGroup}: FactMap['parts'],
  {masters: planned, volumes}: FactMap['intended'],
): string | null {
  if (masters.some(master => master.logicalId === logicalId)) return 'a master node'
  if (masterGroup?.logicalId === logicalId) return 'the group of the master nodes'
  if (type === 'AWS::SecretsManager::Secret') return 'the secret with the passwords of the deployment'
  const own = [
    ...(planned ?? []).map(({image}) => image.subject),
    ...(volumes ?? []).filter(({group}) => group === 'master').map(({subject}) => subject),
  ]
  const launches = type === 'AWS::EC2::LaunchTemplate' && own.some(subject => subject.logicalId === logicalId)
  return launches ? 'the launch template of the master nodes' : null
}

function because(properties: readonly string[]): string {
  return properties.length === 0 ? '' : ` (for ${properties.join(', ')})`
}
