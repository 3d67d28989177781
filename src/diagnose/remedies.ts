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

/** Each name in the form that it must have before it goes into a command: people paste commands into a shell. */
const forms = {
  STACK: /^[A-Za-z][-A-Za-z0-9]{0,127}$/,
  REGION: /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/,
  NODE: /^(master|media)(-\d{1,4})?$/,
  INSTANCE_ID: /^i-[0-9a-f]{8,17}$/,
  GROUP: /^[A-Za-z0-9][-A-Za-z0-9_.]{0,254}$/,
} as const

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
  const values = {
    STACK: names.stack,
    REGION: names.region,
    NODE: node,
    INSTANCE_ID: names.nodes.find(({name}) => name === node)?.id ?? null,
    GROUP: node === null ? (where[0] ?? null) : null,
  } as const
  return command.replace(/(?<![A-Z_])(STACK|REGION|NODE|INSTANCE_ID|GROUP)(?![A-Z_])/g, placeholder => {
    const name = placeholder as keyof typeof values
    const value = values[name]
    return value !== null && forms[name].test(value) ? value : placeholder
  })
}
