import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {run} from '../support/run.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
})
afterAll(() => rmSync(folder, {recursive: true}))

const ha = 'Description: OpenVidu Pro - High Availability\n'
const one = 'Resources:\n  OpenViduMasterNode1:\n    Type: AWS::EC2::Instance\n'
const bomb = [...'abcdefgh'].map(
  (name, index) => `${name}: &${name} [${Array(9).fill(index === 0 ? 'x' : `*${'abcdefgh'[index - 1]}`)}]`,
)

/** File content, and the first line that the user reads: file and position where there is one, then what is wrong. */
const templates: Readonly<Record<string, readonly [content: string | Buffer, message: string]>> = {
  'not YAML': [
    `${ha}a: [b\nc: }`,
    ':3:1: not valid YAML or JSON: wrong indentation, or a bracket that is never closed',
  ],
  empty: ['', ': the template is empty'],
  binary: [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0xfe]), ': the template is not UTF-8 text'],
  'text with NUL': ['a: b\0', ': the template is binary, not text'],
  '50 MB': ['#'.repeat(50_000_000), ': the template is 47.7 MiB; CloudFormation takes 1.0 MiB at most'],
  'an alias bomb': [bomb.join('\n'), ':6:23: aliases expand to far more than the file holds'],
  'deep nesting': ['['.repeat(20_000), 'nested too deeply'],
  'duplicate keys': [`${ha}${one}    Type: AWS::EC2::Instance\n`, ':5:5: the key "Type" stands here twice'],
  'an unknown tag': [`${ha}${one}    Properties: {Value: !Reff x}\n`, ':5:31: CloudFormation knows no tag "!Reff"'],
  'an unknown function': [
    `${ha}${one}    Properties: {Value: {"Fn::Nope": x}}\n`,
    ':5: CloudFormation has no function "Fn::Nope"',
  ],
  'circular Refs': [
    `${ha}${one}    Properties: {Value: !Ref OpenViduMasterNode1}\n`,
    ':3: circular resources: OpenViduMasterNode1 -> OpenViduMasterNode1',
  ],
  'circular conditions': [`${ha}Conditions: {A: !Not [!Condition A]}\n${one}`, ':2: circular conditions: A -> A'],
  'a Ref to nothing': [
    `${ha}${one}    Properties: {Value: !Ref Noone}\n`,
    ':5: Ref to "Noone", which is neither a parameter nor a resource',
  ],
  'no Resources': [`${ha}Parameters: {}\n`, ':1: the template has no Resources'],
  'a list': ['- a\n- b\n', ':1: this is a list, not a CloudFormation template'],
  'an unrelated template': [
    'Resources: {B: {Type: "AWS::S3::Bucket"}}\n',
    ': this is a template of something else, not OpenVidu High Availability',
  ],
  'OpenVidu Elastic': [
    `Description: OpenVidu Pro - Elastic\n${one}`,
    ': this is the template of OpenVidu Elastic, not OpenVidu High Availability',
  ],
  'OpenVidu Single Node': [
    `Description: OpenVidu Community - Single Node\n${one}`,
    ': this is the template of OpenVidu Single Node Community, not OpenVidu High Availability',
  ],
  'a renamed Single Node': [
    `Description: ours\n${one}`,
    ': this has no group of media nodes: it looks like OpenVidu Single Node, not OpenVidu High Availability',
  ],
}

const parameterFiles: Readonly<Record<string, readonly [content: string, message: string]>> = {
  'a text': ['"text"', ':1: this is a single text, neither a list nor a map of parameters'],
  'wrong types': ['{\n"DomainName": {"a": 1}}', ':2: the value of DomainName must be a single value, not a map'],
  'a number in a CLI list': [
    '[{"ParameterKey": "A", "ParameterValue": 4}]',
    ':1: ParameterValue of A must be a string: the AWS CLI refuses anything else',
  ],
  'duplicates in a map': ['{"A": 1,\n"A": 2}', ':2:1: this key stands here twice'],
  'duplicates in a list': ['["A=1", "A=2"]', ':1: the parameter A is given twice'],
  'broken JSON': ['{"OpenViduLicense": "hunter2" "x"}', ':1:31: not valid YAML or JSON'],
}

describe('a template that is no use', () => {
  it.each(Object.entries(templates))('%s', (name, [content, message]) => {
    const file = join(folder, `${name}.yaml`)
    writeFileSync(file, content)
    expectRefusal(['check', '--offline', '--template', file], file, message)
  })

  it('is missing', () => {
    expectRefusal(
      ['check', '--offline', '--template', join(folder, 'nowhere')],
      join(folder, 'nowhere'),
      ': the template does not exist',
    )
  })

  it('is a directory', () => {
    const file = join(folder, 'directory')
    mkdirSync(file)
    expectRefusal(['check', '--offline', '--template', file], file, ': the template is a directory, not a file')
  })
})

describe('a parameter file that is no use', () => {
  it.each(Object.entries(parameterFiles))('%s', (name, [content, message]) => {
    const file = join(folder, `${name}.json`)
    writeFileSync(file, content)
    const refused = expectRefusal(
      ['check', '--offline', '--template', 'examples/openvidu-ha.yaml', '--parameters', file],
      file,
      message,
    )
    expect(refused).not.toContain('hunter2')
  })
})

it('reads no more of a device than a file may hold', () => {
  expectRefusal(
    ['check', '--offline', '--template', '/dev/zero'],
    '/dev/zero',
    ': the template is endless or very large',
  )
  expectRefusal(['check', '--from', '/dev/zero'], '/dev/zero', ': the snapshot is larger than any')
})

it('takes no longer for texts made to be slow', () => {
  const slow = (name: string, content: string): string => {
    const file = join(folder, name)
    writeFileSync(file, content)
    return file
  }
  const opened = slow('opened.yaml', `${ha}${one}    Properties: {Value: !Sub '${'${'.repeat(300_000)}'}\n`)
  expect(run(['check', '--offline', '--template', opened, '--fail-on', 'never']).code).toBe(0)
  const aliases = slow(
    'aliases.yaml',
    `${ha}${one}    Properties: {A: &a !Sub '${'x'.repeat(300_000)}', B: [${Array(50_000).fill('*a').join(', ')}]}\n`,
  )
  expect(run(['check', '--offline', '--template', aliases]).code).toBe(2)
  const digits = slow(
    'digits.json',
    JSON.stringify({MaxNumberOfMediaNodes: `${'1'.repeat(500_000)}x`, DomainName: `*${'.'.repeat(400_000)}x`}),
  )
  const {stdout, code} = run(['check', '--offline', '--template', 'examples/openvidu-ha.yaml', '--parameters', digits])
  expect(code).toBe(1)
  expect(stdout).toContain('at most 4096 bytes')
  expect(stdout.length).toBeLessThan(20_000)
})

it('tells the missing files beside the other problems', () => {
  const broken = join(folder, 'broken.json')
  writeFileSync(broken, '{"A": null}')
  const {stderr} = run([
    'check',
    '--offline',
    '--template',
    join(folder, 'gone.yaml'),
    '--parameters',
    broken,
    '--parameters',
    join(folder, 'gone.json'),
  ])
  expect(stderr.match(/^Error: /gm)).toHaveLength(3)
})

it('takes a slip in the region for what it is', () => {
  const {stderr, code} = run(['check', '--offline', '--template', 'examples/openvidu-ha.yaml', '--region', 'EU-WEST-1'])
  expect(code).toBe(2)
  expect(stderr).toContain('"EU-WEST-1" is no AWS region')
})

it('tells the problems of all files at once', () => {
  const template = join(folder, 'two.yaml')
  const parameters = join(folder, 'two.json')
  writeFileSync(template, `${ha}${one}    Properties: {A: !Ref B, C: !GetAtt D.E}\n`)
  writeFileSync(parameters, '{"A": null, "B": [["x"]]}')
  const {stderr, code} = run(['check', '--offline', '--template', template, '--parameters', parameters])
  expect(code).toBe(2)
  expect(stderr.match(/^Error: /gm)).toHaveLength(4)
})

it('shows no control characters of a hostile file', () => {
  const file = join(folder, 'hostile.yaml')
  writeFileSync(file, `${ha}Resources:\n  "\\e]0;owned\\a\\e[31m\\u202e": 4\n`)
  const {stderr} = run(['check', '--offline', '--template', file])
  expect(stderr).toContain('\\u{1b}]0;owned\\u{7}')
  const printable = [...stderr].every(character => character === '\n' || (character >= ' ' && character <= '~'))
  expect(printable).toBe(true)
})

it('refuses a snapshot that is none, and says where', () => {
  const file = join(folder, 'snapshot.json')
  writeFileSync(file, '{"schemaVersion": "1", "facts": {"region": {"state": "perhaps"}}}')
  expectRefusal(['check', '--from', file], file, ': not a snapshot: ')
  writeFileSync(file, 'not json')
  expectRefusal(['check', '--from', file], file, ': is not JSON')
})

it('writes over nothing that it reads, and no two documents into one file', () => {
  const parameters = join(folder, 'kept.json')
  writeFileSync(parameters, '{}')
  const plan = ['check', '--offline', '--template', 'examples/openvidu-ha.yaml', '--parameters', parameters]
  expectRefusal([...plan, '--report', `json=${parameters}`], parameters, ': is written to, but is also read')
  const report = join(folder, 'report.out')
  expectRefusal([...plan, '--report', `json=${report}`, '--report', `markdown=${report}`], report, ': is written to')
})

it('says which file it can not write', () => {
  const report = join(folder, 'nowhere', 'report.md')
  const {stderr, code} = run([
    'check',
    '--offline',
    '--template',
    'examples/openvidu-ha.yaml',
    '--report',
    `markdown=${report}`,
  ])
  expect(code).toBe(2)
  expect(stderr).toContain(`Error: ${report}: cannot be written (ENOENT)`)
})

function expectRefusal(args: readonly string[], file: string, message: string): string {
  const {stdout, stderr, code} = run(args)
  expect(stdout).toBe('')
  const line = stderr.split('\n').find(told => told.startsWith(`Error: ${file}`) && told.includes(message))
  expect(line, stderr).toBeDefined()
  expect(stderr).toMatch(/\nNext: {2}\S/)
  expect(code).toBe(2)
  return stderr
}
