import {known, type Seen, unknown} from '../../model/fact.ts'
import type {FactMap} from '../../model/facts.ts'
import {MASTER_SLOTS, placeMasters} from '../../openvidu/placement.ts'
import {nodeProperty, type Roles} from '../roles.ts'
import {type PlannedResource, type PlannedStack, type Setting, settingOf, subjectOfResource} from '../stack.ts'
import {property, seenLiteral, seenNumber, seenTexts, type Value} from '../value.ts'
import {imageOf, instanceTypeOf} from './nodes.ts'

type Masters = FactMap['masters']
type MasterCount = FactMap['masterCount']

/** How many masters the stack will have. */
export function masterCount({template}: PlannedStack, {masters, masterGroup}: Roles): MasterCount {
  if (masterGroup !== null && masters.length === 0) {
    const bound = (name: string): Seen<number> => {
      const value = property(masterGroup.properties, name)
      return value === undefined ? unknown('unresolved', `${masterGroup.logicalId} has no ${name}`) : seenNumber(value)
    }
    const [min, max] = [bound('MinSize'), bound('MaxSize')]
    // Without a desired capacity Auto Scaling starts at the minimum.
    const desired = property(masterGroup.properties, 'DesiredCapacity') === undefined ? min : bound('DesiredCapacity')
    return {subject: subjectOfResource(masterGroup), arrangement: 'group', min, desired, max}
  }
  const open = masters.find(({made}) => made !== true)
  const count: Seen<number> =
    open === undefined || open.made === true ? known(masters.length) : unknown('unresolved', open.made.because)
  const subject = {type: 'Template', id: null, logicalId: null, location: masters[0]?.resource.at ?? template.at}
  return {subject, arrangement: 'instances', min: count, desired: count, max: count}
}

/** The masters one by one; for a group, the slots it will fill, of which nothing but the launch template is known. */
export function masters(stack: PlannedStack, roles: Roles): Masters {
  if (roles.masterGroup !== null && roles.masters.length === 0) {
    const group = roles.masterGroup
    return [
      {
        subject: subjectOfResource(group),
        slot: null,
        subnetId: unknown('unresolved', 'Auto Scaling spreads the group over its subnets'),
        instanceType: instanceTypeOf(stack, group),
        image: imageOf(stack, group),
      },
    ]
  }
  const subnets = masterSubnets(stack, roles)
  return roles.masters.map((master, index) => ({
    subject: subjectOfResource(master),
    slot: index < MASTER_SLOTS ? index + 1 : null,
    subnetId: subnetOf(master, roles.subnetProcessor, subnets),
    instanceType: instanceTypeOf(stack, master),
    image: imageOf(stack, master),
  }))
}

/** The subnets that masters are spread over: what the SubnetProcessor is given, or the masters' own where there is none. */
export function masterSubnets(stack: PlannedStack, roles: Roles): Setting<string[]> | null {
  if (roles.subnetProcessor !== null) {
    const given = property(roles.subnetProcessor.properties, 'Subnets')
    return given === undefined ? null : settingOf(roles.subnetProcessor, given, seenTexts)
  }
  if (roles.masterGroup !== null) return groupSubnets(roles.masterGroup)
  const own = roles.masters.map(master => nodeProperty(stack, master, 'SubnetId'))
  const [first] = own
  if (first === undefined || first === null) return null
  const texts: string[] = []
  for (const setting of own) {
    const seen: Seen<string> =
      setting === null ? unknown('unresolved', 'a master names no subnet') : seenLiteral(setting.value)
    if (seen.state === 'unknown') return {subject: subjectOfResource(first.owner), value: seen}
    if (!texts.includes(seen.value)) texts.push(seen.value)
  }
  return {...settingOf(first.owner, first.value, seenLiteral), value: known(texts)}
}

export function groupSubnets(group: PlannedResource): Setting<string[]> | null {
  const zones = property(group.properties, 'VPCZoneIdentifier')
  return zones === undefined ? null : settingOf(group, zones, seenTexts)
}

function subnetOf(
  master: PlannedResource,
  processor: PlannedResource | null,
  subnets: Setting<string[]> | null,
): Seen<string> {
  const value: Value | undefined = property(master.properties, 'SubnetId')
  if (value === undefined) return unknown('unresolved', `${master.logicalId} names no subnet`)
  if (value.kind !== 'attribute' || value.logicalId !== processor?.logicalId) return seenLiteral(value)
  if (subnets === null) return unknown('unresolved', 'the SubnetProcessor is given no subnets')
  if (subnets.value.state === 'unknown') return subnets.value
  const slot = /^Subnet([1-9]\d*)$/.exec(value.attribute ?? '')?.[1]
  const placed = slot === undefined ? undefined : placeMasters(subnets.value.value)?.[Number(slot) - 1]
  return placed === undefined
    ? unknown('unresolved', `the SubnetProcessor gives no ${value.attribute ?? 'value'}`)
    : known(placed)
}
