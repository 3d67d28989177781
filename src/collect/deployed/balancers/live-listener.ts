import type {Listener} from '@aws-sdk/client-elastic-load-balancing-v2'
import {required} from '../../../aws/errors.ts'
import {known, type Seen, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import type {Subject} from '../../../model/subject.ts'
import {type Asked, liveSetting, liveSubject} from '../live.ts'
import {targetGroupName} from './target-group-name.ts'

export type LiveListener = FactMap['balancers'][number]['listeners'][number]

export interface ListenerContext extends Pick<FactMap, 'resources'> {
  readonly asked: Asked
}

/** A listener as it stands. Throws MalformedAnswer where AWS left out what it always sends. */
export function liveListener(listener: Listener, context: ListenerContext): Omit<LiveListener, 'furtherCertificates'> {
  const {resources} = context
  const arn = required(listener.ListenerArn, 'ARN of a listener')
  const subject = liveSubject(resources, 'AWS::ElasticLoadBalancingV2::Listener', arn)
  const protocol = required(listener.Protocol, 'protocol of a listener')
  const tls = protocol === 'TLS'
  return {
    subject,
    port: known(required(listener.Port, 'port of a listener')),
    protocol: known(protocol),
    // Only TLS listeners have the two.
    securityPolicy: known(tls ? required(listener.SslPolicy, 'policy of a TLS listener') : null),
    certificate: tls ? certificateOf(listener, subject, context) : null,
    targetGroup: targetGroupOf(listener, subject, context),
  }
}

/** ARNs of the target groups that a listener forwards to. */
export function forwardedTo({DefaultActions}: Listener): readonly string[] {
  const actions = required(DefaultActions, 'actions of a listener')
  const groups = actions.flatMap(({TargetGroupArn, ForwardConfig}) => [
    ...(TargetGroupArn === undefined ? [] : [TargetGroupArn]),
    // One group stands in both places, several in this one only.
    ...(ForwardConfig?.TargetGroups ?? []).flatMap(group => group.TargetGroupArn ?? []),
  ])
  return [...new Set(groups)]
}

/** The certificate, with the parameter that gives it where it is still the one the template asks for. */
function certificateOf(
  {Certificates}: Listener,
  subject: Subject,
  {asked}: ListenerContext,
): LiveListener['certificate'] {
  const [first] = required(Certificates, 'certificates of a TLS listener')
  const arn = required(first?.CertificateArn, 'certificate of a TLS listener')
  const wanted = (asked.balancers ?? [])
    .flatMap(({listeners}) => listeners)
    .find(({subject: {logicalId}}) => logicalId !== null && logicalId === subject.logicalId)?.certificate
  return liveSetting(wanted, arn, subject)
}

function targetGroupOf(listener: Listener, subject: Subject, {resources}: ListenerContext): Seen<string | null> {
  const [first, ...more] = forwardedTo(listener)
  if (first === undefined) return known(null)
  if (more.length === 0) return known(targetGroupName(resources, first))
  return unknown('unresolved', `${subject.logicalId ?? subject.id} forwards to several target groups`)
}
