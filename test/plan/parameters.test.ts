import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {Problems} from '../../src/model/errors.ts'
import {readOverrides, readParameterFile} from '../../src/plan/parameter-files.ts'
import {parametersFact, resolveParameters} from '../../src/plan/parameters.ts'
import {onlyInJava, PatternMatcher} from '../../src/plan/pattern.ts'
import {assignments, problemsOf, template} from '../support/parse.ts'

const valuesOf = (text: string) => assignments(text).map(({name, value}) => [name, value])

describe('a parameter file', () => {
  it.each([
    [
      'AWS CLI list, JSON',
      '[{"ParameterKey": "A", "ParameterValue": "1"}, {"ParameterKey": "B", "ParameterValue": ""}]',
    ],
    ['AWS CLI list, YAML', '- ParameterKey: A\n  ParameterValue: "1"\n- ParameterKey: B\n  ParameterValue: ""\n'],
    ['AWS CLI list of texts', '["A=1", "B="]'],
    ['template configuration', '{"Parameters": {"A": "1", "B": ""}, "Tags": {"x": "y"}, "StackPolicy": {}}'],
    ['plain map, JSON', '{"A": 1, "B": ""}'],
    ['plain map, YAML', 'A: 1\nB:\n'],
  ])('reads an %s', (_, text) => {
    expect(valuesOf(text)).toEqual([
      ['A', '1'],
      ['B', ''],
    ])
  })

  it('joins a list in a plain map, and keeps what the stack has where it is told to', () => {
    expect(valuesOf('Subnets: [subnet-a, subnet-b]')).toEqual([['Subnets', 'subnet-a,subnet-b']])
    expect(valuesOf('[{"ParameterKey": "A", "UsePreviousValue": true}]')).toEqual([['A', null]])
  })

  it('knows the line of each value', () => {
    expect(assignments('{\n"A": "1",\n"B": "2"}').map(({at}) => at?.line)).toEqual([2, 3])
    expect(assignments('- ParameterKey: A\n  ParameterValue: x\n').map(({at}) => at?.line)).toEqual([2])
  })

  it.each([
    ['"text"', '1: this is a single text, neither a list nor a map of parameters'],
    ['{"A": {"x": 1}}', '1: the value of A must be a single value, not a map'],
    ['{"A": null}', "1: A is null; write '' for an empty value"],
    ['{"Parameters": 1}', '1: Parameters must be a map of names to values'],
    ['{"Parameters": {"A": ["x"]}}', '1: the value of A must be a single value, not a list'],
    ['{"Parameters": {}, "Extra": 1}', '1: a template configuration has only Parameters, Tags and StackPolicy'],
    [
      '[{"ParameterKey": "A", "ParameterValue": 4}]',
      '1: ParameterValue of A must be a string: the AWS CLI refuses anything else',
    ],
    ['[{"ParameterKey": "A"}]', '1: the entry of A has neither ParameterValue nor UsePreviousValue'],
    [
      '[{"ParameterKey": "A", "ParameterValue": "x", "UsePreviousValue": true}]',
      '1: the entry of A has both ParameterValue and UsePreviousValue',
    ],
    ['[{"ParameterKey": "A", "ParameterValue": "x", "Value": 1}]', '1: the entry of A has an unknown key'],
    ['[{"Key": "A"}]', '1: an entry without ParameterKey'],
    ['["A"]', '1: a text in a list of parameters must be KEY=VALUE'],
    ['[["A=1"]]', '1: a list inside a list of parameters'],
    ['["A=1", "A=2"]', '1: the parameter A is given twice'],
    ['{"A": 1, "A": 2}', '1:10 this key stands here twice'],
  ])('refuses %s', (text, problem) => {
    expect(problemsOf(problems => readParameterFile({name: 'p', text}, problems))).toEqual([problem])
  })

  it('quotes no value in any problem', () => {
    const bad = [
      '[{"ParameterKey": "A", "ParameterValue": {"x": "hunter2"}}]',
      '{"A": ["hunter2", ["hunter2"]]}',
      '["hunter2"]',
      'A: "hunter2',
      '{"A": "hunter2" "B"}',
      'A: hunter2: hunter2',
      'A: !hunter2',
      'A: *hunter2',
      '{"A=hunter2": 1, "A=hunter2": 2}',
      '{"A=hunter2": {}}',
    ]
    for (const text of bad) {
      const problems = problemsOf(found => readParameterFile({name: 'p', text}, found))
      expect(problems, text).not.toEqual([])
      expect(problems.join(), text).not.toContain('hunter2')
    }
  })

  it('round-trips any names and values through every format', () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,12}$/)
    const pairs = fc.uniqueArray(fc.tuple(name, fc.string({unit: 'grapheme'})), {
      selector: ([key]) => key,
      maxLength: 6,
      minLength: 1,
    })
    fc.assert(
      fc.property(pairs, given => {
        const map = Object.fromEntries(given)
        const list = given.map(([ParameterKey, ParameterValue]) => ({ParameterKey, ParameterValue}))
        const texts = given.map(([key, value]) => `${key}=${value}`)
        for (const document of [map, {Parameters: map}, list, texts]) {
          // A single parameter that is itself called Parameters reads as a template configuration.
          if (document === map && 'Parameters' in map) continue
          expect(new Map(valuesOf(JSON.stringify(document)) as [string, string][])).toEqual(new Map(given))
        }
        const problems = new Problems()
        expect(readOverrides(texts, problems).map(({name: key, value}) => [key, value])).toEqual(given)
        expect(problems.any).toBe(false)
      }),
    )
  })

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({unit: 'binary'}), fc.json()), text => {
        problemsOf(problems => readParameterFile({name: 'p', text}, problems))
      }),
    )
  })
})

describe('values and their declarations', () => {
  const resources = '\nResources: {A: {Type: "T::T::T"}}'

  function violations(declaration: string, value: string) {
    const {parameters} = template(`Parameters:\n  P: {${declaration}}${resources}`)
    const [found] = parametersFact(resolveParameters(parameters, assignments(JSON.stringify({P: value}))))
    return found === undefined
      ? []
      : [...found.violations.map(({rule}) => rule), ...(found.unchecked === null ? [] : ['unchecked'])]
  }

  it.each([
    ['Type: String, AllowedValues: [a, b]', 'a', []],
    ['Type: String, AllowedValues: [a, b]', 'A', ['allowed-values']],
    ['Type: Number, MinValue: 50', '50', []],
    ['Type: Number, MinValue: 50', '49.5', ['min-value']],
    ['Type: Number, MaxValue: 5', '6', ['max-value']],
    ['Type: Number', 'four', ['type']],
    ['Type: Number', '', ['type']],
    ['Type: String, MinLength: 2, MaxLength: 3', 'a', ['min-length']],
    ['Type: String, MinLength: 2, MaxLength: 3', 'abcd', ['max-length']],
    ['Type: String, AllowedPattern: "[a-z]+"', 'abc', []],
    ['Type: String, AllowedPattern: "[a-z]+"', 'abc1', ['allowed-pattern']],
    ['Type: String, AllowedPattern: "^(?!\\\\s*$).+$"', '  ', ['allowed-pattern']],
    ['Type: String, AllowedPattern: "(a+)+b"', 'a'.repeat(64), ['unchecked']],
    ['Type: String, AllowedPattern: "\\\\p{Alpha}+"', 'abc', ['unchecked']],
    ['Type: CommaDelimitedList, AllowedValues: [a, b]', 'a, b', []],
    ['Type: CommaDelimitedList, AllowedValues: [a, b]', 'a,c', ['allowed-values']],
    ['Type: "List<Number>", MaxValue: 5', '1, 9', ['max-value']],
    ['Type: "AWS::EC2::VPC::Id"', 'vpc-0123456789abcdef0', []],
    ['Type: "AWS::EC2::VPC::Id"', 'subnet-0123', ['type']],
    ['Type: "AWS::EC2::VPC::Id", AllowedPattern: "^.+$"', '', ['type', 'allowed-pattern']],
    ['Type: "List<AWS::EC2::Subnet::Id>"', 'subnet-0a,subnet-0b', []],
    ['Type: "List<AWS::EC2::Subnet::Id>"', 'subnet-0a,,subnet-0b', ['type']],
    ['Type: "List<AWS::EC2::Subnet::Id>"', '', ['required']],
    ['Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"', '/aws/service/ami', []],
    ['Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>"', 'ami-0123456789abcdef0', ['type']],
    ['Type: String', 'x'.repeat(4_097), ['max-length']],
  ])('%s = %s', (declaration, value, expected) => {
    expect(violations(declaration, value)).toEqual(expected)
  })

  it('takes the command line before later files before earlier files before the default', () => {
    const {parameters} = template(
      `Parameters: {P: {Type: String, Default: d}, Q: {Type: String, Default: d}, R: {Type: String, Default: d}}${resources}`,
    )
    const problems = new Problems()
    const given = resolveParameters(parameters, [
      ...assignments('{"P": "1", "Q": "1"}'),
      ...assignments('{"P": "2"}'),
      ...readOverrides(['P=3'], problems),
    ]).given
    expect(
      [...given].map(([name, {value, origin}]) => [name, value.state === 'known' ? value.value : null, origin]),
    ).toEqual([
      ['P', '3', 'command-line'],
      ['Q', '1', 'file'],
      ['R', 'd', 'default'],
    ])
  })

  it('shows no secret: NoEcho, a telling name, or a name the template does not declare', () => {
    const {parameters} = template(
      `Parameters: {A: {Type: String, NoEcho: true, AllowedValues: [x]}, DbPassword: {Type: Number}}${resources}`,
    )
    const resolved = resolveParameters(
      parameters,
      assignments('{"A": "hunter2", "DbPassword": "hunter2", "OpenViduLicence": "hunter2"}'),
    )
    const fact = parametersFact(resolved)
    expect(fact.flatMap(({violations: found}) => found.map(({rule}) => rule))).toEqual([
      'allowed-values',
      'type',
      'undeclared',
    ])
    expect(JSON.stringify(fact)).not.toContain('hunter2')
  })

  it('keeps trying patterns only as long as the run allows', () => {
    const matcher = new PatternMatcher()
    const answers = Array.from({length: 100}, () => matcher.matches('(a+)+b', 'a'.repeat(64)))
    expect(answers.every(answer => typeof answer === 'object')).toBe(true)
    expect(answers.at(-1)).toEqual({unchecked: 'the patterns of this template take too long to try'})
  })

  it.each([
    ['a++', 'a possessive quantifier'],
    ['\\Qa\\E', '"\\Q"'],
    ['[a&&b]', '"&&" in a character class'],
    ['[a[b]]', 'a character class inside another'],
    ['[]a]', '"]" at the start of a character class'],
    ['(?i)a', '"(?i"'],
    ['(?>a)', '"(?>"'],
    ['\\p{L}', '"\\p"'],
    ['a\\z', '"\\z"'],
  ])('refuses %s, which means something else in JavaScript', (pattern, why) => {
    expect(onlyInJava(pattern)).toBe(why)
  })

  it.each(['^(?!\\s*$).+$', '^[A-Za-z0-9, =_.\\-]*$', '(?:a|b){2,3}?', '(?<name>a)\\k<name>', '[^\\]a]\\+', 'a\\.b'])(
    'takes %s',
    pattern => {
      expect(onlyInJava(pattern)).toBeNull()
    },
  )
})
