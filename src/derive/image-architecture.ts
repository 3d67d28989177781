import {type Seen, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import {defectsOf} from '../openvidu/defects.ts'
import {generations} from '../openvidu/generations.ts'
import {gravitonFamiliesOf} from '../openvidu/instance-types.ts'

/** The architecture of an image as it was looked up; null where none was, for the caller to have noted. */
export function architectureIn(images: FactMap['images'] | undefined, reference: string): Seen<string> | null {
  if (images === undefined) return null
  const found = images.find(image => image.reference === reference)
  if (found === undefined) return unknown('not-requested', `${reference} was not looked up`, 'ec2:DescribeImages')
  return found.architecture === null
    ? unknown('failed', `${reference} is no image whose architecture could be told`)
    : {state: 'known', value: found.architecture}
}

/** Whether the template allows the family without knowing that it is arm64 (defect D19 of 3.5.0). */
export function missesFamily(template: FactMap['template'] | undefined, type: string): boolean {
  const generation = generations.find(({id}) => id === template?.generation)?.id
  if (generation === undefined || !defectsOf(generation).some(({id}) => id === 'D19')) return false
  return !gravitonFamiliesOf(generation).includes(type.split('.')[0] ?? '')
}
