import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {
  type BackupSelection,
  coverageOf,
  type LifecyclePolicy,
  policyTargets,
  selectionTakes,
  type VolumeDetails,
} from '../../src/derive/snapshot-coverage.ts'
import {known, unknown} from '../../src/model/fact.ts'
import {dailyPolicy} from '../support/healthy-stack/storage.ts'

const region = 'arn:aws:ec2:eu-west-1:123456789012:'
const volume: VolumeDetails = {
  arn: `${region}volume/vol-1`,
  node: {id: 'i-1', name: 'One', arn: `${region}instance/i-1`, tags: [{key: 'Name', value: 'one'}]},
  root: true,
  type: 'gp3',
  createdAt: '2026-11-12T10:05:00.000Z',
  tags: [{key: 'backup', value: 'daily'}],
}
const bare: VolumeDetails = {...volume, node: null, root: false}
const data: VolumeDetails = {...volume, root: false}
const byTag: LifecyclePolicy = {
  ...dailyPolicy,
  resourceTypes: ['VOLUME'],
  targetTags: [{key: 'backup', value: 'daily'}],
}
const byInstance: LifecyclePolicy = {...dailyPolicy, targetTags: [{key: 'Name', value: 'one'}]}
const byDefault: LifecyclePolicy = {
  ...dailyPolicy,
  isDefault: true,
  resourceTypes: ['VOLUME'],
  targetTags: [],
  locations: [],
}
const nothing: BackupSelection = {
  name: 'selection',
  resources: [],
  notResources: [],
  anyTag: [],
  conditions: {equals: [], notEquals: [], like: [], notLike: []},
}
const optedIn = known({volumes: true, instances: true})
const optedOut = known({volumes: false, instances: false})
const denied = unknown('denied', 'no policy allows it')

const tag = fc.record({
  key: fc.constantFrom('Name', 'backup', 'BACKUP'),
  value: fc.constantFrom('one', 'daily', 'Daily'),
})
const tags = fc.array(tag, {maxLength: 3})
const volumes = fc.record({
  arn: fc.constantFrom(`${region}volume/vol-1`, `${region}volume/vol-2`),
  node: fc.option(
    fc.record({id: fc.constant('i-1'), name: fc.constant('One'), arn: fc.constant(`${region}instance/i-1`), tags}),
  ),
  root: fc.boolean(),
  type: fc.constantFrom('gp3', 'io2'),
  createdAt: fc.constant(volume.createdAt),
  tags,
})
const policies = fc.record({
  subject: fc.constant(dailyPolicy.subject),
  id: fc.constant('policy'),
  state: fc.constantFrom('ENABLED', 'DISABLED', 'ERROR'),
  statusMessage: fc.constant(null),
  isDefault: fc.boolean(),
  type: fc.constantFrom('EBS_SNAPSHOT_MANAGEMENT', 'IMAGE_MANAGEMENT', 'EVENT_BASED_POLICY'),
  resourceTypes: fc.constantFrom(['VOLUME'], ['INSTANCE']),
  locations: fc.constantFrom([], ['CLOUD'], ['OUTPOST']),
  targetTags: tags,
  excludesRoot: fc.boolean(),
  excludedTags: tags,
  excludedVolumeTypes: fc.constantFrom([], ['io2']),
  schedules: fc.constantFrom([], ['rate(12 hours)']),
})
const arns = fc.array(
  fc.constantFrom(
    '*',
    'arn:aws:ec2:*',
    'arn:aws:ec2:*:*:volume/*',
    'arn:aws:ec2:*:*:instance/*',
    `${region}volume/vol-1`,
    'arn:aws:s3:::*',
  ),
  {maxLength: 3},
)
const selections = fc.record({
  name: fc.constant('selection'),
  resources: arns,
  notResources: arns,
  anyTag: tags,
  conditions: fc.record({equals: tags, notEquals: tags, like: tags, notLike: tags}),
})

describe('a life cycle policy', () => {
  it('targets volumes by any one of its tags, case counting', () => {
    expect(policyTargets(byTag, volume)).toBe(true)
    expect(policyTargets(byTag, bare)).toBe(true)
    const several = [{key: 'x', value: 'y'}, ...byTag.targetTags]
    expect(policyTargets({...byTag, targetTags: several}, volume)).toBe(true)
    expect(policyTargets({...byTag, targetTags: [{key: 'backup', value: 'Daily'}]}, volume)).toBe(false)
    expect(policyTargets({...byTag, targetTags: []}, volume)).toBe(false)
  })

  it('targets volumes of instances, without those it excludes', () => {
    expect(policyTargets(byInstance, volume)).toBe(true)
    expect(policyTargets(byInstance, bare)).toBe(false)
    expect(policyTargets({...byInstance, excludesRoot: true}, volume)).toBe(false)
    expect(policyTargets({...byInstance, excludesRoot: true}, data)).toBe(true)
    const excluding = {...byInstance, excludedTags: volume.tags}
    expect(policyTargets(excluding, volume)).toBe(true)
    expect(policyTargets(excluding, data)).toBe(false)
    expect(policyTargets({...excluding, excludesRoot: true, type: 'IMAGE_MANAGEMENT'}, data)).toBe(true)
  })

  it('targets the whole region by default, without its exclusions', () => {
    expect(policyTargets(byDefault, volume)).toBe(true)
    expect(policyTargets({...byDefault, excludesRoot: true}, volume)).toBe(false)
    expect(policyTargets({...byDefault, excludedVolumeTypes: ['gp3']}, volume)).toBe(false)
    expect(policyTargets({...byDefault, excludedTags: volume.tags}, volume)).toBe(false)
    const instances = {...byDefault, resourceTypes: ['INSTANCE']}
    expect(policyTargets(instances, volume)).toBe(true)
    expect(policyTargets(instances, bare)).toBe(false)
    expect(policyTargets({...instances, excludedTags: [{key: 'Name', value: 'one'}]}, volume)).toBe(false)
  })

  it('makes nothing of events, elsewhere, or without a schedule', () => {
    for (const idle of [{type: 'EVENT_BASED_POLICY'}, {locations: ['OUTPOST']}, {schedules: []}])
      expect(policyTargets({...byTag, ...idle}, volume)).toBe(false)
  })

  it('targets no more with more exclusions, and no less with more targets', () => {
    fc.assert(
      fc.property(policies, volumes, tag, (policy, own, more) => {
        const targeted = policyTargets(policy, own)
        const excluding = {...policy, excludesRoot: true, excludedTags: [...policy.excludedTags, more]}
        if (!targeted) expect(policyTargets(excluding, own)).toBe(false)
        if (targeted) expect(policyTargets({...policy, targetTags: [...policy.targetTags, more]}, own)).toBe(true)
      }),
    )
  })
})

describe('a selection of AWS Backup', () => {
  it.each([
    ['*', true],
    ['arn:aws:ec2:*', true],
    ['arn:aws:ec2:*:*:volume/*', true],
    ['arn:aws:ec2:*:*:instance/*', true],
    [`${region}volume/vol-1`, true],
    [`${region}volume/vol-*`, true],
    [`${region}volume/vol-2`, false],
    [`${region}volume/vol`, false],
    ['arn:aws:ec2:us-east-1:*:volume/*', false],
    ['arn:aws:rds:*', false],
    [`${region}*/vol-1`, false],
  ])('by %s: %s', (pattern, taken) => {
    expect(selectionTakes({...nothing, resources: [pattern]}, volume, optedIn)).toBe(taken)
  })

  it('takes what has any of the tags, and what fits all conditions', () => {
    const [backup, name] = [
      {key: 'backup', value: 'daily'},
      {key: 'Name', value: 'one'},
    ]
    expect(selectionTakes({...nothing, anyTag: [{key: 'x', value: 'y'}, backup]}, bare, optedIn)).toBe(true)
    expect(selectionTakes({...nothing, anyTag: [name]}, volume, optedIn)).toBe(true)
    expect(selectionTakes({...nothing, anyTag: [name]}, bare, optedIn)).toBe(false)
    const all = {...nothing, resources: ['*']}
    const when = (conditions: Partial<BackupSelection['conditions']>) =>
      selectionTakes({...all, conditions: {...nothing.conditions, ...conditions}}, bare, optedIn)
    expect(when({equals: [backup]})).toBe(true)
    expect(when({equals: [backup, {key: 'stage', value: 'prod'}]})).toBe(false)
    expect(when({like: [{key: 'backup', value: '*ail*'}]})).toBe(true)
    expect(when({like: [{key: 'backup', value: 'ail*'}]})).toBe(false)
    expect(when({notEquals: [backup]})).toBe(false)
    expect(when({notLike: [{key: 'backup', value: 'd*'}]})).toBe(false)
    expect(when({notLike: [{key: 'other', value: 'd*'}]})).toBe(true)
  })

  it('leaves out what it excludes; excluding volumes leaves their instances', () => {
    const without = {...nothing, resources: ['*'], notResources: ['arn:aws:ec2:*:*:volume/*']}
    expect(selectionTakes(without, bare, optedIn)).toBe(false)
    expect(selectionTakes(without, volume, optedIn)).toBe(true)
  })

  it('needs the opt-in of the kind unless it names the kind', () => {
    expect(selectionTakes({...nothing, resources: ['*']}, volume, optedOut)).toBe(false)
    expect(selectionTakes({...nothing, resources: ['*']}, volume, denied)).toBe(denied)
    expect(selectionTakes({...nothing, anyTag: volume.tags}, volume, denied)).toBe(denied)
    expect(selectionTakes({...nothing, resources: ['arn:aws:ec2:*:*:volume/*']}, volume, denied)).toBe(true)
    expect(selectionTakes(nothing, volume, optedIn)).toBe(true)
    expect(selectionTakes(nothing, volume, optedOut)).toBe(false)
  })

  it('takes no more with more exclusions or conditions, and agrees with what was not seen', () => {
    fc.assert(
      fc.property(selections, volumes, fc.constantFrom('*', 'arn:aws:ec2:*:*:volume/*'), tag, (own, of, arn, more) => {
        const taken = selectionTakes(own, of, optedIn)
        if (taken === false) {
          expect(selectionTakes({...own, notResources: [...own.notResources, arn]}, of, optedIn)).toBe(false)
          const {conditions} = own
          const narrower = {...own, conditions: {...conditions, equals: [...conditions.equals, more]}}
          expect(selectionTakes(narrower, of, optedIn)).toBe(false)
          expect(selectionTakes(own, of, optedOut)).toBe(false)
          expect(selectionTakes(own, of, denied)).toBe(false)
        }
        expect(selectionTakes({...own, notResources: ['*']}, of, optedIn)).toBe(false)
        if (selectionTakes(own, of, optedOut) === true) expect(selectionTakes(own, of, denied)).toBe(true)
      }),
    )
  })
})

describe('the coverage of a volume', () => {
  it('counts only what works, names what does not, and keeps what was not seen', () => {
    fc.assert(
      fc.property(
        fc.array(policies, {maxLength: 4}),
        fc.array(selections, {maxLength: 3}),
        volumes,
        (some, own, of) => {
          const plan = {
            subject: dailyPolicy.subject,
            id: 'plan',
            name: 'plan',
            schedules: known(['rate(1 days)']),
            selections: known(own.map(known)),
          }
          const seen = coverageOf(of, {lifecycle: known(some.map(known)), plans: known([plan]), optedIn})
          expect(seen.open).toEqual([])
          const targeting = some.filter(policy => policyTargets(policy, of))
          expect(seen.idle).toHaveLength(targeting.filter(({state}) => state !== 'ENABLED').length)
          const working = targeting.length - seen.idle.length
          const taking = own.filter(selection => selectionTakes(selection, of, optedIn) === true).length
          expect(seen.by).toHaveLength(working + taking)
          const blind = coverageOf(of, {lifecycle: denied, plans: denied, optedIn: denied})
          expect(blind).toEqual({by: [], idle: [], open: [denied, denied]})
        },
      ),
    )
  })

  it('is no plan without a rule, and unknown where the rules are', () => {
    const plan = {
      subject: dailyPolicy.subject,
      id: 'plan',
      name: 'plan',
      schedules: known<readonly string[]>([]),
      selections: known([known({...nothing, resources: ['*']})]),
    }
    const none = {lifecycle: known([]), optedIn}
    expect(coverageOf(volume, {...none, plans: known([plan])})).toEqual({by: [], idle: [], open: []})
    expect(coverageOf(volume, {...none, plans: known([{...plan, schedules: denied}])}).open).toEqual([denied])
    expect(coverageOf(volume, {...none, plans: known([{...plan, selections: denied}])}).open).toEqual([denied])
  })
})
