import {known, unknown} from '../../model/fact.ts'
import type {FactMap} from '../../model/facts.ts'
import {nodeProperty} from '../roles.ts'
import {literal, type PlannedResource, type PlannedStack, settingOf, settingOr, subjectOfResource} from '../stack.ts'
import {items, property, seenBoolean, seenNumber, type Value} from '../value.ts'

type Volumes = FactMap['volumes']

/** The root and data volumes that master or media nodes start with. */
export function volumesOf(stack: PlannedStack, nodes: readonly PlannedResource[], group: 'master' | 'media'): Volumes {
  const byOwner = new Map<string, {owner: PlannedResource; mappings: Value; nodes: string[]}>()
  for (const node of nodes) {
    const found = nodeProperty(stack, node, 'BlockDeviceMappings')
    if (found === null) continue
    const entry = byOwner.get(found.owner.logicalId) ?? {owner: found.owner, mappings: found.value, nodes: []}
    entry.nodes.push(node.logicalId)
    byOwner.set(found.owner.logicalId, entry)
  }
  return [...byOwner.values()].flatMap(({owner, mappings, nodes: names}) =>
    items(mappings).flatMap((mapping, index) => {
      const ebs = property(mapping, 'Ebs')
      if (ebs === undefined) return []
      const size = property(ebs, 'VolumeSize')
      const device = literal(property(mapping, 'DeviceName'))
      return [
        {
          subject: {...subjectOfResource(owner, mapping.at ?? owner.resource.at), id: device},
          nodes: names,
          group,
          root: index === 0 || device === '/dev/sda1' || device === '/dev/xvda',
          sizeGiB:
            size === undefined
              ? {subject: subjectOfResource(owner), value: unknown('unresolved', 'the size of the image decides')}
              : settingOf(owner, size, seenNumber),
          encryption: encryptionOf(property(ebs, 'Encrypted')),
          // EC2's own default for the volumes an instance starts with.
          deleteOnTermination: settingOr(owner, property(ebs, 'DeleteOnTermination'), seenBoolean, true),
        },
      ]
    }),
  )
}

/** Encrypted as the template asks for it; left out, the account's default in the region decides. */
function encryptionOf(value: Value | undefined): Volumes[number]['encryption'] {
  if (value === undefined) return known('account-default')
  const seen = seenBoolean(value)
  return seen.state === 'unknown' ? seen : known(seen.value ? 'on' : 'off')
}

/** Volumes of their own (first generation), which the nodes attach when they start. */
export function separateVolumesOf(stack: PlannedStack): Volumes {
  return stack.ofType('AWS::EC2::Volume').map(volume => {
    const size = property(volume.properties, 'Size')
    return {
      subject: subjectOfResource(volume),
      nodes: [],
      group: 'master',
      root: false,
      sizeGiB:
        size === undefined
          ? {subject: subjectOfResource(volume), value: unknown('unresolved', 'the size of its snapshot decides')}
          : settingOf(volume, size, seenNumber),
      encryption: encryptionOf(property(volume.properties, 'Encrypted')),
      // It outlives any instance; whether it outlives the stack is its DeletionPolicy's to say.
      deleteOnTermination: {subject: subjectOfResource(volume), value: known(false)},
    }
  })
}
