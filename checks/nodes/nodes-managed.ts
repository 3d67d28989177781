import {actionsGrant, awsPolicyName, policyGrants} from '../../src/derive/systems-manager-grants.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {instanceProfilePermissions} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'nodes-managed',
  area: 'nodes',
  title: 'Systems Manager reaches every node',
  severity: 'medium',
  sources: ['plan', 'deployed'],
  requirements: ['R37'],
  why: 'Without Systems Manager there is no Run Command and no Session Manager: nobody sees inside a node except over SSH, this tool included, and media nodes are ended without draining.',
  how: {
    plan: 'The roles of master and media nodes must have a policy that lets the agent register. Default Host Management Configuration is a setting of the account, which a template does not show; it may cover nodes whose role lacks the policy.',
    deployed: 'Each node must be online in Systems Manager.',
  },
  needs: ['nodeRoles'],
  phrases: {
    notAllowed: ({
      observed,
      expected,
    }: {
      observed: {role: string; nodes: string; policies: readonly string[]}
      expected: {policy: string}
    }) =>
      `${observed.role}, the role of ${observed.nodes}, has ${observed.policies.length === 0 ? 'no managed policy' : observed.policies.join(', ')} and nothing that lets Systems Manager in; expected ${expected.policy}`,
  },
  remedy: {
    text: 'Attach the policy to the role, in the template or after the deployment. Nodes without it may be covered by Default Host Management Configuration, if the account has it on in this region.',
    commands: [
      'aws iam attach-role-policy --role-name ROLE --policy-arn arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    ],
    url: instanceProfilePermissions,
  },
  judge({nodeRoles}, {fail, see}) {
    for (const group of ['master', 'media'] as const) {
      if (nodeRoles.some(role => role.group === group)) continue
      const none = {type: 'AWS::IAM::Role', id: null, logicalId: null, location: null}
      see(unknown('unresolved', `the template does not show the role of the ${group} nodes`), none)
    }
    for (const {subject, group, managedPolicies, allowedActions} of nodeRoles) {
      // One grant is enough: what else the role has need not be seen then.
      if (allowedActions.state === 'known' && actionsGrant(allowedActions.value)) continue
      const policies = see(managedPolicies, subject)
      if (policies?.some(policyGrants) === true) continue
      if (see(allowedActions, subject) === undefined || policies === undefined) continue
      const own = policies.filter(arn => awsPolicyName(arn) === null)
      if (own.length > 0) {
        const detail = `what ${own.join(', ')} allows ${subjectName(subject)} is not in the role`
        see(unknown('unresolved', detail), subject)
        continue
      }
      const names = policies.flatMap(arn => awsPolicyName(arn) ?? [])
      const observed = {role: subjectName(subject), nodes: `the ${group} nodes`, policies: names}
      const evidence = {observed, expected: {policy: 'AmazonSSMManagedInstanceCore'}}
      // The official template forgets the masters only.
      fail('notAllowed', subject, evidence, group === 'master' ? {defect: 'D2'} : {})
    }
  },
})
