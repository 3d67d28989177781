import type {FactMap} from '../../model/facts.ts'
import {ask} from '../ask.ts'
import {defineCollector, seen} from '../collector.ts'
import {describeCertificate} from './certificates.ts'

const action = 'acm:DescribeCertificate'

/** The certificates that listeners have besides their default ones, wherever it is known that they have any. */
export const listenerCertificates = defineCollector({
  id: 'listener-certificates',
  title: 'Certificates of listeners',
  tier: 'plan',
  provides: ['listenerCertificates'],
  follows: ['balancers'],
  iam: [action],
  async collect({session, known: {balancers}}) {
    const further = balancers
      .flatMap(({listeners}) => listeners)
      .flatMap(({furtherCertificates: arns}) => (arns.state === 'known' ? arns.value : []))
    const described = [...new Set(further)].map(
      // Each on its own: they may be of others, and be kept from this reader one by one.
      async (arn): Promise<FactMap['listenerCertificates'][number]> => ({
        arn,
        details: await ask(action, () => describeCertificate(session, arn)),
      }),
    )
    return {listenerCertificates: seen(await Promise.all(described), action)}
  },
})
