import {AutoScalingClient, DescribeLifecycleHooksCommand} from '@aws-sdk/client-auto-scaling'
import {DescribeDocumentCommand, SSMClient} from '@aws-sdk/client-ssm'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {absent, known, type Seen, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import type {Subject} from '../../../model/subject.ts'
import {matchesAction} from '../../../model/wildcard.ts'
import {officialParts} from '../../../openvidu/official-names.ts'
import {lookFor} from '../../ask.ts'
import {defineCollector, seen} from '../../collector.ts'
import {liveSubject} from '../live.ts'
import {scalingGroupType} from '../scaling-group.ts'
import {eventRule, ruleActions, targetsOf} from './drain-rule.ts'
import {groupOf, lacksGroup} from './group.ts'
import {
  attachedActions,
  attachedPolicies,
  inlineActions,
  inlineStatements,
  managedStatements,
  type Statement,
} from './role-policies.ts'

type Drain = FactMap['mediaDrain']
type Found = Pick<FactMap, 'resources'> & {readonly session: AwsSession; readonly asked: Drain; readonly group: string}

/** What lets media nodes finish their rooms, as it stands. What AWS has not is null, what was not seen is unknown. */
export const mediaDrain = defineCollector({
  id: 'media-drain',
  title: 'Draining of media nodes',
  tier: 'check',
  provides: ['mediaDrain'],
  follows: ['parts', 'resources'],
  iam: [
    'autoscaling:DescribeLifecycleHooks',
    'ssm:DescribeDocument',
    ...ruleActions,
    ...inlineActions,
    ...attachedActions,
  ],
  async collect({session, known: {parts, resources}, facts: {intended}}) {
    const part = groupOf(parts)
    if ('why' in part) return {mediaDrain: absent(part.why)}
    // Parts that are known without the template were recognised by the official names.
    const asked = intended?.state === 'known' ? intended.value.mediaDrain : officialDrain(part.subject, resources)
    if (asked === null) return {mediaDrain: unknown('unresolved', 'the template does not tell what drains media nodes')}
    const found: Found = {session, resources, asked, group: part.name}
    const [hook, document, rule] = await Promise.all([hookOf(found), documentOf(found), ruleOf(found)])
    return {mediaDrain: seen({subject: part.subject, hook, document, ...rule}, 'autoscaling:DescribeLifecycleHooks')}
  },
})

/** The links of the official templates, by their names: which there are, and what each is, is for AWS to tell. */
function officialDrain(subject: Subject, resources: FactMap['resources']): Drain {
  const link = (name: string) => resources.find(({logicalId}) => logicalId === name)?.subject ?? null
  const {hook, rule, document, starter} = officialParts.drain
  const untold = unknown('unresolved', 'the template was not read')
  const [hookSubject, ruleSubject, documentSubject, starterSubject] = [hook, rule, document, starter].map(link)
  return {
    subject,
    hook: hookSubject ? {subject: hookSubject, transition: untold} : null,
    rule: ruleSubject ? {subject: ruleSubject, namesGroup: untold, enabled: untold} : null,
    document: documentSubject ? {subject: documentSubject, found: untold} : null,
    starter: starterSubject ? {subject: starterSubject, resources: untold} : null,
  }
}

const terminating = 'autoscaling:EC2_INSTANCE_TERMINATING'

async function hookOf({session, resources, asked, group}: Found): Promise<Drain['hook']> {
  const hooks = await lookFor(
    'autoscaling:DescribeLifecycleHooks',
    async () => {
      const command = new DescribeLifecycleHooksCommand({AutoScalingGroupName: group})
      const {LifecycleHooks} = await session.client(AutoScalingClient).send(command, session.options)
      return required(LifecycleHooks, 'list of hooks').map(one => ({
        name: required(one.LifecycleHookName, 'name of a hook'),
        transition: required(one.LifecycleTransition, 'transition of a hook'),
      }))
    },
    lacksGroup,
  )
  const intended = asked.hook?.subject
  if (hooks?.state === 'unknown') return {subject: intended ?? asked.subject, transition: hooks}
  // Of a group that has others, too, such as one for nodes that start, the one that lets them drain.
  const ending = hooks?.value.filter(({transition}) => transition === terminating) ?? []
  const candidates = ending.length > 0 ? ending : (hooks?.value ?? [])
  const found = candidates.find(({name}) => name === intended?.id) ?? candidates[0]
  if (found === undefined) return null
  // A hook that the template writes into the group itself has no resource of its own.
  const subject =
    intended?.type === scalingGroupType
      ? intended
      : liveSubject(resources, 'AWS::AutoScaling::LifecycleHook', found.name)
  return {subject, transition: known(found.transition)}
}

async function documentOf({session, asked}: Found): Promise<Drain['document']> {
  const id = asked.document?.subject.id ?? null
  if (asked.document === null || id === null) return null
  const {subject} = asked.document
  const found = await lookFor(
    'ssm:DescribeDocument',
    async () => {
      const {Document} = await session.client(SSMClient).send(new DescribeDocumentCommand({Name: id}), session.options)
      return required(Document?.Name, 'name of a document')
    },
    error => error instanceof Error && error.name === 'InvalidDocument',
  )
  if (found === null) return null
  return {subject, found: found.state === 'unknown' ? found : known(true)}
}

/** The rule, and the role under which it starts the document. */
async function ruleOf(found: Found): Promise<Pick<Drain, 'rule' | 'starter'>> {
  const {session, asked, group} = found
  const id = asked.rule?.subject.id ?? null
  if (asked.rule === null || id === null) return {rule: null, starter: null}
  const {subject} = asked.rule
  const [rule, targets] = await Promise.all([eventRule(session, id, group), targetsOf(session, id)])
  const link = rule?.state === 'unknown' ? {namesGroup: rule, enabled: rule} : rule?.value
  const document = asked.document?.subject.id ?? null
  const starts = (arn: string) => {
    const [, definition] = arn.split(':automation-definition/')
    return definition !== undefined && (document === null || definition.split(':')[0] === document)
  }
  const starter =
    targets?.state === 'unknown'
      ? {subject: asked.starter?.subject ?? subject, resources: targets}
      : await starterOf(found, targets?.value.find(({Arn}) => starts(Arn ?? ''))?.RoleArn)
  return {rule: link === undefined ? null : {subject, ...link}, starter}
}

async function starterOf({session, resources}: Found, arn: string | undefined): Promise<Drain['starter']> {
  const name = arn?.split('/').at(-1)
  if (name === undefined) return null
  const subject: Subject = liveSubject(resources, 'AWS::IAM::Role', name)
  const [inline, attached] = await Promise.all([inlineStatements(session, name), attachedPolicies(session, name)])
  if (inline?.state === 'unknown') return {subject, resources: inline}
  if (attached?.state === 'unknown') return {subject, resources: attached}
  if (inline === null || attached === null) return null
  const managed = await managedStatements(session, attached.value)
  if (managed.state === 'unknown') return {subject, resources: managed}
  return {subject, resources: startable([...inline.value, ...managed.value])}
}

/** On what the statements let an automation start. Only what is allowed without any condition is told. */
function startable(statements: readonly Statement[]): Seen<string[]> {
  const about = statements.filter(
    ({actions, inverted}) => inverted || actions.some(action => matchesAction(action, 'ssm:StartAutomationExecution')),
  )
  if (about.some(({allows, inverted, conditional}) => !allows || inverted || conditional)) {
    const detail = 'the role has a denial, a condition or an exception about starting automations, which is not judged'
    return unknown('unresolved', detail)
  }
  return known(about.flatMap(({resources}) => [...resources]))
}
