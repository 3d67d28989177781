import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {Fact} from '../../src/model/fact.ts'
import type {FactKey, FactMap} from '../../src/model/facts.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import {readPlan} from '../../src/plan/plan.ts'
import {fixtureRegion, fixtureStackName, type ParameterSet} from './template-parameter-sets.ts'

/** The snapshot of a planned stack from files, as the fixtures are planned. */
export function planOf(template: string, ...parameterFiles: readonly string[]): Snapshot {
  return readPlan({
    template,
    parameterFiles,
    overrides: [],
    stackName: fixtureStackName,
    region: fixtureRegion,
    toolVersion: '0.0.0',
    takenAt: '2026-01-01T00:00:00.000Z',
  })
}

/** The same from a template's text, which is kept in a file only for as long as it is read. */
export function planOfText(text: string, parameters: ParameterSet): Snapshot {
  const folder = mkdtempSync(join(tmpdir(), 'openvidu-doctor-'))
  try {
    const [template, values] = [join(folder, 'template'), join(folder, 'parameters.json')]
    writeFileSync(template, text)
    writeFileSync(values, JSON.stringify(parameters))
    return planOf(template, values)
  } finally {
    rmSync(folder, {recursive: true})
  }
}

/** The value of a fact that has to be known. */
export function factOf<K extends FactKey>(snapshot: Snapshot, key: K): FactMap[K] {
  const fact: Fact<FactMap[K]> | undefined = snapshot.facts[key]
  if (fact?.state !== 'known') throw new Error(`The fact ${key} is not known: ${JSON.stringify(fact)}`)
  return fact.value
}

/** Facts without file and line, for comparing two ways to write one template. */
export function withoutPlaces(snapshot: Snapshot): unknown {
  const drop = (key: string, value: unknown): unknown => (key === 'location' || key === 'by' ? null : value)
  return JSON.parse(JSON.stringify(snapshot.facts, drop))
}
