import {nodeTargets} from '../../src/derive/target-groups.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {balancerZones} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'media-zone-coverage',
  area: 'media',
  title: 'Every zone of a load balancer has a healthy media node',
  severity: 'high',
  sources: ['deployed'],
  requirements: ['R46'],
  why: 'Without cross-zone balancing a zone stays in DNS only while every target group of the load balancer has a healthy target in it. Where media nodes stand in one zone only, the masters of all others get no traffic, and the loss of that one zone is an outage.',
  how: {
    deployed:
      "The zones of the healthy targets of each group of media nodes are compared with the zones of the load balancer whose listeners lead there. With cross-zone balancing on, the zones do not matter. A setting of its own that a target group may have in place of the load balancer's is not looked at.",
  },
  needs: ['balancers', 'balancerStates', 'parts', 'targetGroups', 'targetHealth', 'mediaFleet'],
  phrases: {
    uncovered: ({
      observed,
      expected,
    }: {
      observed: {balancer: string; group: string; without: readonly string[]; with: readonly string[]}
      expected: {zones: number}
    }) =>
      observed.with.length === 0
        ? `${observed.balancer} has no healthy target of ${observed.group} in any zone; each of its ${expected.zones} zones should have one`
        : `${observed.balancer} has no healthy target of ${observed.group} in ${observed.without.join(', ')}, so that only ${observed.with.join(', ')} stays in DNS; each of its ${expected.zones} zones should have one`,
  },
  remedy: {
    text: 'Turn cross-zone balancing on, or run at least one media node in each zone of the load balancer.',
    commands: [
      'aws elbv2 modify-load-balancer-attributes --load-balancer-arn LOAD_BALANCER_ARN --attributes Key=load_balancing.cross_zone.enabled,Value=true',
    ],
    url: balancerZones,
  },
  judge({balancers, balancerStates, mediaFleet, ...facts}, {fail, see}) {
    const zoneOf = new Map(mediaFleet.members.map(({id, zone}) => [id, zone]))
    const media = nodeTargets(facts).filter(({nodes}) => nodes === 'media')
    for (const {subject, balancer, details} of balancerStates) {
      const live = balancers.find(one => one.balancer === balancer)
      if (details === null || live === undefined) {
        see(unknown('failed', `AWS has no load balancer ${subjectName(subject)}`), subject)
        continue
      }
      const crossZone = see(live.crossZone, subject)
      if (crossZone !== false) continue
      const names = live.listeners.map(({targetGroup, subject: listener}) => see(targetGroup, listener))
      const groups = media.filter(({name}) => names.includes(name))
      if (groups.length === 0)
        see(unknown('unresolved', `no listener of ${subjectName(subject)} leads to media nodes`), subject)
      for (const {subject: groupSubject, targets} of groups) {
        const healthy = targets.filter(({state}) => state === 'healthy')
        const zones = new Set(healthy.map(({id}) => zoneOf.get(id)))
        const covered = details.zones.map(({zone}) => zone).filter(zone => zones.has(zone))
        const without = details.zones.map(({zone}) => zone).filter(zone => !zones.has(zone))
        if (without.length === 0) continue
        if (zones.has(undefined)) {
          see(
            unknown('unresolved', 'the zone of a target that is no node of the media group is not known'),
            groupSubject,
          )
          continue
        }
        const observed = {balancer: subjectName(subject), group: subjectName(groupSubject), without, with: covered}
        fail('uncovered', subject, {observed, expected: {zones: details.zones.length}}, {defect: 'D23'})
      }
    }
    if (balancerStates.length === 0) see(unknown('unresolved', 'the stack has no load balancer'), mediaFleet.subject)
  },
})
