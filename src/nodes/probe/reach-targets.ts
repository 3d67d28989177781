import {inSpan} from '../../openvidu/generations.ts'
import {outboundHosts} from '../../openvidu/node-files.ts'
import {partitionOf} from '../../openvidu/partitions.ts'
import {portRules} from '../../openvidu/ports.ts'
import type {ProbeInputs} from './part.ts'

/** Ports of masters that nodes of this role are let to, ascending; of every generation where it is not known which one it is. */
export function masterPorts({role, generation}: Pick<ProbeInputs, 'role' | 'generation'>): readonly number[] {
  const rules = portRules.filter(
    ({target, source, protocol, span}) =>
      target === 'master' && source === role && protocol === 'tcp' && (generation === null || inSpan(span, generation)),
  )
  const ports = rules.flatMap(({from, to}) => Array.from({length: to - from + 1}, (_, index) => from + index))
  return [...new Set(ports)].sort((a, b) => a - b)
}

/** The services of AWS that nodes call while they run. */
const awsServices = ['secretsmanager', 's3', 'ssm', 'autoscaling']

export interface ReachHost {
  readonly host: string
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
}

/** Hosts outside of the deployment, those of the region included. */
export function reachHosts({region}: Pick<ProbeInputs, 'region'>): readonly ReachHost[] {
  const suffix = partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
  const regional = awsServices.map(name => ({host: `${name}.${region}.${suffix}`, port: 443, protocol: 'tcp'}) as const)
  return [...outboundHosts, ...regional]
}
