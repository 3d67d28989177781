import {admitDocument, documentArn, nameDefinitionOnly} from '../../src/derive/drain-permission.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {lifecycleHooks} from '../../src/openvidu/pages.ts'

const terminating = 'autoscaling:EC2_INSTANCE_TERMINATING'

export default defineCheck({
  id: 'media-drain',
  area: 'media',
  title: 'Media nodes finish their rooms before they are terminated',
  severity: 'high',
  sources: ['plan', 'deployed'],
  requirements: [],
  why: 'When the group shrinks or replaces a node, this chain is what lets its rooms, recordings and streams end first. Where a link is missing, calls are cut off or the node hangs until the hook times out.',
  how: {
    plan: 'Four links must be there: a lifecycle hook on termination, an event rule about this group, an automation document, and a role for the rule that may start that document. A role that names the automation definition only is refused by AWS.',
    deployed:
      'The same for the hook, the rule, the document and the role as they stand; the role must be allowed this very document.',
  },
  needs: ['mediaDrain'],
  uses: ['stack', 'intended'],
  phrases: {
    missing: ({
      observed,
      expected,
    }: {
      observed: {group: string; missing: readonly string[]}
      expected: {links: readonly string[]}
    }) => `${observed.group} has no ${observed.missing.join(' and no ')}; draining needs ${expected.links.join(', ')}`,
    otherTransition: ({
      observed,
      expected,
    }: {
      observed: {hook: string; transition: string}
      expected: {transition: string}
    }) =>
      `the hook ${observed.hook} waits for ${observed.transition || 'no transition'}; it must wait for ${expected.transition}`,
    disabled: ({observed, expected}: {observed: {rule: string; state: string}; expected: {state: string}}) =>
      `${observed.rule} is ${observed.state}, so that nothing starts the drain; it must be ${expected.state}`,
    otherGroup: ({observed, expected}: {observed: {rule: string}; expected: {group: string}}) =>
      `the event rule ${observed.rule} is about another group; it must be about ${expected.group}`,
    denied: ({
      observed,
      expected,
    }: {
      observed: {role: string; resources: readonly string[]}
      expected: {resource: string}
    }) =>
      `${observed.role} may start ${observed.resources.length === 0 ? 'no automation' : `automations on ${observed.resources.join(', ')} only`}; AWS demands ${expected.resource}`,
  },
  remedy: {
    text: 'Restore the missing link as the official template has it.',
    url: lifecycleHooks,
  },
  remedies: {
    denied: {
      text: 'Allow ssm:StartAutomationExecution on the document and on automation executions, in the template or, as here, on the role after the deployment; 3.6.0 and newer have it.',
      commands: [
        `aws iam put-role-policy --role-name ROLE_NAME --policy-name drain-media-nodes --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ssm:StartAutomationExecution","Resource":["arn:aws:ssm:REGION:ACCOUNT_ID:document/DOCUMENT","arn:aws:ssm:REGION:ACCOUNT_ID:automation-execution/*"]}]}'`,
      ],
      url: lifecycleHooks,
    },
  },
  judge({mediaDrain: {subject, hook, rule, document, starter}, stack, intended}, {fail, see}) {
    const links = {
      'lifecycle hook': hook,
      'event rule': rule,
      'automation document': document,
      'role to start it': starter,
    }
    const missing = Object.entries(links).flatMap(([name, link]) => (link === null ? [name] : []))
    const group = subjectName(subject)
    if (missing.length > 0)
      fail('missing', subject, {observed: {group, missing}, expected: {links: Object.keys(links)}})

    const transition = hook === null ? undefined : see(hook.transition, hook.subject)
    if (hook !== null && transition !== undefined && transition !== terminating) {
      const observed = {hook: subjectName(hook.subject), transition}
      fail('otherTransition', hook.subject, {observed, expected: {transition: terminating}})
    }
    if (rule !== null && see(rule.namesGroup, rule.subject) === false) {
      fail('otherGroup', rule.subject, {observed: {rule: subjectName(rule.subject)}, expected: {group}})
    }
    if (rule !== null && see(rule.enabled, rule.subject) === false) {
      fail('disabled', rule.subject, {
        observed: {rule: subjectName(rule.subject), state: 'DISABLED'},
        expected: {state: 'ENABLED'},
      })
    }
    if (document !== null) see(document.found, document.subject)
    const resources = starter === null ? undefined : see(starter.resources, starter.subject)
    const arn = documentArn(stack.state === 'known' ? stack.value : undefined, document?.subject.id ?? null)
    if (starter === null || resources === undefined) return
    const admitted = admitDocument(resources, {arn, logicalId: document?.subject.logicalId ?? null})
    if (admitted === null) {
      const detail = `whether ${subjectName(starter.subject)} may start this very document is known at deploy time only`
      see(unknown('unresolved', detail), starter.subject)
    }
    if (admitted !== false) return
    // Only what the template of the stack does by itself is its defect, not what was done to the role since.
    const asked = intended.state === 'known' ? intended.value.mediaDrain?.starter?.resources : starter.resources
    const ofTemplate = asked?.state === 'known' && nameDefinitionOnly(asked.value) && nameDefinitionOnly(resources)
    const observed = {role: subjectName(starter.subject), resources}
    const evidence = {observed, expected: {resource: arn ?? 'the document itself'}}
    fail('denied', starter.subject, evidence, ofTemplate ? {defect: 'D16'} : {})
  },
})
