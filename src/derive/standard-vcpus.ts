import {known, type Seen, unknown} from '../model/fact.ts'
import {instanceTypeSpecification} from '../openvidu/instance-types.ts'

/** Families of the quota L-1216C47A: A, C, D, H, I, M, R, T and Z. Source: EC2 quotas of On-Demand instances. */
const standardFamily = /^(?:a|c|d|h|i|im|is|m|r|t|z)\d/

/** What an instance takes of the quota of Standard types; unknown for types that have a quota of their own, such as G and P. */
export function standardVcpus(type: string): Seen<number> {
  if (!standardFamily.test(type))
    return unknown('not-requested', `${type} counts to another quota, which is not looked up`)
  const figures = instanceTypeSpecification(type)
  return figures === null
    ? unknown('unresolved', `the vCPUs of ${type} are not known: no official template allows it`)
    : known(figures.vcpus)
}
