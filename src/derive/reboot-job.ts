import type {Fact} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import {defects} from '../openvidu/defects.ts'
import {generations, inSpan} from '../openvidu/generations.ts'
import type {NodeProbe} from './node-answers.ts'

/**
 * Whether the official template of this generation ends the installation of this master at a service that Ubuntu does not have,
 * before the reboot job is written (D14): cloud-init then tells of an error though OpenVidu was installed.
 */
export function endsBeforeRebootJob(template: Fact<FactMap['template']>, {group, slot}: NodeProbe): boolean {
  if (template.state !== 'known' || group !== 'master' || (slot !== 3 && slot !== 4)) return false
  const generation = generations.find(({id}) => id === template.value.generation)
  const span = defects.find(({id}) => id === 'D14')?.span
  return generation !== undefined && span !== undefined && inSpan(span, generation.id)
}
