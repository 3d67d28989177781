import {balancerAilments} from '../../src/derive/balancer-ailments.ts'
import {ailments, installing, namesOf, nodeName, nodeTargets, standingOf} from '../../src/derive/target-groups.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {networkBalancer, targetGroupHealthChecks} from '../../src/openvidu/pages.ts'
import {MASTER_SLOTS} from '../../src/openvidu/placement.ts'

export default defineCheck({
  id: 'target-health',
  area: 'balancer',
  title: 'The load balancers are active and find every node healthy',
  severity: 'critical',
  sources: ['deployed'],
  requirements: ['R42', 'R23'],
  why: 'This is the deployment as its clients meet it: a stack that is complete says nothing of whether OpenVidu answers. With one master lost it goes on, with two it is degraded, with three it stops.',
  how: {
    deployed:
      'The health of the targets is read of each target group that a listener forwards to. Of four masters, three healthy ones weigh high, fewer critical; of media nodes, some that fail weigh high, none healthy critical. A target in its first checks (initial) is not healthy yet, but no failure: with all masters seen and one such among them the check stays unknown, as it does where no media node is healthy yet. A media node of the last ten minutes that is unhealthy may still install itself, and is taken for one in its first checks. One that is leaving (draining) is not judged: targets-registered counts who is left. A load balancer that AWS calls impaired weighs high, one that failed critical; one that is still provisioned is not judged.',
  },
  needs: ['parts', 'balancers', 'balancerStates', 'targetGroups', 'targetHealth'],
  uses: ['nodes'],
  phrases: {
    balancer: ({
      observed,
      expected,
    }: {
      observed: {balancer: string; state: string; meaning: string; reason: string | null}
      expected: {state: string}
    }) =>
      `${observed.balancer} is ${observed.state} (${observed.meaning}${observed.reason === null ? '' : `: ${observed.reason}`}); it should be ${expected.state}`,
    unhealthy: ({
      observed,
      expected,
    }: {
      observed: {group: string; healthy: number; registered: number; failing: readonly string[]}
      expected: {healthy: number}
    }) =>
      `${observed.group} finds ${observed.healthy} of ${observed.registered} targets healthy: ${observed.failing.join('; ')}; all ${expected.healthy} should be healthy`,
    empty: ({observed, expected}: {observed: {group: string; registered: number}; expected: {nodes: string}}) =>
      `${observed.group} has ${observed.registered} targets, so that its listener leads to nobody; it should have ${expected.nodes}`,
  },
  remedy: {
    text: 'Look at the service on the node first, then at the security groups and network ACLs between balancer and node, then at the zones of the balancer.',
    commands: [
      'aws elbv2 describe-target-health --target-group-arn TARGET_GROUP_ARN',
      'curl -s -o /dev/null -w "%{http_code}" http://127.0.0.1:7880/health/caddy   # on a master',
      'curl -s -o /dev/null -w "%{http_code}" http://127.0.0.1:9092/   # on a media node',
    ],
    url: targetGroupHealthChecks,
  },
  remedies: {
    balancer: {
      text: 'Give the subnets of the load balancer eight free addresses each, and look at its reason and at the AWS Health Dashboard; one that failed has to be made again.',
      commands: [
        'aws elbv2 describe-load-balancers --load-balancer-arns LOAD_BALANCER_ARN --query "LoadBalancers[].State"',
      ],
      url: networkBalancer,
    },
  },
  judge({parts, balancers, balancerStates, nodes: live, ...facts}, {now, fail, see}) {
    for (const {subject, details} of balancerStates) {
      // One that is gone is for `listeners` to tell.
      if (details === null || details.state === 'active') continue
      const {state, reason} = details
      const ailment = balancerAilments.get(state)
      if (ailment === undefined) see(unknown('unresolved', `${subjectName(subject)} is ${state}`), subject)
      else {
        const observed = {balancer: subjectName(subject), state, meaning: ailment.meaning, reason}
        fail('balancer', subject, {observed, expected: {state: 'active'}}, {severity: ailment.severity})
      }
    }
    const listeners = balancers.flatMap(balancer => balancer.listeners)
    const used = new Set(listeners.map(({targetGroup, subject}) => see(targetGroup, subject)))
    // Where the age of a node was not seen, what its health check says is what counts.
    const isYoung = (id: string) => live.state === 'known' && installing(live.value, now).has(id)
    // A group to which no listener leads has no health: `listeners` tells where one should.
    const groups = nodeTargets({parts, ...facts}).filter(({name}) => used.has(name))
    if (groups.length === 0) {
      const subject = balancers[0]?.subject ?? {type: 'Stack', id: null, logicalId: null, location: null}
      see(unknown('unresolved', 'no listener leads to a target group that was seen'), subject)
    }
    for (const {subject, nodes, targets} of groups) {
      const group = subjectName(subject)
      const {
        healthy = [],
        starting = [],
        untold = [],
        failing = [],
      } = Object.groupBy(targets, target =>
        target.state === 'unhealthy' && isYoung(target.id) ? 'starting' : standingOf(target),
      )
      const registered = healthy.length + starting.length + untold.length + failing.length
      const nameOf = (id: string) => nodeName(parts, id)
      if (registered === 0) {
        const expected = {nodes: nodes === 'masters' ? 'the four masters' : 'every media node'}
        const severity = nodes === 'media' ? 'high' : 'critical'
        fail('empty', subject, {observed: {group, registered}, expected}, {severity})
      } else if (failing.length > 0) {
        const observed = {group, healthy: healthy.length, registered, failing: ailments(failing, nameOf)}
        const enough = nodes === 'masters' ? healthy.length >= MASTER_SLOTS - 1 : healthy.length > 0
        const severity = enough ? 'high' : 'critical'
        fail('unhealthy', subject, {observed, expected: {healthy: registered}}, {severity})
      }
      if (starting.length > 0 && (nodes !== 'media' || healthy.length === 0)) {
        const names = namesOf(starting.map(({id}) => nameOf(id)))
        see(unknown('unresolved', `the first health checks of ${names} in ${group} are under way`), subject)
      }
      if (untold.length > 0) {
        see(
          unknown('unresolved', `Elastic Load Balancing tells no health of ${ailments(untold, nameOf).join('; ')}`),
          subject,
        )
      }
    }
  },
})
