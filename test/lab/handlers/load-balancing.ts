import type {LabBalancer, LabListener, LabTargetGroup} from '../account/deployment.ts'
import {AwsError} from '../protocol/aws-error.ts'
import type {Answers, LabCall} from './answers.ts'

export const loadBalancing: Answers<typeof import('@aws-sdk/client-elastic-load-balancing-v2')> = {
  DescribeLoadBalancers: ({LoadBalancerArns, Names}, {account}) => {
    const all = account.balancers.map(({balancer}) => balancer)
    const byArn = pick(all, LoadBalancerArns, ({LoadBalancerArn}) => LoadBalancerArn, noBalancer)
    return {LoadBalancers: pick(byArn, Names, ({LoadBalancerName}) => LoadBalancerName, noBalancer)}
  },

  DescribeLoadBalancerAttributes: ({LoadBalancerArn}, call) => ({
    Attributes: balancerOf(call, LoadBalancerArn).attributes,
  }),

  DescribeListeners: ({LoadBalancerArn, ListenerArns}, call) => {
    if (LoadBalancerArn !== undefined) balancerOf(call, LoadBalancerArn)
    if (LoadBalancerArn === undefined && (ListenerArns ?? []).length === 0) {
      throw new AwsError('ValidationError', 'You must specify either listener ARNs or a load balancer ARN')
    }
    const all = call.account.listeners.map(({listener}) => listener)
    const found = pick(
      all,
      ListenerArns,
      ({ListenerArn}) => ListenerArn,
      () => listenerMissing(),
    )
    return {
      Listeners: found.filter(
        listener => LoadBalancerArn === undefined || listener.LoadBalancerArn === LoadBalancerArn,
      ),
    }
  },

  // The default certificate leads, then those for other names.
  DescribeListenerCertificates: ({ListenerArn}, call) => {
    const {listener, certificates} = listenerOf(call, ListenerArn)
    return {
      Certificates: [
        ...(listener.Certificates ?? []).map(certificate => ({...certificate, IsDefault: true})),
        ...certificates.map(certificate => ({...certificate, IsDefault: false})),
      ],
    }
  },

  DescribeTargetGroups: ({LoadBalancerArn, TargetGroupArns, Names}, call) => {
    if (LoadBalancerArn !== undefined) balancerOf(call, LoadBalancerArn)
    const all = call.account.targetGroups.map(({group}) => group)
    const byArn = pick(all, TargetGroupArns, ({TargetGroupArn}) => TargetGroupArn, noGroup)
    return {
      TargetGroups: pick(byArn, Names, ({TargetGroupName}) => TargetGroupName, noGroup).filter(
        ({LoadBalancerArns}) => LoadBalancerArn === undefined || LoadBalancerArns?.includes(LoadBalancerArn),
      ),
    }
  },

  DescribeTargetGroupAttributes: ({TargetGroupArn}, call) => ({
    Attributes: groupOf(call, TargetGroupArn).attributes,
  }),

  DescribeTargetHealth: ({TargetGroupArn, Targets}, call) => {
    const {health} = groupOf(call, TargetGroupArn)
    if (Targets === undefined || Targets.length === 0) return {TargetHealthDescriptions: health}
    const ids = Targets.map(({Id}) => Id)
    const registered = health.filter(({Target}) => ids.includes(Target?.Id))
    const strangers = ids.filter(id => !registered.some(({Target}) => Target?.Id === id))
    return {
      TargetHealthDescriptions: [
        ...registered,
        ...strangers.map(Id => ({
          Target: {Id},
          TargetHealth: {
            State: 'unused',
            Reason: 'Target.NotRegistered',
            Description: 'Target is not registered to the target group',
          },
        })),
      ],
    }
  },

  DescribeTags: ({ResourceArns = []}, call) => {
    if (ResourceArns.length > 20) throw new AwsError('ValidationError', 'At most 20 resources can be described at once')
    return {TagDescriptions: ResourceArns.map(arn => ({ResourceArn: arn, Tags: balancerOf(call, arn).tags}))}
  },

  DescribeAccountLimits: () => ({
    Limits: [
      {Name: 'network-load-balancers', Max: '50'},
      {Name: 'listeners-per-network-load-balancer', Max: '50'},
      {Name: 'target-groups', Max: '3000'},
    ],
  }),
}

const noBalancer = (names: string) =>
  new AwsError('LoadBalancerNotFound', `One or more load balancers not found: [${names}]`)
const noGroup = () => new AwsError('TargetGroupNotFound', 'One or more target groups not found')
const listenerMissing = () => new AwsError('ListenerNotFound', 'One or more listeners not found')

function pick<T>(
  all: readonly T[],
  names: readonly string[] | undefined,
  nameOf: (one: T) => string | undefined,
  missing: (names: string) => AwsError,
): readonly T[] {
  if (names === undefined || names.length === 0) return all
  const unknown = names.filter(name => !all.some(one => nameOf(one) === name))
  if (unknown.length > 0) throw missing(unknown.join(', '))
  return all.filter(one => names.includes(nameOf(one) ?? ''))
}

function balancerOf({account}: LabCall, arn = ''): LabBalancer {
  const found = account.balancers.find(({balancer}) => balancer.LoadBalancerArn === arn)
  if (found === undefined) throw noBalancer(arn)
  return found
}

function listenerOf({account}: LabCall, arn = ''): LabListener {
  const found = account.listeners.find(({listener}) => listener.ListenerArn === arn)
  if (found === undefined) throw listenerMissing()
  return found
}

function groupOf({account}: LabCall, arn = ''): LabTargetGroup {
  const found = account.targetGroups.find(({group}) => group.TargetGroupArn === arn)
  if (found === undefined) throw noGroup()
  return found
}
