import type {FactMap} from '../model/facts.ts'
import {nearest} from '../model/nearest.ts'
import {parameterValueLimitBytes} from '../openvidu/limits.ts'
import {isListType, listItems} from './evaluate.ts'
import type {PatternMatcher} from './pattern.ts'
import type {ParameterDeclaration} from './template.ts'
import {clipped} from './value.ts'

export type Violation = FactMap['parameters'][number]['violations'][number]

/** The shape of a value of each AWS type; that it exists is for AWS to say. */
const awsTypes: ReadonlyMap<string, {readonly shape: RegExp; readonly expected: string}> = new Map([
  ['AWS::EC2::VPC::Id', {shape: /^vpc-[0-9a-f]+$/, expected: 'a VPC id (vpc-...)'}],
  ['AWS::EC2::Subnet::Id', {shape: /^subnet-[0-9a-f]+$/, expected: 'a subnet id (subnet-...)'}],
  ['AWS::EC2::SecurityGroup::Id', {shape: /^sg-[0-9a-f]+$/, expected: 'a security group id (sg-...)'}],
  ['AWS::EC2::Image::Id', {shape: /^ami-[0-9a-f]+$/, expected: 'an AMI id (ami-...)'}],
  ['AWS::EC2::Instance::Id', {shape: /^i-[0-9a-f]+$/, expected: 'an instance id (i-...)'}],
  ['AWS::EC2::Volume::Id', {shape: /^vol-[0-9a-f]+$/, expected: 'a volume id (vol-...)'}],
  [
    'AWS::EC2::AvailabilityZone::Name',
    {shape: /^[a-z]+-[a-z0-9-]+-\d[a-z0-9-]*$/, expected: 'an Availability Zone (us-east-1a)'},
  ],
  ['AWS::EC2::KeyPair::KeyName', {shape: /^.{1,255}$/, expected: 'the name of a key pair'}],
  ['AWS::EC2::SecurityGroup::GroupName', {shape: /^.{1,255}$/, expected: 'the name of a security group'}],
  ['AWS::Route53::HostedZone::Id', {shape: /^[A-Z0-9]{1,32}$/, expected: 'a hosted zone id'}],
])

const ssmName = {
  shape: /^[A-Za-z0-9_.\-/]+(:[A-Za-z0-9_.-]+)?$/,
  expected: 'the name of an SSM parameter (/aws/service/...)',
}

/**
 * Everything in which a value breaks its declaration, after CloudFormation's rules: lists item by item, patterns over
 * the whole value, lengths for String, bounds for Number, the shape of AWS types.
 */
export function violationsOf(
  declaration: ParameterDeclaration,
  value: string,
  {secret, matcher}: {readonly secret: boolean; readonly matcher: PatternMatcher},
): {readonly violations: readonly Violation[]; readonly unchecked: string | null} {
  const list = isListType(declaration.type)
  const parts = list ? listItems(value) : [value]
  const found = new Map<Violation['rule'], Violation>()
  const add = (rule: Violation['rule'], part: string, expected: string): void => {
    // One example of each rule is enough; the sentence has to be read.
    if (!found.has(rule)) found.set(rule, {rule, observed: secret ? 'a hidden value' : `"${clipped(part)}"`, expected})
  }
  let unchecked: string | null = null

  if (isTooLong(value)) {
    // Nothing else is tried on it: CloudFormation refuses it whatever it holds.
    add('max-length', value, `at most ${parameterValueLimitBytes} bytes`)
    return {violations: [...found.values()], unchecked}
  }
  if (list && parts.length === 0 && declaration.type !== 'CommaDelimitedList')
    add('required', value, 'at least one item')
  for (const part of parts) {
    const expected = wrongType(declaration.type, part)
    if (expected !== null) add('type', part, expected)
    const {allowedValues, allowedPattern} = declaration
    if (allowedValues !== null && !allowedValues.includes(part)) add('allowed-values', part, oneOf(allowedValues, part))
    if (allowedPattern !== null) {
      const answer = matcher.matches(allowedPattern, part)
      if (answer === 'differs') add('allowed-pattern', part, `a match of ${clipped(allowedPattern)}`)
      else if (answer !== 'matches') unchecked = answer.unchecked
    }
    bounds(declaration, part, add)
  }
  return {violations: [...found.values()], unchecked}
}

/** Longer than CloudFormation takes a parameter's value to be. */
export function isTooLong(value: string): boolean {
  return Buffer.byteLength(value) > parameterValueLimitBytes
}

/** What the type asks for where the value isn't it, null where it is. */
function wrongType(type: string, value: string): string | null {
  const element = /^List<(.+)>$/.exec(type)?.[1] ?? type
  if (element === 'Number') return isNumber(value) ? null : 'a number'
  if (element.startsWith('AWS::SSM::Parameter::')) {
    // An AMI id is a legal parameter name by its letters, and the usual mistake.
    return ssmName.shape.test(value) && !/^ami-[0-9a-f]+$/.test(value) ? null : ssmName.expected
  }
  const aws = awsTypes.get(element)
  return aws === undefined || aws.shape.test(value) ? null : aws.expected
}

function bounds(
  {type, minLength, maxLength, minValue, maxValue}: ParameterDeclaration,
  value: string,
  add: (rule: Violation['rule'], part: string, expected: string) => void,
): void {
  if (type === 'String') {
    if (minLength !== null && value.length < minLength) add('min-length', value, `at least ${minLength} characters`)
    if (maxLength !== null && value.length > maxLength) add('max-length', value, `at most ${maxLength} characters`)
  }
  if ((type === 'Number' || type === 'List<Number>') && isNumber(value)) {
    if (minValue !== null && Number(value) < minValue) add('min-value', value, `at least ${minValue}`)
    if (maxValue !== null && Number(value) > maxValue) add('max-value', value, `at most ${maxValue}`)
  }
}

function isNumber(value: string): boolean {
  return /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(value.trim())
}

function oneOf(allowed: readonly string[], value: string): string {
  return allowed.length <= 6
    ? `one of ${allowed.join(', ')}`
    : `one of ${allowed.length} allowed values${nearest(value, allowed)}`
}
