import {
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
  type Listener,
  type LoadBalancer,
  paginateDescribeListeners,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {known, type Seen, type Unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {lookFor} from '../../ask.ts'
import {defineCollector, seen} from '../../collector.ts'
import {askedIn} from '../live.ts'
import {describeListenerCertificates, furtherCertificates} from './further-certificates.ts'
import {forwardedTo, type ListenerContext, type LiveListener, liveListener} from './live-listener.ts'

type Balancer = FactMap['balancers'][number]
type State = FactMap['balancerStates'][number]

const describeBalancers = 'elasticloadbalancing:DescribeLoadBalancers'
const describeAttributes = 'elasticloadbalancing:DescribeLoadBalancerAttributes'
const describeListeners = 'elasticloadbalancing:DescribeListeners'

/** The load balancers of the stack, with the listeners they have, whoever made them. */
export const balancers = defineCollector({
  id: 'balancers',
  title: 'Load balancers',
  tier: 'check',
  provides: ['balancers', 'balancerStates'],
  follows: ['parts', 'resources'],
  iam: [describeBalancers, describeAttributes, describeListeners, describeListenerCertificates],
  async collect({session, known: {parts, resources}, facts}) {
    const context = {resources, asked: askedIn(facts)}
    const declared = [
      {balancer: 'main' as const, part: parts.mainBalancer},
      {balancer: 'turn' as const, part: parts.turnBalancer},
    ].flatMap(({balancer, part}) => (part === null ? [] : [{balancer, part}]))
    const found = await Promise.all(
      declared.map(async ({balancer, part: {id, logicalId}}) => ({
        subject: {type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', id, logicalId, location: null},
        balancer,
        // CloudFormation made none, or AWS has it no longer.
        answers: id === null ? null : await look(session, id, context),
      })),
    )
    const states: State[] = []
    const live: Balancer[] = []
    let stateGap: Unknown | null = null
    let gap: Unknown | null = null
    for (const {subject, balancer, answers} of found) {
      if (answers === null) {
        states.push({subject, balancer, details: null})
        continue
      }
      const {description, attributes, listeners} = answers
      if (description.state === 'unknown') stateGap ??= description
      else {
        const targetGroups = part(listeners, ({forwarded}) => [...forwarded])
        states.push({subject, balancer, details: {...description.value.details, targetGroups}})
      }
      if (listeners.state === 'unknown') gap ??= listeners
      else {
        live.push({
          subject,
          balancer,
          scheme: part(description, ({scheme}) => scheme),
          deletionProtection: part(attributes, ({deletionProtection}) => deletionProtection),
          crossZone: part(attributes, ({crossZone}) => crossZone),
          listeners: listeners.value.listeners,
        })
      }
    }
    return {
      balancers: gap ?? seen(live, describeListeners),
      balancerStates: stateGap ?? seen(states, describeBalancers),
    }
  },
})

/** What AWS tells of a balancer, each call's answer or why there is none; null where AWS has no such balancer. */
async function look(session: AwsSession, arn: string, context: ListenerContext) {
  const client = session.client(ElasticLoadBalancingV2Client)
  // One balancer a call, since a list of ARNs fails as a whole for the one that is gone.
  const [description, attributes, listeners] = await Promise.all([
    lookFor(describeBalancers, async () => {
      const {LoadBalancers} = await client.send(
        new DescribeLoadBalancersCommand({LoadBalancerArns: [arn]}),
        session.options,
      )
      return describe(required(LoadBalancers?.[0], 'load balancer'))
    }),
    lookFor(describeAttributes, async () => {
      const {Attributes} = await client.send(
        new DescribeLoadBalancerAttributesCommand({LoadBalancerArn: arn}),
        session.options,
      )
      const isOn = (key: string) => required(Attributes?.find(({Key}) => Key === key)?.Value, key) === 'true'
      return {
        deletionProtection: isOn('deletion_protection.enabled'),
        crossZone: isOn('load_balancing.cross_zone.enabled'),
      }
    }),
    lookFor(describeListeners, async () => {
      const found: Listener[] = []
      for await (const {Listeners} of paginateDescribeListeners({client}, {LoadBalancerArn: arn}, session.options))
        found.push(...required(Listeners, 'list of listeners'))
      // By port, since AWS promises no order.
      const ordered = found.toSorted((one, other) => (one.Port ?? 0) - (other.Port ?? 0))
      return {
        listeners: await Promise.all(ordered.map(listener => withCertificates(session, listener, context))),
        forwarded: new Set(ordered.flatMap(forwardedTo)),
      }
    }),
  ])
  return description === null || attributes === null || listeners === null ? null : {description, attributes, listeners}
}

/** A listener with all of its certificates: only those that speak TLS have any, and only one is told with the listener. */
async function withCertificates(
  session: AwsSession,
  listener: Listener,
  context: ListenerContext,
): Promise<LiveListener> {
  const live = liveListener(listener, context)
  const arn = required(listener.ListenerArn, 'ARN of a listener')
  const further = live.certificate === null ? known([]) : await furtherCertificates(session, arn)
  return {...live, furtherCertificates: further}
}

/** A part of an answer; the gap where there is none. */
function part<T, P>(whole: Seen<T>, read: (value: T) => P): Seen<P> {
  return whole.state === 'unknown' ? whole : known(read(whole.value))
}

function describe({State: state, DNSName, Scheme, AvailabilityZones}: LoadBalancer) {
  const zones = required(AvailabilityZones, 'zones of a load balancer').map(({ZoneName, SubnetId}) => ({
    zone: required(ZoneName, 'zone of a load balancer'),
    subnetId: required(SubnetId, 'subnet of a load balancer'),
  }))
  return {
    scheme: required(Scheme, 'scheme of a load balancer'),
    details: {
      state: required(state?.Code, 'state of a load balancer'),
      reason: state?.Reason ?? null,
      dnsName: required(DNSName, 'DNS name of a load balancer'),
      zones: zones.toSorted((one, other) => (one.zone < other.zone ? -1 : 1)),
    },
  }
}
