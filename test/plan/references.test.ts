import {describe, expect, it} from 'vitest'
import {checkReferences, circlesIn} from '../../src/plan/references.ts'
import {readTemplate} from '../../src/plan/template.ts'
import {parsed, problemsOf} from '../support/parse.ts'

const problemsIn = (text: string) =>
  problemsOf(problems => {
    const template = readTemplate(parsed(text), problems)
    if (template !== null) checkReferences(template, problems)
  })

const resource = (properties: string) =>
  `Parameters:\n  Size: {Type: String}\nResources:\n  Node:\n    Type: AWS::EC2::Instance\n    Properties:\n      Value: ${properties}\n  Other:\n    Type: AWS::EC2::Instance\n`

describe('references of a template', () => {
  it.each([
    ['Ref to a parameter, a resource and a pseudo parameter', '[!Ref Size, !Ref Other, !Ref "AWS::StackId"]'],
    ['GetAtt and Sub', '!Sub ["${Other.Arn} ${own} ${!Literal}", {own: !GetAtt Other.Id}]'],
    ['functions within functions', '!Select [0, !Split [".", !Ref Size]]'],
    ['a map with a key named Condition, as policies have', '{Condition: {StringEquals: {a: b}}}'],
  ])('accepts %s', (_, value) => {
    expect(problemsIn(resource(value))).toEqual([])
  })

  it.each([
    ['!Ref Sise', 'Ref to "Sise", which is neither a parameter nor a resource; did you mean "Size"?'],
    ['!GetAtt Nothing.Arn', 'Fn::GetAtt to "Nothing", which is no resource'],
    ['!Sub "${Otter.Arn}"', '${Otter.Arn} in Fn::Sub refers to "Otter", which is no resource; did you mean "Other"?'],
    ['!If [Missing, a, b]', 'there is no condition "Missing"'],
    ['!FindInMap [Images, a, b]', 'Fn::FindInMap names "Images", which is no mapping'],
    ['!Select [0]', 'Fn::Select takes a list of 2'],
    ['!Or [a]', 'Fn::Or takes a list of 2 to 10'],
    ['{"Fn::Joyn": [a, b]}', 'CloudFormation has no function "Fn::Joyn"; did you mean "Fn::Join"?'],
    ['{"Fn::Join": [a, [b]], other: c}', 'Fn::Join must stand alone in its map'],
    ['!Ref [Size]', 'Ref takes a name'],
  ])('refuses %s', (value, message) => {
    expect(problemsIn(resource(value))).toEqual([`7: ${message}`])
  })

  it('refuses a dependency on nothing, a missing condition and a resource in a condition', () => {
    const text =
      'Conditions:\n  C: !Equals [!Ref Node, a]\nResources:\n  Node:\n    Type: T::T::T\n    DependsOn: [Nope]\n    Condition: D\n'
    expect(problemsIn(text)).toEqual([
      '2: Ref to the resource Node in a condition, which sees parameters only',
      '4: there is no condition "D"; did you mean "C"?',
      '4: Node depends on "Nope", which is no resource; did you mean "Node"?',
    ])
  })

  it('names circles of conditions and of resources', () => {
    const text = [
      'Conditions:',
      '  A: !Not [!Condition B]',
      '  B: !If [A, true, false]',
      'Resources:',
      '  One: {Type: "T::T::T", Properties: {x: !Ref Two}}',
      '  Two: {Type: "T::T::T", DependsOn: One}',
    ].join('\n')
    expect(problemsIn(text)).toEqual([
      '2: circular conditions: A -> B -> A',
      '5: circular resources: One -> Two -> One',
    ])
  })

  it('walks a chain of 100,000 without running out of stack', () => {
    const chain = new Map(Array.from({length: 100_000}, (_, index) => [`n${index}`, new Set([`n${index + 1}`])]))
    expect(circlesIn(chain)).toEqual([])
    chain.set('n100000', new Set(['n99999']))
    expect(circlesIn(chain)).toEqual([['n99999', 'n100000']])
  })
})

describe('the sections of a template', () => {
  it.each([
    ['a: 1', ['1: a template has no section "a"', '1: the template has no Resources']],
    [
      'Resorces: {}',
      ['1: a template has no section "Resorces"; did you mean "Resources"?', '1: the template has no Resources'],
    ],
    ['Resources: {}', ['1: the template has no Resources']],
    ['Resources: []', ['1: Resources must be a map']],
    ['just text', ['1: this is a text, not a CloudFormation template']],
    ['[a]', ['1: this is a list, not a CloudFormation template']],
    ['Resources: {A: 5}', ['1: the resource A must be a map']],
    ['Resources: {A: {}}', ['1: the resource A has no Type']],
    ['Resources: {A: {Type: "T::T::T", Properties: []}}', ['1: Properties of the resource A must be a map']],
    [
      'Transform: Macro\nResources: {A: {Type: "T::T::T"}}',
      ['1: the macro Macro rewrites the template when it is deployed: check the processed template'],
    ],
    [
      'Resources: {"Fn::ForEach::X": [a]}',
      ['1: Fn::ForEach makes resources when it is deployed: check the processed template'],
    ],
    [
      'Parameters: {P: {Type: Text}}\nResources: {A: {Type: "T::T::T"}}',
      ['1: the parameter P has an unknown Type "Text"'],
    ],
    [
      'Parameters: {P: {Type: Number, MinValue: few}}\nResources: {A: {Type: "T::T::T"}}',
      ['1: MinValue of the parameter P must be a number'],
    ],
    [
      'Parameters: {P: {Type: String, AllowedValues: a}}\nResources: {A: {Type: "T::T::T"}}',
      ['1: AllowedValues of the parameter P must be a list of single values'],
    ],
  ])('%s', (text, expected) => {
    expect(problemsIn(text)).toEqual(expected)
  })

  it('tells all of them at once', () => {
    expect(problemsIn('Resources:\n  A: 5\n  B: {}\nParameters:\n  P: 3\nOops: 1\n')).toHaveLength(4)
  })
})
