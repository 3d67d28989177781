import {type AnyCollector, defineCollector, seen} from '../../../src/collect/collector.ts'
import {balancersCollectors} from '../../../src/collect/deployed/balancers/index.ts'
import type {LabAccount} from '../../lab/index.ts'
import {type Deployed, type DeployedOptions, deployed} from '../../support/deployed.ts'

/**
 * The balancers of a stack of the lab as their collectors see them. What they follow of EC2 and Auto Scaling is told by a
 * stand-in, straight from the account, so that these tests are of the balancers alone.
 */
export async function balancersSeen({change, ...options}: DeployedOptions = {}): Promise<Deployed> {
  let account: LabAccount | undefined
  const inAccount = (): LabAccount => {
    if (account === undefined) throw new Error('no account yet')
    return account
  }
  return deployed({
    collectors: [fleetOf(inAccount), ...balancersCollectors],
    ...options,
    change(made) {
      account = made
      change?.(made)
    },
  })
}

/** Nodes and media group as the account has them. */
export function fleetOf(inAccount: () => LabAccount): AnyCollector {
  return defineCollector({
    id: 'fleet',
    title: 'Fleet',
    tier: 'check',
    provides: ['nodes', 'mediaFleet'],
    follows: ['parts'],
    iam: [],
    async collect({known: {parts}}) {
      const account = inAccount()
      const group = (part: {readonly id: string | null} | null) =>
        account.autoScalingGroups.find(({AutoScalingGroupName}) => AutoScalingGroupName === part?.id)
      const membersOf = (part: {readonly id: string | null} | null) =>
        (group(part)?.Instances ?? []).flatMap(({InstanceId}) => InstanceId ?? [])
      const media = membersOf(parts.mediaGroup)
      const masters = [...parts.masters.flatMap(({id}) => id ?? []), ...membersOf(parts.masterGroup)]
      const node = (id: string, kind: 'master' | 'media') => {
        const instance = account.instances.find(({InstanceId}) => InstanceId === id)
        return {
          subject: {type: 'AWS::EC2::Instance', id, logicalId: null, location: null},
          id,
          group: kind,
          slot: null,
          ofStack: true,
          state: String(instance?.State?.Name),
          zone: instance?.Placement?.AvailabilityZone ?? '',
          subnetId: instance?.SubnetId ?? null,
          privateAddress: instance?.PrivateIpAddress ?? null,
          publicAddress: null,
          instanceType: String(instance?.InstanceType),
          imageId: String(instance?.ImageId),
          architecture: 'x86_64',
          launchedAt: '2026-11-12T10:00:00.000Z',
          tags: [],
          profile: null,
        }
      }
      const fleet = group(parts.mediaGroup)
      const id = parts.mediaGroup?.id ?? ''
      return {
        nodes: seen([...masters.map(one => node(one, 'master')), ...media.map(one => node(one, 'media'))], 'lab'),
        mediaFleet: seen(
          {
            subject: {type: 'AWS::AutoScaling::AutoScalingGroup', id, logicalId: null, location: null},
            name: id,
            desired: fleet?.DesiredCapacity ?? 0,
            max: fleet?.MaxSize ?? 0,
            members: (fleet?.Instances ?? []).map(instance => ({
              id: instance.InstanceId ?? '',
              zone: instance.AvailabilityZone ?? '',
              lifecycleState: String(instance.LifecycleState),
              healthy: instance.HealthStatus === 'Healthy',
              templateVersion: instance.LaunchTemplate?.Version ?? null,
            })),
            suspended: [],
            targetGroups: fleet?.TargetGroupARNs ?? [],
          },
          'lab',
        ),
      }
    },
  })
}
