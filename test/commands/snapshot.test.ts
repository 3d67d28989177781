import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Ajv2020} from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {run} from '../support/run.ts'
import {projectRoot} from '../support/snapshots.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
})
afterAll(() => rmSync(folder, {recursive: true}))

const plan = [
  'check',
  '--template',
  'examples/openvidu-ha.yaml',
  '--parameters',
  'examples/parameters.json',
  '--region',
  'eu-west-1',
  '--stack-name',
  'video',
  '--offline',
]

describe('a saved snapshot', () => {
  it('is what its JSON Schema says', () => {
    const file = join(folder, 'schema.json')
    run([...plan, '--save-snapshot', file])
    const ajv = new Ajv2020({strict: false})
    addFormats.default(ajv)
    const schema = JSON.parse(readFileSync(join(projectRoot, 'schemas/snapshot.schema.json'), 'utf8')) as object
    const validate = ajv.compile(schema)
    expect(validate(JSON.parse(readFileSync(file, 'utf8'))), JSON.stringify(validate.errors)).toBe(true)
  })

  it('gives the same report again, but for its time and that it is a replay', () => {
    const file = join(folder, 'plan.json')
    const live = run([...plan, '--json', '--save-snapshot', file])
    const replay = run(['check', '--from', file, '--json'])
    const comparable = (stdout: string) => {
      const report = JSON.parse(stdout) as {generatedAt: string; target: {replayed: boolean}}
      return {...report, generatedAt: '', target: {...report.target, replayed: false}}
    }
    expect(comparable(replay.stdout)).toEqual(comparable(live.stdout))
    expect(replay.code).toBe(live.code)
    expect(JSON.parse(replay.stdout)).toMatchObject({target: {kind: 'planned', replayed: true}})
  })

  it('holds no secret value, and neither does any report', () => {
    const file = join(folder, 'secret.json')
    const markdown = join(folder, 'report.md')
    const secrets = [
      '--parameter',
      'OpenViduLicense=hunter2-licence',
      '--parameter',
      'InitialMeetAdminPassword=hunter2 /',
      '--parameter',
      'OpenViduLicence=hunter2-typo',
    ]
    const {stdout, stderr} = run([
      ...plan,
      ...secrets,
      '--json',
      '--save-snapshot',
      file,
      '--report',
      `markdown=${markdown}`,
    ])
    for (const text of [stdout, stderr, readFileSync(file, 'utf8'), readFileSync(markdown, 'utf8')])
      expect(text).not.toContain('hunter2')
    expect(stdout).toContain('OpenViduLicence')
  })
})
