import type {FactMap} from '../model/facts.ts'

type Volume = FactMap['volumes'][number]

/** Whether it is a volume that EC2 tells of, and not a description of volumes to be made. */
export function isLive({subject}: Volume): boolean {
  return subject.type === 'AWS::EC2::Volume' && subject.id !== null
}

/** A live volume in words: its id, and who has it. */
export function volumeInWords({subject, nodes}: Volume): string {
  return `${subject.id ?? subject.logicalId ?? 'a volume'} of ${nodes.length === 0 ? 'no node' : nodes.join(' and ')}`
}

/** A few of many names, and how many more. */
export function someOf(names: readonly string[], most = 4): readonly string[] {
  return names.length <= most ? names : [...names.slice(0, most), `${names.length - most} more`]
}
