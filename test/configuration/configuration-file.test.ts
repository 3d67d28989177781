import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import fc from 'fast-check'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {readConfiguration} from '../../src/configuration/configuration-file.ts'
import type {Configuration} from '../../src/model/configuration.ts'
import {UnusableInput} from '../../src/model/errors.ts'
import {defaultSettings} from '../../src/model/settings.ts'
import {defaultThresholds} from '../../src/model/thresholds.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
})
afterAll(() => rmSync(folder, {recursive: true}))

const checkIds = new Map([
  ['four-masters', 'four-masters'],
  ['ssh-exposure', 'ssh-exposure'],
  ['disk-space', 'disk-space'],
  ['ssh-open', 'ssh-exposure'],
])

function read(text: string | Buffer): Configuration {
  const file = join(folder, 'config.yaml')
  writeFileSync(file, text)
  return readConfiguration(file, {checkIds, today: '2026-11-22'})
}

/** Each problem as `line:column message`, in the order in which it is told. */
function problemsOf(text: string | Buffer): readonly string[] {
  try {
    read(text)
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error
    return error.problems.map(({message, location}) => {
      if (location === null || !('line' in location)) return message
      return `${location.line}:${'column' in location ? location.column : '?'} ${message}`
    })
  }
  return []
}

const whole = `# ours
stack: video
region: eu-west-1
failOn: medium
skip: [secrets, ssh-open]
thresholds:
  diskUsedPercent: 90
severity:
  ssh-open: low
waivers:
  - check: ssh-open
    subject: "sg-*"
    stack: video
    reason: the office
    owner: network team
    expires: 2027-01-31
`

describe('a configuration', () => {
  it('is read, with checks by the names that they have today', () => {
    expect(read(whole)).toEqual({
      file: join(folder, 'config.yaml'),
      stack: 'video',
      region: 'eu-west-1',
      failOn: 'medium',
      settings: {
        thresholds: {...defaultThresholds, diskUsedPercent: 90},
        severity: new Map([['ssh-exposure', 'low']]),
        skip: ['secrets', 'ssh-exposure'],
        waivers: [
          {
            check: 'ssh-exposure',
            subject: 'sg-*',
            stack: 'video',
            reason: 'the office',
            owner: 'network team',
            expires: '2027-01-31',
          },
        ],
      },
    })
  })

  it.each(['', '# nothing yet\n', '{}', 'thresholds: {}'])('of %j sets nothing', text => {
    expect(read(text)).toMatchObject({stack: null, region: null, failOn: null, settings: defaultSettings})
  })
})

const unusable: Readonly<Record<string, readonly [text: string | Buffer, ...problems: string[]]>> = {
  'an unknown key': ['stack: video\ntreshold: {}\n', '2:1 there is no key "treshold"; did you mean "thresholds"?'],
  'an unknown threshold': [
    'thresholds:\n  diskUsedPercentage: 90\n',
    '2:3 there is no key "diskUsedPercentage" in thresholds; did you mean "diskUsedPercent"?',
  ],
  'another case': ['FailOn: low', '1:1 there is no key "FailOn"; did you mean "failOn"?'],
  'wrong types': [
    'stack: [video]\nthresholds:\n  diskUsedPercent: "90"\n  certificateDaysLeft: 2.5\nskip: nodes\nseverity: low\nfailOn:\n',
    '1:8 stack must be a text, not a list',
    '3:20 diskUsedPercent must be a number, not a text',
    '4:24 certificateDaysLeft must be a whole number, not 2.5',
    '5:7 skip must be a list, not a text',
    '6:11 severity must be a map, not a text',
    '7:1 failOn must be one of critical, high, medium, low, never',
  ],
  'numbers out of range': [
    'thresholds: {diskUsedPercent: 101, restartHours: 0}',
    '1:31 diskUsedPercent must be at most 99',
    '1:50 restartHours must be at least 1',
  ],
  'wrong words': [
    'failOn: hihg\nregion: EU\nseverity: {four-masters: hgh}\n',
    '1:9 failOn must be one of critical, high, medium, low, never; did you mean "high"?',
    '2:9 "EU" is no AWS region',
    '3:26 four-masters must be one of critical, high, medium, low, info; did you mean "high"?',
  ],
  'checks that there are not': [
    'skip: [netwrk, four-master]\nseverity: {ssh-exposed: low}\n',
    '1:8 there is no check or area "netwrk"; did you mean "network"?',
    '1:16 there is no check or area "four-master"; did you mean "four-masters"?',
    '2:12 there is no check "ssh-exposed"; did you mean "ssh-exposure"?',
  ],
  'a waiver with half of it missing': [
    'waivers:\n  - check: four-masters\n    subject: "*"\n    stack: video\n    reason: ""\n',
    '2:5 the waiver has no owner; it needs check, subject, stack, reason, owner and expires',
    '2:5 the waiver has no expires; it needs check, subject, stack, reason, owner and expires',
    '5:13 reason must not be empty',
  ],
  'a waiver of too many days': [
    whole.replace('2027-01-31', '2027-05-22'),
    '16:14 expires is 181 days ahead; a waiver lasts 180 days at most',
  ],
  'a waiver of no day': [whole.replace('2027-01-31', '2027-02-31'), '16:14 expires must be a date such as 2027-01-31'],
  'a placeholder pasted': [
    whole.replace('2027-01-31', 'YYYY-MM-DD'),
    '16:14 expires must be a date such as 2027-01-31',
  ],
  'a waiver of an unknown check beside another problem': [
    `${whole.replace('check: ssh-open', 'check: ssh-opn')}x: 1\n`,
    '11:12 there is no check "ssh-opn"',
    '17:1 there is no key "x"',
  ],
  'one waiver twice': [
    `${whole}  - {check: ssh-exposure, subject: "sg-*", stack: video, reason: x, owner: y, expires: 2026-12-01}\n`,
    '17:5 a waiver of the same check, subject and stack stands above',
  ],
  'one check by two names': [
    'severity: {ssh-open: low, ssh-exposure: high}',
    '1:41 this check stands above already, by another of its names',
  ],
  'a key twice': ['stack: a\nstack: b\n', '2:1 the key "stack" stands here twice'],
  'a list': ['- stack', '1:1 the configuration must be a map, not a list'],
  'no YAML': ['a: [b\n', '2:1 not valid YAML: wrong indentation, or a bracket that is never closed'],
  'a tag that does not fit': [
    'stack: a\nfailOn: !!int high\n',
    '2:15 not valid YAML: a value that does not fit its tag',
  ],
  'a tag of another schema': ['failOn: !!timestamp high\n', '1:21 not valid YAML: a value that does not fit its tag'],
  'two documents': ['stack: a\n---\nstack: b\n', '3:1 not valid YAML: more than one document in the file'],
  'an alias': ['skip: &a [nodes]\nwaivers: *a\n', '2:10 aliases (*) are not taken here; write the value out'],
  'a tag': ['stack: !env STACK\n', '1:13 a tag (!) that means nothing here'],
  'a prototype': ['__proto__: {stack: x}\n', '1:1 there is no key "__proto__"'],
  'a merge key': ['<<: {stack: x}\n', '1:1 there is no key "<<"'],
  binary: [Buffer.from([0xff, 0xfe]), 'the configuration is not UTF-8 text'],
  'a text with NUL': ['a\0', 'the configuration is binary, not text'],
  'a huge file': ['#'.repeat(2 ** 20 + 1), 'the configuration is larger than 1 MiB'],
}

describe('a configuration that is no use', () => {
  it.each(Object.entries(unusable))('has %s', (_, [text, ...problems]) => {
    expect(problemsOf(text)).toEqual(problems)
  })

  it('does not exist, or is a folder', () => {
    const known = {checkIds, today: '2026-11-22'}
    expect(() => readConfiguration(join(folder, 'nowhere'), known)).toThrow('the configuration does not exist')
    expect(() => readConfiguration(folder, known)).toThrow('the configuration is a directory, not a file')
  })

  it('is refused soon, however it is made to be slow', () => {
    const names = (count: number, entry: (index: number) => string) =>
      Array.from({length: count}, (_, index) => entry(index))
    const bomb = names(30, index => `k${index}: &a${index} [${index === 0 ? 'x' : `*a${index - 1}, *a${index - 1}`}]`)
    for (const text of [
      bomb.join('\n'),
      '['.repeat(20_000),
      '{a: '.repeat(20_000),
      names(20_000, index => `key${index}: 1`).join('\n'),
      `severity:\n${names(20_000, index => `  four-master${index}: low`).join('\n')}`,
      `skip: [${names(20_000, index => `four-master${index}`).join(', ')}]`,
    ]) {
      const told = problemsOf(text)
      expect(told.length).toBeGreaterThan(0)
      expect(told.length).toBeLessThanOrEqual(50)
      expect(told.join('').length).toBeLessThan(20_000)
    }
  })

  it('ends in problems or a configuration, never in another error, whatever it holds', () => {
    const scalar = fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.double(),
      fc.string(),
      fc.constantFrom('nodes', 'four-masters', 'low'),
    )
    const value = fc.letrec(tie => ({
      any: fc.oneof({maxDepth: 3}, scalar, fc.array(tie('any'), {maxLength: 3}), tie('map')),
      map: fc.dictionary(
        fc.oneof(
          fc.constantFrom('stack', 'skip', 'severity', 'thresholds', 'waivers', 'check', 'expires', 'constructor'),
          fc.string(),
        ),
        tie('any'),
        {maxKeys: 4},
      ),
    })).map
    fc.assert(
      fc.property(value, given => {
        expect(() => problemsOf(JSON.stringify(given))).not.toThrow()
      }),
      {numRuns: 150},
    )
  })
})
