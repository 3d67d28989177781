import {known} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {factOf, withChanged, withFacts} from '../../support/snapshots.ts'

type Details = NonNullable<FactMap['certificates'][number]['details']>
export type Listener = FactMap['balancers'][number]['listeners'][number]

/** The snapshot with its TLS listeners changed. */
export function withListeners(snapshot: Snapshot, change: (listener: Listener) => Listener): Snapshot {
  return withChanged(snapshot, 'balancers', balancers =>
    balancers.map(one => ({
      ...one,
      listeners: one.listeners.map(listener => (listener.certificate === null ? listener : change(listener))),
    })),
  )
}

/** The snapshot whose TLS listeners have these certificates besides their default one, sound but for what is told of each. */
export function withFurther(snapshot: Snapshot, further: Readonly<Record<string, Partial<Details>>>): Snapshot {
  const details = factOf(snapshot, 'certificates')[0]?.details
  if (details === null || details === undefined) throw new Error('the example has a certificate')
  const listed = withListeners(snapshot, listener => ({...listener, furtherCertificates: known(Object.keys(further))}))
  return withFacts(listed, {
    listenerCertificates: Object.entries(further).map(([arn, part]) => ({arn, details: known({...details, ...part})})),
  })
}
