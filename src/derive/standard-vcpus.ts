import {known, type Seen, unknown} from '../model/fact.ts'
import {instanceTypeSpecification, isStandardType} from '../openvidu/instance-types.ts'

/** What an instance takes of the quota of Standard types; unknown for types that have a quota of their own, such as G and P. */
export function standardVcpus(type: string): Seen<number> {
  if (!isStandardType(type)) return unknown('not-requested', `${type} counts to another quota, which is not looked up`)
  const figures = instanceTypeSpecification(type)
  return figures === null
    ? unknown('unresolved', `the vCPUs of ${type} are not known: no official template allows it`)
    : known(figures.vcpus)
}
