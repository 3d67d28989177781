import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas'
import {classify, required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import {unknown} from '../../model/fact.ts'
import {isStandardType} from '../../openvidu/instance-types.ts'
import {defineCollector, gapOf, seen} from '../collector.ts'
import type {ReadInstance} from '../instance-pages.ts'
import {firstRunning, instancesAction, runningAfter} from '../running-instances.ts'

/** Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances, counted in vCPUs. Source: Service Quotas, Amazon EC2. */
const quota = {ServiceCode: 'ec2', QuotaCode: 'L-1216C47A'} as const

/** The account's room for Standard instances in the region. */
export const vcpuQuota = defineCollector({
  id: 'vcpu-quota',
  title: 'vCPU quota',
  tier: 'plan',
  provides: ['vcpuQuota'],
  follows: [],
  iam: ['servicequotas:GetServiceQuota', 'servicequotas:GetAWSDefaultServiceQuota', instancesAction],
  async collect({session}) {
    // Both at once: an account of many instances takes many pages. Both to their end: nothing is asked once the report is made.
    const [limit, used] = await Promise.allSettled([limitOf(session), usedIn(session)])
    if (limit.status === 'rejected') return {vcpuQuota: gapOf(limit.reason, 'servicequotas:GetServiceQuota')}
    if (used.status === 'rejected') return {vcpuQuota: gapOf(used.reason, instancesAction)}
    const {vcpus, isDefault} = limit.value
    // More runs than AWS gives everybody: the account has a quota of its own, of which Service Quotas does not tell.
    if (isDefault && used.value > vcpus) {
      const detail = `Service Quotas tells only the default of ${vcpus} vCPUs, and ${used.value} are in use`
      return {vcpuQuota: unknown('unresolved', detail)}
    }
    return {vcpuQuota: seen({limit: vcpus, used: used.value}, instancesAction)}
  },
})

async function limitOf(session: AwsSession): Promise<{readonly vcpus: number; readonly isDefault: boolean}> {
  const client = session.client(ServiceQuotasClient)
  try {
    const {Quota} = await client.send(new GetServiceQuotaCommand(quota), session.options)
    return {vcpus: required(Quota?.Value, 'quota'), isDefault: false}
  } catch (error) {
    // An account that never asked for more has no quota of its own.
    if (classify(error).kind !== 'not-found') throw error
    const {Quota} = await client.send(new GetAWSDefaultServiceQuotaCommand(quota), session.options)
    return {vcpus: required(Quota?.Value, 'quota'), isDefault: true}
  }
}

async function usedIn(session: AwsSession): Promise<number> {
  const first = await firstRunning(session)
  let used = vcpusIn(first.instances)
  for await (const {instances} of runningAfter(session, first)) used += vcpusIn(instances)
  return used
}

function vcpusIn(instances: readonly ReadInstance[]): number {
  return instances.reduce((sum, instance) => sum + vcpusOf(instance), 0)
}

function vcpusOf({InstanceType: type, InstanceLifecycle, CpuOptions}: ReadInstance): number {
  if (InstanceLifecycle === 'spot' || !isStandardType(type ?? '')) return 0
  return required(CpuOptions?.CoreCount, 'core count') * required(CpuOptions?.ThreadsPerCore, 'threads per core')
}
