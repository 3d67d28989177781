import type {Unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import {matchesStars} from '../model/wildcard.ts'
import {matchesArn} from './backup-selection.ts'
import {longestIntervalHours} from './schedule-interval.ts'

type Policies = FactMap['backupPolicies']
type KnownItem<T> = Extract<T, {state: 'known'}> extends {readonly value: readonly (infer Item)[]} ? Item : never
type KnownValue<T> = Extract<T, {state: 'known'}> extends {readonly value: infer Value} ? Value : never

export type LifecyclePolicy = KnownValue<KnownItem<Policies['lifecycle']>>
export type BackupPlan = KnownItem<Policies['plans']>
export type BackupSelection = KnownValue<KnownItem<BackupPlan['selections']>>
export type VolumeDetails = NonNullable<FactMap['masterVolumes'][number]['details']>
type Tags = VolumeDetails['tags']

/** Something that makes copies of a volume by itself. */
export interface Cover {
  readonly name: string
  /** Longest time between two copies; null where its schedule is not understood. */
  readonly intervalHours: number | null
}

export interface Coverage {
  readonly by: readonly Cover[]
  /** Policies that would cover the volume, if they worked. */
  readonly idle: readonly {readonly name: string; readonly state: string; readonly message: string | null}[]
  /** What could not be seen and may cover it. */
  readonly open: readonly Unknown[]
}

/** What copies a volume of a master, as far as the policies of DLM and the plans of AWS Backup were seen. */
export function coverageOf(volume: VolumeDetails, {lifecycle, plans, optedIn}: Policies): Coverage {
  const by: Cover[] = []
  const idle: Coverage['idle'][number][] = []
  const open: Unknown[] = []
  if (lifecycle.state === 'unknown') open.push(lifecycle)
  else {
    for (const policy of lifecycle.value) {
      if (policy.state === 'unknown') open.push(policy)
      else if (policyTargets(policy.value, volume)) {
        const {id: name, state, statusMessage: message, schedules} = policy.value
        if (state === 'ENABLED') by.push({name, intervalHours: shortest(schedules)})
        else idle.push({name, state, message})
      }
    }
  }
  if (plans.state === 'unknown') open.push(plans)
  else {
    for (const {name, schedules, selections} of plans.value) {
      if (selections.state === 'unknown') {
        open.push(selections)
        continue
      }
      for (const selection of selections.value) {
        const taken = selection.state === 'unknown' ? selection : selectionTakes(selection.value, volume, optedIn)
        if (typeof taken === 'object') open.push(taken)
        else if (taken && schedules.state === 'unknown') open.push(schedules)
        else if (taken && schedules.state === 'known' && schedules.value.length > 0)
          by.push({name, intervalHours: shortest(schedules.value)})
      }
    }
  }
  return {by, idle, open}
}

/** The schedule that runs most often decides how old the newest copy gets. */
function shortest(schedules: readonly string[]): number | null {
  const known = schedules.map(longestIntervalHours).filter(hours => hours !== null)
  return known.length === 0 ? null : Math.min(...known)
}

/** Whether a policy of Data Lifecycle Manager is made for a volume, whatever its state. */
export function policyTargets(policy: LifecyclePolicy, {node, root, type, tags}: VolumeDetails): boolean {
  const {isDefault, resourceTypes, locations, targetTags, excludesRoot, excludedTags, schedules} = policy
  if (policy.type !== 'EBS_SNAPSHOT_MANAGEMENT' && policy.type !== 'IMAGE_MANAGEMENT') return false
  if (schedules.length === 0 || (locations.length > 0 && !locations.includes('CLOUD'))) return false
  const excluded = (own: Tags) => sharesTag(own, excludedTags)
  if (isDefault) {
    if (resourceTypes.includes('INSTANCE')) return node !== null && !excluded(node.tags)
    return !(excludesRoot && root) && !policy.excludedVolumeTypes.includes(type) && !excluded(tags)
  }
  if (resourceTypes.includes('VOLUME') && sharesTag(tags, targetTags)) return true
  if (!resourceTypes.includes('INSTANCE') || node === null || !sharesTag(node.tags, targetTags)) return false
  // The exclusions are for snapshots: an image has every volume of its instance.
  if (policy.type === 'IMAGE_MANAGEMENT') return true
  return root ? !excludesRoot : !excluded(tags)
}

/** Whether a plan's selection takes in a volume, by itself or with its instance; a gap where the opt-in decides unseen. */
export function selectionTakes(
  selection: BackupSelection,
  {arn, tags, node}: VolumeDetails,
  optedIn: Policies['optedIn'],
): boolean | Unknown {
  const resources = [
    {arn, tags, kind: 'volumes' as const},
    ...(node === null ? [] : [{arn: node.arn, tags: node.tags, kind: 'instances' as const}]),
  ]
  let open: Unknown | undefined
  for (const resource of resources) {
    const how = selects(selection, resource)
    if (how === 'by-kind') return true
    if (how === 'no') continue
    if (optedIn.state === 'unknown') open = optedIn
    else if (optedIn.value[resource.kind]) return true
  }
  return open ?? false
}

/**
 * By its ARN or any of the tags, by all conditions, and not excluded; a selection that names nothing takes all. One that names
 * the kind of resource needs no opt-in of that kind. Source: AWS Backup, assigning resources.
 */
function selects(
  {resources, notResources, anyTag, conditions: {equals, notEquals, like, notLike}}: BackupSelection,
  {arn, tags}: {readonly arn: string; readonly tags: Tags},
): 'no' | 'by-kind' | 'opted-in' {
  const has = (key: string, fits: (value: string) => boolean) => tags.some(tag => tag.key === key && fits(tag.value))
  const fitting = resources.filter(pattern => matchesArn(pattern, arn))
  const named = fitting.length > 0 || sharesTag(tags, anyTag) || (resources.length === 0 && anyTag.length === 0)
  const conditions =
    equals.every(({key, value}) => has(key, own => own === value)) &&
    like.every(({key, value}) => has(key, own => matchesStars(value, own))) &&
    notEquals.every(({key, value}) => !has(key, own => own === value)) &&
    notLike.every(({key, value}) => !has(key, own => matchesStars(value, own)))
  if (!named || !conditions || notResources.some(pattern => matchesArn(pattern, arn))) return 'no'
  // Such as `arn:aws:ec2:*:*:volume/*`, but neither `*` nor `arn:aws:ec2:*`.
  return fitting.some(pattern => pattern.includes('/')) ? 'by-kind' : 'opted-in'
}

/** Any one tag is enough, key and value, case counting. */
function sharesTag(own: Tags, wanted: Tags): boolean {
  return wanted.some(({key, value}) => own.some(tag => tag.key === key && tag.value === value))
}
