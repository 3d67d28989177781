import {known, type Seen, unknown} from '../../model/fact.ts'
import type {PlannedResource, PlannedStack} from '../stack.ts'
import {items, property, seenLiteral} from '../value.ts'

/**
 * The certificates that the template adds to a listener for the domains that clients name. The listener's own property takes
 * only its default one.
 */
export function furtherCertificates(stack: PlannedStack, listener: PlannedResource): Seen<string[]> {
  const arns: string[] = []
  for (const {logicalId, made, properties} of stack.ofType('AWS::ElasticLoadBalancingV2::ListenerCertificate')) {
    const owner = property(properties, 'ListenerArn')
    // Whose it is may be known at deploy time only, and then it may be any listener's.
    const stray = owner?.kind === 'unresolved'
    if (!stray && stack.referenced(owner) !== listener) continue
    if (stray) return unknown('unresolved', `which listener ${logicalId} belongs to is not in the template`)
    if (made !== true) return unknown('unresolved', made.because)
    for (const item of items(property(properties, 'Certificates'))) {
      const arn = seenLiteral(property(item, 'CertificateArn') ?? item)
      if (arn.state === 'unknown') return arn
      arns.push(arn.value)
    }
  }
  return known(arns)
}
