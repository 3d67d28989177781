import {Problems, UnusableInput} from '../../src/model/errors.ts'
import {type DocumentNode, parseDocumentFile} from '../../src/plan/document.ts'
import {Evaluator, type PseudoValues} from '../../src/plan/evaluate.ts'
import {type Assignment, readOverrides, readParameterFile} from '../../src/plan/parameter-files.ts'
import {resolveParameters} from '../../src/plan/parameters.ts'
import {checkReferences} from '../../src/plan/references.ts'
import {readTemplate, type Template} from '../../src/plan/template.ts'

/** The problems that reading something leads to, each as `line:column message` the way a user meets them. */
export function problemsOf(read: (problems: Problems) => unknown): readonly string[] {
  const problems = new Problems()
  read(problems)
  try {
    problems.throwIfAny('next')
    return []
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error
    return error.problems.map(({message, location}) => {
      const place = location !== null && 'line' in location ? `${location.line}:${location.column ?? ''} ` : ''
      return `${place}${message}`
    })
  }
}

/** The tree of a text that must be sound. */
export function parsed(text: string): DocumentNode {
  const problems = new Problems()
  const root = parseDocumentFile({name: 'file.yaml', text}, problems)
  problems.throwIfAny('next')
  if (root === null) throw new Error('nothing to parse')
  return root
}

/** A template that must be sound, references included. */
export function template(text: string): Template {
  const problems = new Problems()
  const found = readTemplate(parsed(text), problems)
  if (found !== null) checkReferences(found, problems)
  problems.throwIfAny('next')
  if (found === null) throw new Error('no template')
  return found
}

export function assignments(text: string): readonly Assignment[] {
  const problems = new Problems()
  const found = readParameterFile({name: 'parameters', text}, problems)
  problems.throwIfAny('next')
  return found
}

/** An evaluator over a template text, with `KEY=VALUE` parameters. */
export function evaluator(text: string, overrides: readonly string[] = [], pseudo: Partial<PseudoValues> = {}) {
  const found = template(text)
  const problems = new Problems()
  const {given} = resolveParameters(found.parameters, readOverrides(overrides, problems))
  problems.throwIfAny('next')
  return {template: found, evaluator: new Evaluator(found, given, {region: null, stackName: null, ...pseudo})}
}
