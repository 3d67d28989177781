import {type NodeProbe, type Part, type PartName, partOf} from '../derive/node-answers.ts'
import type {DiagnosisEvidence} from '../model/diagnosis.ts'
import {casePaths} from '../model/evidence.ts'
import type {FactKey, FactMap} from '../model/facts.ts'
import type {CaseEvidence} from './case-evidence.ts'

/** What the snapshot of a case tells, and where in it. */
export class CaseFacts {
  readonly #evidence: CaseEvidence

  constructor(evidence: CaseEvidence) {
    this.#evidence = evidence
  }

  /** Undefined where it was not seen, or is not there. */
  value<K extends FactKey>(key: K): FactMap[K] | undefined {
    const fact = this.#evidence.snapshot?.facts[key]
    return fact?.state === 'known' ? (fact.value as FactMap[K]) : undefined
  }

  /** What a node answered to the probe in one part, node by node. */
  parts<P extends PartName>(
    part: P,
  ): readonly {readonly name: string; readonly probe: NodeProbe; readonly value: Part<P>}[] {
    return (this.value('nodeProbes') ?? []).flatMap(probe => {
      const seen = partOf(probe, part)
      return seen.state === 'known' ? [{name: this.nameOf(probe), probe, value: seen.value}] : []
    })
  }

  /** As the case calls it. */
  nameOf({id, group, slot}: Pick<NodeProbe, 'id' | 'group' | 'slot'>): string {
    const named = this.#evidence.nodes.find(({value}) => value.id === id)?.value.name
    return named ?? (slot === null ? id : `${group}-${slot}`)
  }

  /** A sentence that a fact proves, as evidence: its line is where the fact begins. */
  evidence(key: FactKey, text: string, node: string | null = null): DiagnosisEvidence {
    const {factLines, snapshot} = this.#evidence
    return {
      file: casePaths.snapshot,
      line: factLines.get(key) ?? 1,
      at: snapshot?.takenAt ?? null,
      node,
      text,
      signature: null,
    }
  }
}
