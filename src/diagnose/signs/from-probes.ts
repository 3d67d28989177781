import {failuresIn} from '../../derive/log-signatures.ts'
import type {SignatureSource} from '../../openvidu/signatures.ts'
import type {CaseEvidence} from '../case-evidence.ts'
import type {CaseFacts} from '../facts.ts'
import {roleOf, type Sign} from '../sign.ts'

const sources: readonly SignatureSource[] = ['cloud-init', 'journal', 'container-log', 'nodes-errors']

/**
 * Failures that the probe of a node, or its console, was searched for on the spot, for nodes whose logs are not in the case. Nothing
 * tells what came after them.
 */
export function probeSigns({logs}: CaseEvidence, facts: CaseFacts, takenAt: string): readonly Sign[] {
  const read = new Set(logs.flatMap(({node, source}) => (source === null ? [] : [`${node} ${source}`])))
  const probed = facts.parts('signatures').map(({name, value}) => ({name, value, fact: 'nodeProbes' as const}))
  const consoles = (facts.value('consoleOutputs') ?? []).flatMap(output =>
    output.matches.state === 'known' && output.matches.value !== null
      ? [
          {
            name: facts.nameOf({...output, slot: slotOf(output.subject.logicalId)}),
            value: output.matches.value,
            fact: 'consoleOutputs' as const,
          },
        ]
      : [],
  )
  const well = new Set(
    facts
      .parts('cloudInit')
      .flatMap(({name, value}) => (value.status === 'done' && value.errors.length === 0 ? [name] : [])),
  )
  return [...probed, ...consoles].flatMap(({name, value, fact}) =>
    sources.flatMap(source =>
      read.has(`${name} ${source}`) || (source === 'cloud-init' && well.has(name))
        ? []
        : failuresIn(value, source).map(({signature, match}): Sign => {
            const seen = `${match.where} of ${name} has ${match.lines} ${match.lines === 1 ? 'line' : 'lines'} with "${match.text}".`
            return {
              id: signature.id,
              node: name,
              role: roleOf(name),
              where: [name],
              first: null,
              last: takenAt,
              confidence: 'medium',
              because: [seen, 'The log itself is not in the case, so that nothing tells what came before and after.'],
              evidence: [{...facts.evidence(fact, seen, name), signature: signature.id}],
            }
          }),
    ),
  )
}

function slotOf(logicalId: string | null): number | null {
  const slot = /(\d)$/.exec(logicalId ?? '')?.[1]
  return slot === undefined ? null : Number(slot)
}
