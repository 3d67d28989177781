import {
  DLMClient,
  GetLifecyclePoliciesCommand,
  GetLifecyclePolicyCommand,
  type LifecyclePolicy,
  type Schedule,
  type Tag,
} from '@aws-sdk/client-dlm'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import type {Seen} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {ask, lookFor} from '../../ask.ts'

type Policies = FactMap['backupPolicies']['lifecycle']
type Policy = Extract<Extract<Policies, {state: 'known'}>['value'][number], {state: 'known'}>['value']

/** The policies of Data Lifecycle Manager that make snapshots or images, whatever their state. */
export async function lifecyclePolicies(session: AwsSession): Promise<Policies> {
  const client = session.client(DLMClient)
  return ask('dlm:GetLifecyclePolicies', async () => {
    const {Policies: summaries} = await client.send(new GetLifecyclePoliciesCommand({}), session.options)
    const ids = required(summaries, 'list of life cycle policies').flatMap(({PolicyId, PolicyType}) =>
      // These copy what others share, and none of one's own volumes.
      PolicyType === 'EVENT_BASED_POLICY' ? [] : [required(PolicyId, 'id of a life cycle policy')],
    )
    const looked = await Promise.all(ids.map(id => detailsOf(session, id)))
    return looked.filter(policy => policy !== null)
  })
}

/** Null for one that was deleted in the meantime. */
async function detailsOf(session: AwsSession, id: string): Promise<Seen<Policy> | null> {
  return lookFor('dlm:GetLifecyclePolicy', async () => {
    const command = new GetLifecyclePolicyCommand({PolicyId: id})
    const {Policy} = await session.client(DLMClient).send(command, session.options)
    return asPolicy(id, required(Policy, 'life cycle policy'))
  })
}

function asPolicy(id: string, policy: LifecyclePolicy): Policy {
  const details = required(policy.PolicyDetails, 'details of a life cycle policy')
  const isDefault = policy.DefaultPolicy === true || details.PolicyLanguage === 'SIMPLIFIED'
  const {Exclusions: exclusions, Parameters: parameters} = details
  return {
    subject: {type: 'AWS::DLM::LifecyclePolicy', id, logicalId: null, location: null},
    id,
    state: required(policy.State, 'state of a life cycle policy'),
    // Of one that works it only repeats the state.
    statusMessage: policy.StatusMessage ?? null,
    isDefault,
    // DLM leaves out what is not set; these are its defaults.
    type: details.PolicyType ?? 'EBS_SNAPSHOT_MANAGEMENT',
    resourceTypes: isDefault
      ? [required(details.ResourceType, 'kind of resource of a default policy')]
      : [...(details.ResourceTypes ?? [])],
    locations: [...(details.ResourceLocations ?? [])],
    targetTags: tagsOf(details.TargetTags),
    excludesRoot: exclusions?.ExcludeBootVolumes ?? parameters?.ExcludeBootVolume ?? false,
    excludedTags: tagsOf(exclusions?.ExcludeTags ?? parameters?.ExcludeDataVolumeTags),
    excludedVolumeTypes: [...(exclusions?.ExcludeVolumeTypes ?? [])],
    schedules: isDefault
      ? [`rate(${details.CreateInterval ?? 1} days)`]
      : (details.Schedules ?? []).flatMap(expressionOf),
  }
}

/** A schedule has an interval or an expression; one that archives or shares only makes nothing. */
function expressionOf({CreateRule: rule}: Schedule): readonly string[] {
  if (rule?.CronExpression !== undefined) return [rule.CronExpression]
  return rule?.Interval === undefined ? [] : [`rate(${rule.Interval} hours)`]
}

function tagsOf(tags: readonly Tag[] | undefined): Policy['targetTags'] {
  return (tags ?? []).map(({Key, Value}) => ({key: required(Key, 'key of a tag'), value: Value ?? ''}))
}
