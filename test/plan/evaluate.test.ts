import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {partitionOf} from '../../src/openvidu/partitions.ts'
import {items, property, sketchOf, type Value} from '../../src/plan/value.ts'
import {evaluator} from '../support/parse.ts'

const head = `Parameters:
  Name: {Type: String, Default: alpha}
  Names: {Type: CommaDelimitedList, Default: "a, b ,c"}
  Open: {Type: String}
  Secret: {Type: String, NoEcho: true, Default: hush}
  Image: {Type: "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>", Default: /aws/ami}
Mappings:
  Sizes:
    alpha: {cores: 4}
    beta: {cores: [1, 2]}
Conditions:
  IsAlpha: !Equals [!Ref Name, alpha]
  IsOpen: !Equals [!Ref Open, x]
  Never: !Equals [a, b]
Resources:
  Other: {Type: "T::T::T"}
  Node:
    Type: T::T::T
    Properties:
      Value: `

function evaluate(expression: string, overrides: readonly string[] = []): Value {
  const found = evaluator(`${head}${expression}\n`, overrides, {region: 'eu-west-1', stackName: 'video'})
  const properties = found.template.resources.get('Node')?.properties
  if (properties === null || properties === undefined) throw new Error('no properties')
  const value = property(found.evaluator.value(properties), 'Value')
  return value ?? {kind: 'nothing', at: null}
}

/** Texts and lists as plain data, everything else by its kind and reason. */
function plain(value: Value): unknown {
  switch (value.kind) {
    case 'text':
      return value.text
    case 'list':
      return items(value).map(plain)
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, item]) => [key, plain(item)]))
    case 'attribute':
      return {attribute: sketchOf(value)}
    case 'unresolved':
      return {because: value.because}
    case 'nothing':
      return null
  }
}

describe('the evaluator', () => {
  it.each([
    ['!Ref Name', 'alpha'],
    ['!Ref Names', ['a', 'b', 'c']],
    ['!Ref "AWS::Region"', 'eu-west-1'],
    ['!Ref "AWS::Partition"', 'aws'],
    ['!Ref "AWS::NoValue"', null],
    ['!Ref Image', '{{resolve:ssm:/aws/ami}}'],
    ['!Sub "${Name}-${AWS::StackName}-${!kept}"', 'alpha-video-${kept}'],
    ['!Sub ["${x}/${Name}", {x: !Join ["-", [1, 2]]}]', '1-2/alpha'],
    ['!Join [",", !Ref Names]', 'a,b,c'],
    ['!Join ["", [a, !Ref "AWS::NoValue", b]]', 'ab'],
    ['!Split [".", "c6a.xlarge"]', ['c6a', 'xlarge']],
    ['!Select [1, !Ref Names]', 'b'],
    ['!Select [0, !Split [".", "c6a.xlarge"]]', 'c6a'],
    ['!FindInMap [Sizes, !Ref Name, cores]', '4'],
    ['!FindInMap [Sizes, beta, cores]', ['1', '2']],
    ['!FindInMap [Sizes, gamma, cores, {DefaultValue: 9}]', '9'],
    ['!Base64 abc', 'YWJj'],
    ['{"Fn::Length": !Ref Names}', '3'],
    ['{"Fn::ToJsonString": {a: [1, {b: !Ref Name}]}}', '{"a":["1",{"b":"alpha"}]}'],
    ['!Cidr ["10.0.0.0/16", 3, 8]', ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
    ['!If [IsAlpha, yes, no]', 'yes'],
    ['!If [Never, yes, no]', 'no'],
    ['!If [IsOpen, same, same]', 'same'],
    ['[a, !If [Never, b, !Ref "AWS::NoValue"], c]', ['a', 'c']],
    ['!Ref Other', {attribute: '${Other}'}],
    ['!GetAtt Other.Arn', {attribute: '${Other.Arn}'}],
  ])('resolves %s', (expression, expected) => {
    expect(plain(evaluate(expression))).toEqual(expected)
  })

  it.each([
    ['!Ref Open', 'no value is given for Open'],
    ['!If [IsOpen, a, b]', 'no value is given for Open'],
    ['!Sub "x-${Open}"', 'no value is given for Open'],
    ['!Sub "x-${Other.Arn}"', 'Other.Arn is known once the stack exists'],
    ['!Join ["-", [a, !Ref "AWS::StackId"]]', 'AWS::StackId is known once the stack exists'],
    ['!Select [7, !Ref Names]', 'Fn::Select asks for item 7 of 3'],
    ['!Select ["-1", !Ref Names]', 'Fn::Select asks for item -1 of 3'],
    ['!FindInMap [Sizes, gamma, cores]', 'the mapping Sizes has no gamma, cores'],
    ['!GetAZs ""', 'the Availability Zones are known to AWS only'],
    ['!ImportValue shared', 'another stack exports it'],
    ['!Transform {Name: X}', 'Fn::Transform is computed when the stack is deployed'],
    ['!Join ["-", !Ref Other]', 'Other is known once the stack exists'],
  ])('leaves %s unresolved', (expression, because) => {
    expect(plain(evaluate(expression))).toEqual({because})
  })

  it('decides And and Or as soon as one part decides', () => {
    const text = (condition: string) =>
      `Parameters: {Open: {Type: String}}\nConditions:\n  C: ${condition}\nResources: {A: {Type: "T::T::T"}}`
    const truth = (condition: string) => evaluator(text(condition)).evaluator.condition('C')
    const open = '!Equals [!Ref Open, x]'
    expect(truth(`!And [!Equals [a, b], ${open}]`)).toBe(false)
    expect(truth(`!Or [${open}, !Equals [a, a]]`)).toBe(true)
    expect(truth(`!And [!Equals [a, a], ${open}]`)).toEqual({because: 'no value is given for Open'})
    expect(truth(`!Not [${open}]`)).toEqual({because: 'no value is given for Open'})
    expect(truth('!Equals [A, a]')).toBe(false)
  })

  it('keeps where a value was given, through functions', () => {
    expect(evaluate('!Ref Name')).toMatchObject({at: {line: 2}, parameter: 'Name'})
    expect(evaluate('!Ref Name', ['Name=beta'])).toMatchObject({text: 'beta', at: null, parameter: 'Name'})
    expect(evaluate('!Sub "${Name}"')).toMatchObject({parameter: 'Name'})
    expect(evaluate('!Sub "x${Name}"').parameter).toBeUndefined()
  })

  it('marks what is made from a secret, and sketches nothing of it', () => {
    expect(evaluate('!Sub "a-${Secret}"')).toMatchObject({secret: true})
    expect(sketchOf(evaluate('!Sub "a-${Secret}-${Open}"'))).toBeNull()
    expect(JSON.stringify(plain(evaluate('!Sub "a-${Secret}-${Open}"')))).not.toContain('hush')
  })

  it('sketches a text of which a part is known', () => {
    expect(sketchOf(evaluate('!Sub "arn:${AWS::Partition}:ssm::${AWS::AccountId}:document/${Other}"'))).toBe(
      'arn:aws:ssm::${AWS::AccountId}:document/${Other}',
    )
  })

  it('answers conditions that refer to each other 5,000 deep', () => {
    const chain = Array.from({length: 5_000}, (_, index) => `  C${index + 1}: !Not [!Condition C${index}]`)
    const text = `Conditions:\n  C0: !Equals [a, a]\n${chain.join('\n')}\nResources: {A: {Type: "T::T::T"}}`
    expect(evaluator(text).evaluator.condition('C5000')).toEqual({because: 'conditions refer to each other too deeply'})
  })

  it('splits what it joins, and selects what it listed', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,8}$/)
    fc.assert(
      fc.property(fc.array(word, {minLength: 1, maxLength: 8}), fc.nat(7), (words, index) => {
        const list = `[${words.join(', ')}]`
        expect(plain(evaluate(`!Split ["|", !Join ["|", ${list}]]`))).toEqual(words)
        const selected = plain(evaluate(`!Select [${index}, ${list}]`))
        if (index < words.length) expect(selected).toBe(words[index])
        else expect(selected).toHaveProperty('because')
      }),
      {numRuns: 60},
    )
  })

  it('comes to an answer for any nesting of functions, and never throws', () => {
    const leaf = fc.constantFrom(
      'a',
      '!Ref Name',
      '!Ref Names',
      '!Ref Open',
      '!Ref Other',
      '!GetAtt Other.X',
      '!Ref "AWS::NoValue"',
    )
    const {tree} = fc.letrec<{tree: string}>(tie => ({
      tree: fc.oneof(
        {depthSize: 'small', withCrossShrink: true},
        leaf,
        tie('tree').map(inner => `{"Fn::Base64": ${inner}}`),
        tie('tree').map(inner => `{"Fn::Length": ${inner}}`),
        tie('tree').map(inner => `{"Fn::ToJsonString": ${inner}}`),
        fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => `{"Fn::Join": [${one}, ${other}]}`),
        fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => `{"Fn::Split": [${one}, ${other}]}`),
        fc.tuple(tie('tree'), tie('tree')).map(([one, other]) => `{"Fn::Select": [${one}, ${other}]}`),
        fc
          .tuple(fc.constantFrom('IsAlpha', 'IsOpen', 'Never'), tie('tree'), tie('tree'))
          .map(([name, one, other]) => `{"Fn::If": [${name}, ${one}, ${other}]}`),
        fc.array(tie('tree'), {maxLength: 3}).map(parts => `[${parts.join(', ')}]`),
      ),
    }))
    fc.assert(
      fc.property(tree, expression => {
        expect(['text', 'list', 'map', 'attribute', 'unresolved', 'nothing']).toContain(evaluate(expression).kind)
      }),
      {numRuns: 200},
    )
  })

  it('never resolves what depends on a value that is not given', () => {
    const around = fc.constantFrom(
      (inner: string) => `{"Fn::Base64": ${inner}}`,
      (inner: string) => `{"Fn::Join": ["-", [a, ${inner}]]}`,
      (inner: string) => `{"Fn::Split": ["-", ${inner}]}`,
      (inner: string) => `{"Fn::Select": [0, [${inner}]]}`,
      (inner: string) => `{"Fn::Sub": ["\${v}", {v: ${inner}}]}`,
    )
    fc.assert(
      fc.property(fc.array(around, {maxLength: 6}), layers => {
        const expression = layers.reduce((inner, wrap) => wrap(inner), '!Ref Open')
        expect(evaluate(expression).kind).toBe('unresolved')
      }),
      {numRuns: 100},
    )
  })

  it.each([
    ['eu-west-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('puts %s into the partition %s', (region, partition) => {
    expect(partitionOf(region)).toBe(partition)
  })
})
