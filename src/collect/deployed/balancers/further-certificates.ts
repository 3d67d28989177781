import {
  type Certificate,
  ElasticLoadBalancingV2Client,
  paginateDescribeListenerCertificates,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import {MalformedAnswer, required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import type {Seen} from '../../../model/fact.ts'
import {ask} from '../../ask.ts'

export const describeListenerCertificates = 'elasticloadbalancing:DescribeListenerCertificates'

/** ARNs of the certificates that a TLS listener has besides its default one. */
export async function furtherCertificates(session: AwsSession, listenerArn: string): Promise<Seen<string[]>> {
  return ask(describeListenerCertificates, async () => {
    const found: Certificate[] = []
    const client = session.client(ElasticLoadBalancingV2Client)
    const pages = paginateDescribeListenerCertificates({client}, {ListenerArn: listenerArn}, session.options)
    for await (const {Certificates} of pages) found.push(...required(Certificates, 'certificates of a listener'))
    // AWS tells the default one in the same list: without it, the rest is not the whole either.
    if (!found.some(({IsDefault}) => IsDefault === true)) throw new MalformedAnswer('default certificate of a listener')
    const further = found.filter(({IsDefault}) => required(IsDefault, 'kind of a certificate') === false)
    return further.map(({CertificateArn}) => required(CertificateArn, 'ARN of a certificate')).toSorted()
  })
}
