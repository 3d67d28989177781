import {
  ElasticLoadBalancingV2Client,
  paginateDescribeTargetGroups,
  type TargetGroup,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import {required} from '../../../aws/errors.ts'
import {type Absent, known, type Seen, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {inBatches} from '../../batches.ts'
import {defineCollector, observe} from '../../collector.ts'

type Members = 'masters' | 'media' | 'none'

const describeTargetGroups = 'elasticloadbalancing:DescribeTargetGroups'
const notLookedAt = unknown('not-requested', 'this run did not look at mediaFleet')
/** How many ARNs a call may name. */
const batchSize = 20

/** The target groups whose targets were seen, with who is behind each. */
export const targetGroups = defineCollector({
  id: 'target-groups',
  title: 'Target groups',
  tier: 'check',
  provides: ['targetGroups'],
  follows: ['parts', 'targetHealth', 'nodes'],
  // A media group that is gone, or was not seen, says nothing against the groups of the masters.
  awaits: ['mediaFleet'],
  iam: [describeTargetGroups],
  async collect({session, known: {targetHealth, ...who}, facts: {mediaFleet = notLookedAt}}) {
    const client = session.client(ElasticLoadBalancingV2Client)
    // Those that exist: one that is gone would fail the call for all.
    const arns = targetHealth.flatMap(({subject: {id}}) => id ?? [])
    return {
      targetGroups: await observe(describeTargetGroups, async () => {
        const groups = await inBatches(arns, batchSize, async TargetGroupArns => {
          const described: TargetGroup[] = []
          for await (const page of paginateDescribeTargetGroups({client}, {TargetGroupArns}, session.options))
            described.push(...required(page.TargetGroups, 'list of target groups'))
          return described
        })
        const found = new Map(groups.map(group => [required(group.TargetGroupArn, 'ARN of a target group'), group]))
        return targetHealth.map(({subject, name, targets}) => {
          const group = required(found.get(subject.id ?? ''), 'target group')
          const members = membersOf(subject.id ?? '', new Set(targets.map(({id}) => id)), {...who, mediaFleet})
          return {subject, name, members, ...settingsOf(group)}
        })
      }),
    }
  },
})

/**
 * Who is behind a target group: the masters that are registered in it, or the media nodes, whose group registers them. Whether
 * all of them are is what `targetHealth` tells.
 */
export function membersOf(
  arn: string,
  registered: ReadonlySet<string>,
  {
    parts,
    nodes,
    mediaFleet,
  }: Pick<FactMap, 'parts' | 'nodes'> & {readonly mediaFleet: Seen<FactMap['mediaFleet']> | Absent},
): Seen<Members> {
  // The instances of a master group (first generation) are not in the stack: only EC2 tells them.
  const masters =
    parts.masterGroup === null
      ? parts.masters.map(({id}) => id)
      : nodes.filter(({group, ofStack}) => group === 'master' && ofStack).map(({id}) => id)
  if (masters.some(id => id !== null && registered.has(id))) return known('masters')
  if (mediaFleet.state === 'unknown') return mediaFleet
  // Of a group that is gone nobody is behind anything.
  if (mediaFleet.state === 'absent') return known('none')
  const {targetGroups: own, members} = mediaFleet.value
  return known(own.includes(arn) || members.some(({id}) => registered.has(id)) ? 'media' : 'none')
}

function settingsOf(group: TargetGroup): Pick<FactMap['targetGroups'][number], 'port' | 'protocol' | 'healthCheck'> {
  return {
    port: known(required(group.Port, 'port of a target group')),
    protocol: known(required(group.Protocol, 'protocol of a target group')),
    healthCheck: {
      protocol: known(required(group.HealthCheckProtocol, 'protocol of a health check')),
      port: known(required(group.HealthCheckPort, 'port of a health check')),
      // A check that only connects has neither.
      path: known(group.HealthCheckPath ?? '/'),
      matcher: known(group.Matcher?.HttpCode ?? '200-399'),
    },
  }
}
