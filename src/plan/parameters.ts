import {known, type Seen, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import {nearest} from '../model/nearest.ts'
import {type Location, parameterSubject, type Subject} from '../model/subject.ts'
import {isTooLong, type Violation, violationsOf} from './constraints.ts'
import {type Assignment, parameterName} from './parameter-files.ts'
import {PatternMatcher} from './pattern.ts'
import type {ParameterDeclaration} from './template.ts'

/** A declared parameter with the value it will have. */
export interface GivenParameter {
  readonly declaration: ParameterDeclaration
  readonly value: Seen<string>
  /** NoEcho, or named like a secret: compared in memory, never shown or kept. */
  readonly secret: boolean
  readonly origin: 'default' | 'file' | 'command-line' | 'previous' | 'stack' | 'missing'
  /** Where the value stands; null where the command line gave it. */
  readonly at: Location | null
  /** A value too long for CloudFormation: kept for nothing but to say so. */
  readonly tooLong?: string
}

export interface ResolvedParameters {
  readonly given: ReadonlyMap<string, GivenParameter>
  /** Assignments to names the template doesn't declare. */
  readonly undeclared: readonly Assignment[]
}

/**
 * The value of each declared parameter. Precedence, lowest first: the template's default, the parameter files in the
 * order given, the command line.
 */
export function resolveParameters(
  declarations: ReadonlyMap<string, ParameterDeclaration>,
  assignments: readonly Assignment[],
): ResolvedParameters {
  const last = new Map(assignments.map(assignment => [assignment.name, assignment]))
  const given = new Map<string, GivenParameter>()
  for (const declaration of declarations.values())
    given.set(declaration.name, resolve(declaration, last.get(declaration.name)))
  return {given, undeclared: [...last.values()].filter(({name}) => !declarations.has(name))}
}

function resolve(declaration: ParameterDeclaration, assignment: Assignment | undefined): GivenParameter {
  const secret = declaration.noEcho || namedLikeSecret(declaration.name)
  if (assignment !== undefined) {
    const {value, at, origin} = assignment
    if (value !== null && isTooLong(value)) {
      const gap = unknown('unresolved', `the value of ${declaration.name} is too long`)
      return {declaration, value: gap, secret, origin, at, tooLong: value}
    }
    if (value !== null) return {declaration, value: known(value), secret, origin, at}
    if (origin === 'stack') {
      const hidden = unknown('unresolved', `CloudFormation hides the value of ${declaration.name}`)
      return {declaration, value: hidden, secret: true, origin, at}
    }
    const previous = unknown('unresolved', `${declaration.name} keeps the value that the stack has`)
    return {declaration, value: previous, secret, origin: 'previous', at}
  }
  const fallback = declaration.default
  if (fallback !== null) return {declaration, value: known(fallback.text), secret, origin: 'default', at: fallback.at}
  const missing = unknown('unresolved', `no value is given for ${declaration.name}`)
  return {declaration, value: missing, secret, origin: 'missing', at: declaration.at}
}

/** A fork may have dropped NoEcho; the name still tells what the value is. */
function namedLikeSecret(name: string): boolean {
  return /licen[sc]e|pass(word|wd|phrase|code)|secret|(api|private|access)_?key|token|credential|pwd|auth/i.test(name)
}

export function subjectOf(parameter: GivenParameter): Subject {
  return parameterSubject(parameter.declaration.name, parameter.at)
}

/** The `parameters` fact: each parameter with everything CloudFormation would refuse about its value. */
export function parametersFact(
  {given, undeclared}: ResolvedParameters,
  ruled: ReadonlySet<string> = new Set(),
): FactMap['parameters'] {
  const matcher = new PatternMatcher()
  const declared = [...given.values()].map(parameter => ({
    subject: subjectOf(parameter),
    name: parameter.declaration.name,
    type: parameter.declaration.type,
    origin: parameter.origin,
    secret: parameter.secret,
    ...underRules(judged(parameter, matcher), ruled.has(parameter.declaration.name)),
  }))
  const names = [...given.keys()]
  const strangers = undeclared.map(({name, at}) => ({
    subject: parameterSubject(parameterName(name), at),
    name: parameterName(name),
    type: '',
    origin: 'undeclared' as const,
    secret: true,
    violations: [
      {
        rule: 'undeclared' as const,
        observed: parameterName(name),
        expected: `a parameter of the template${nearest(name, names)}`,
      },
    ],
    unchecked: null,
  }))
  return [...declared, ...strangers]
}

/** A value that breaks nothing else may still be refused by the Rules of the template. */
function underRules(found: Judged, ruled: boolean): Judged {
  if (!ruled || found.violations.length > 0 || found.unchecked !== null) return found
  return {violations: [], unchecked: 'the Rules of the template speak of it, and are not evaluated'}
}

interface Judged {
  readonly violations: readonly Violation[]
  readonly unchecked: string | null
}

function judged({declaration, value, secret, origin, tooLong}: GivenParameter, matcher: PatternMatcher): Judged {
  if (origin === 'missing') {
    return {
      violations: [{rule: 'required', observed: 'no value', expected: 'a value: the template has no default'}],
      unchecked: null,
    }
  }
  if (tooLong !== undefined) return violationsOf(declaration, tooLong, {secret, matcher})
  if (value.state === 'unknown') return {violations: [], unchecked: value.detail}
  return violationsOf(declaration, value.value, {secret, matcher})
}
