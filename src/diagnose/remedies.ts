import {withNames} from '../derive/named-commands.ts'
import type {DiagnosisCause} from '../model/diagnosis.ts'
import type {CaseNode} from '../model/evidence.ts'
import {type CauseId, cures, ownCauses} from '../openvidu/failure-causes.ts'
import {signatures} from '../openvidu/signatures.ts'
import type {Sign} from './sign.ts'

/** What commands name. Null where it is not known. */
export interface Names {
  readonly stack: string | null
  readonly region: string | null
  readonly nodes: readonly CaseNode[]
}

/** The usual title of a cause. */
export function titleOf(id: CauseId): string {
  const signature = signatures.find(one => one.id === id)
  if (signature !== undefined) return signature.cause.replace(/\.$/, '')
  return id in ownCauses ? ownCauses[id as keyof typeof ownCauses].title : id
}

/** What to do, with its commands made out as far as names are known and safe. */
export function remedyOf(sign: Sign, names: Names): DiagnosisCause['remediation'] {
  const {commands, url} = cures[sign.id]
  const signature = signatures.find(one => one.id === sign.id)
  const usual = signature?.remedy ?? ownCauses[sign.id as keyof typeof ownCauses].remedy
  return {text: sign.remedy ?? usual, commands: commands.map(command => madeOut(command, sign, names)), url}
}

/** Placeholders that nothing safe is known for stay. */
export function madeOut(command: string, {node, where}: Pick<Sign, 'node' | 'where'>, names: Names): string {
  return withNames(command, {
    STACK: names.stack,
    REGION: names.region,
    NODE: node,
    INSTANCE_ID: names.nodes.find(({name}) => name === node)?.id ?? null,
    GROUP: node === null ? (where[0] ?? null) : null,
  })
}
