import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {formatIds} from '../../reports/index.ts'
import {expectGolden} from '../support/golden.ts'
import {run, timeless, transcript} from '../support/run.ts'

const plan = ['check', '--template', 'examples/openvidu-ha.yaml', '--offline']
const wrong = [...plan, '--parameters', 'examples/parameters.json', '--region', 'eu-west-1', '--stack-name', 'video']
const good = [
  ...plan,
  '--parameters',
  'examples/parameters-good.json',
  '--region',
  'eu-west-1',
  '--stack-name',
  'video',
]

/** What a user types, under the name of the file that holds what they get. */
const cases: Readonly<Record<string, readonly string[]>> = {
  'check wrong parameters': wrong,
  'check wrong parameters, gate off': [...wrong, '--fail-on', 'never', '--only', 'certificate'],
  'check good parameters': good,
  'check good parameters, verbose': [...good, '--verbose'],
  'check good parameters, strict': [...good, '--strict', '--only', 'certificate'],
  'check without a name and a region': [
    ...plan,
    '--parameters',
    'examples/parameters-good.json',
    '--only',
    'stack,certificate-arn',
  ],
  'check without parameters': [...plan, '--only', 'stack'],
  'check an unknown area': [...good, '--only', 'netwrk,four-master'],
  'check with everything skipped': [...good, '--only', 'stack', '--skip', 'stack'],
  'check without --offline': ['check', '--template', 'examples/openvidu-ha.yaml', '--only', 'rtc-engine'],
  'check nothing': ['check'],
  'check with a malformed report': [...good, '--report', 'pdf=x'],
  'check with malformed parameters': [...good, '--parameter', 'KeyName', '--parameter', 'A=1', '--parameter', 'A=2'],
  'check with a configuration': [...good, '--config', 'examples/openvidu-doctor.yaml', '--only', 'stack'],
  'check with an unusable configuration': [...good, '--config', 'test/fixtures/configuration/unusable.yaml'],
  'check with a configuration that is not there': [...good, '--config', 'nowhere.yaml'],
  'compare two reports': ['compare', 'test/golden/reports/earlier.json', 'test/golden/reports/sample.json'],
  'compare a plan and a stack': [
    'compare',
    'test/golden/reports/planned.json',
    'test/golden/reports/sample.json',
    '--verbose',
  ],
  'compare a report with itself': ['compare', 'test/golden/reports/sample.json', 'test/golden/reports/sample.json'],
  'compare what is no report': ['compare', 'test/golden/reports/sample.json', 'test/golden/commands.json'],
  'status without a stack': ['status'],
  'help of compare': ['compare', '--help'],
  'checks of an area': ['checks', '--only', 'certificate'],
  'checks as markdown': ['checks', '--only', 'storage', '--format', 'markdown'],
  'checks as json': ['checks', '--only', 'four-masters', '--json'],
  'explain a check': ['explain', 'volume-retention'],
  'explain a slip': ['explain', 'volume-retenton'],
  'schema of nothing': ['schema', 'nothing'],
  'an unknown command': ['chekc'],
  help: ['--help'],
  'help of check': ['check', '--help'],
}

describe('a transcript', () => {
  it.each(Object.entries(cases))('%s', (name, args) => {
    expectGolden(`transcripts/${name}.txt`, transcript(args, run(args)))
  })

  it('is the same bytes twice, but for the time, in every format', () => {
    const folder = mkdtempSync(join(tmpdir(), 'openvidu-doctor-bytes-'))
    const once = () => {
      const files = formatIds.map(id => join(folder, id))
      run([...wrong, ...formatIds.flatMap(id => ['--report', `${id}=${join(folder, id)}`])])
      return files.map(file => timeless(readFileSync(file, 'utf8')))
    }
    try {
      expect(once()).toEqual(once())
    } finally {
      rmSync(folder, {recursive: true, force: true})
    }
  })

  it('has colour only where it is asked for', () => {
    const escapeCharacter = String.fromCharCode(27)
    expect(run(wrong).stdout).not.toContain(escapeCharacter)
    expect(run(wrong, {FORCE_COLOR: '1'}).stdout).toContain(escapeCharacter)
    expect(run(wrong, {FORCE_COLOR: '1', NO_COLOR: '1'}).stdout).not.toContain(escapeCharacter)
  })
})
