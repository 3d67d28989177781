import {Problems} from '../model/errors.ts'
import type {Snapshot} from '../model/snapshot.ts'
import {parseDocumentFile} from './document.ts'
import {lookups} from './facts/lookups.ts'
import {refuseOthers} from './identify.ts'
import {parameterFormats, readOverrides, readParameterFile} from './parameter-files.ts'
import {type PlanSource, planOf} from './plan-facts.ts'
import {checkReferences} from './references.ts'
import {readTemplate} from './template.ts'
import {readTextFile} from './text-file.ts'

export interface PlanInput {
  readonly template: string
  /** Files in order; a later one wins over an earlier one. */
  readonly parameterFiles: readonly string[]
  /** `KEY=VALUE`, which win over every file. */
  readonly overrides: readonly string[]
  readonly stackName: string | null
  readonly region: string | null
  readonly toolVersion: string
  /** ISO 8601, UTC. */
  readonly takenAt: string
}

/**
 * The snapshot of a stack that is not made yet, from its template and parameters alone. Throws UnusableInput where a file
 * can't be read for what it should be; a wrong value is a fact, not an error.
 */
export function readPlan(input: PlanInput): Snapshot {
  const {region, stackName} = input
  const {facts} = planOf(readFiles(input), input)
  return {
    schemaVersion: '1',
    tool: {name: 'openvidu-doctor', version: input.toolVersion},
    takenAt: input.takenAt,
    target: {kind: 'planned', stackName, region, accountId: null},
    facts: {...facts, ...lookups},
  }
}

/** Reads every file, and tells the problems of all of them at once. */
function readFiles({template: name, parameterFiles, overrides}: PlanInput): PlanSource {
  const problems = new Problems()
  const file = readTextFile(name, 'template', problems)
  const root = file === null ? null : parseDocumentFile(file, problems)
  const template = root === null ? null : readTemplate(root, problems)
  // A template of something else is the one thing to say: its other faults are not this reader's to mend.
  if (file !== null && template !== null) refuseOthers(template, file)
  if (template !== null) checkReferences(template, problems)
  const next = problems.any ? 'Mend the template: CloudFormation would refuse it too.' : parameterFormats
  const assignments = parameterFiles.flatMap(given => {
    const parameters = readTextFile(given, 'parameter file', problems)
    return parameters === null ? [] : readParameterFile(parameters, problems)
  })
  problems.throwIfAny(file === null ? 'Give files that exist, as YAML or JSON.' : next)
  const given = readOverrides(overrides, problems)
  problems.throwIfAny('Write it as --parameter KEY=VALUE, once for each parameter.')
  if (file === null || template === null) throw new Error('a template without problems was not read')
  return {file, template, assignments: [...assignments, ...given]}
}
