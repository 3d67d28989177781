import {copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Log} from 'sarif'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {callsIn, parsed, recorder, textOf, type Workplace, workplace, yamlOf} from '../support/ci.ts'
import {complaintsOf} from '../support/github-schemas.ts'
import type {Run} from '../support/run.ts'
import {projectRoot} from '../support/snapshots.ts'

interface Step {
  readonly id?: string
  readonly name: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly shell?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, string>>
}

interface Action {
  readonly inputs: Readonly<Record<string, {readonly description: string; readonly default?: string}>>
  readonly outputs: Readonly<Record<string, {readonly value: string}>>
  readonly runs: {readonly steps: readonly Step[]}
}

const action = yamlOf<Action>('action.yml')
const stepOf = (name: string) => {
  const step = action.runs.steps.find(one => one.name === name)
  if (step?.run === undefined) throw new Error(`the action has no script ${name}`)
  return step
}
/** How GitHub starts the scripts of `shell: bash`. */
const bash = ['bash', '--noprofile', '--norc', '-eo', 'pipefail']
const files = {template: 'plan.yaml', parameters: 'parameters.json'}

describe('the action', () => {
  let place: Workplace
  let temporary: string

  beforeEach(() => {
    place = workplace()
    temporary = join(place.folder, '..', 'temporary')
    mkdirSync(temporary)
    copyFileSync(join(projectRoot, 'examples/openvidu-ha.yaml'), join(place.folder, files.template))
    copyFileSync(join(projectRoot, 'examples/parameters.json'), join(place.folder, files.parameters))
  })

  afterEach(() => place[Symbol.dispose]())

  /** Runs a step as GitHub does: its environment with the inputs in place, and a file for its outputs. */
  async function step(
    name: string,
    inputs: Readonly<Record<string, string>> = {},
    changed: Readonly<Record<string, string>> = {},
  ): Promise<Run & {readonly outputs: Readonly<Record<string, string>>}> {
    const {run = '', env = {}} = stepOf(name)
    const given = Object.entries(env).map(([variable, value]) => {
      const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1]
      return [variable, input === undefined ? '' : (inputs[input] ?? action.inputs[input]?.default ?? '')]
    })
    const outputs = join(temporary, `outputs-of-${name}`)
    writeFileSync(outputs, '')
    const finished = await place.run(bash, run, {
      ...Object.fromEntries(given),
      DOCTOR_NODE: process.execPath,
      DOCTOR_CLI: join(projectRoot, 'bin/run.js'),
      GITHUB_ACTION_PATH: projectRoot,
      GITHUB_OUTPUT: outputs,
      GITHUB_STEP_SUMMARY: join(temporary, 'summary.md'),
      RUNNER_TEMP: temporary,
      ...changed,
    })
    return {...finished, outputs: outputsIn(readFileSync(outputs, 'utf8'))}
  }

  /** What check would be called with. */
  async function wordsFor(inputs: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const file = join(temporary, 'calls')
    rmSync(file, {force: true})
    place.standIn('record', recorder(file))
    await step('Check', {reports: 'out', ...inputs}, {DOCTOR_NODE: 'record', DOCTOR_CLI: 'run.js'})
    const [[cli, ...words] = []] = callsIn(file)
    expect(cli).toBe('run.js')
    return words.filter(word => !word.startsWith('--report='))
  }

  it('tells a plan with faults everywhere at once, and ends well so that reports are uploaded', async () => {
    const {stdout, stderr, code, outputs} = await step('Check', {...files, region: 'eu-west-1', 'stack-name': 'video'})
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toMatch(/^::error file=parameters\.json,line=\d+,title=CRITICAL/)
    expect(readFileSync(join(temporary, 'summary.md'), 'utf8')).toMatch(/^# ✗ FAIL: planned stack/)
    expect(outputs).toMatchObject({'exit-code': '1', verdict: 'fail'})
    const sarif = JSON.parse(readFileSync(outputs.sarif ?? '', 'utf8')) as Log
    expect(sarif.runs[0]?.results?.length).toBeGreaterThan(0)
    expect(readFileSync(outputs.html ?? '', 'utf8')).toMatch(/^<!doctype html>/i)
    expect(JSON.parse(readFileSync(outputs.json ?? '', 'utf8'))).toMatchObject({summary: {verdict: 'fail'}})
    // Nothing among the files that are checked out.
    expect(readdirSync(place.folder).toSorted()).toEqual([files.parameters, files.template])
  })

  it('takes any name of a file, runs nothing of it, and has paths from the root of the repository', async () => {
    const folder = `in fra/$(touch ran) \`touch ran\`;touch ran;"quoted" 'too'`
    const template = '-- plan\n--json.yaml'
    mkdirSync(join(place.folder, folder), {recursive: true})
    copyFileSync(join(place.folder, files.template), join(place.folder, folder, template))
    copyFileSync(join(place.folder, files.parameters), join(place.folder, folder, '--strict'))
    const {stdout, code, outputs} = await step('Check', {
      template,
      parameters: '--strict',
      'working-directory': folder,
      reports: 'reports\nverdict=pass',
      region: 'eu-west-1',
      only: 'certificate-arn',
      parameter: 'DomainName=$(touch ran)\r\n\nEnvironment=a b',
    })
    expect(code).toBe(0)
    expect(outputs).toEqual({
      'exit-code': '1',
      verdict: 'fail',
      sarif: `${folder}/reports\nverdict=pass/doctor.sarif`,
      html: `${folder}/reports\nverdict=pass/doctor.html`,
      json: `${folder}/reports\nverdict=pass/doctor.json`,
    })
    const sarif = JSON.parse(readFileSync(join(place.folder, outputs.sarif ?? ''), 'utf8')) as Log
    const uri = sarif.runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? ''
    expect(decodeURIComponent(uri)).toBe(`${folder}/--strict`)
    expect(
      stdout
        .split('\n')
        .filter(line => line.startsWith('::'))
        .every(line => line.startsWith('::error file=in fra/')),
    ).toBe(true)
    expect(existsSync(join(place.folder, 'ran'))).toBe(false)
    expect(existsSync(join(place.folder, folder, 'ran'))).toBe(false)
  })

  it('has no report of what could not be read, none of an earlier run either', async () => {
    mkdirSync(join(place.folder, 'out'))
    writeFileSync(join(place.folder, 'out', 'doctor.sarif'), 'of an earlier run')
    const {stdout, stderr, code, outputs} = await step('Check', {template: 'none\n::error::x', reports: 'out'})
    expect(code).toBe(0)
    expect(outputs).toEqual({'exit-code': '2', verdict: '', sarif: '', html: '', json: ''})
    expect(stdout).toBe(
      '::error title=openvidu-doctor::Nothing was examined (exit code 2). The log of this step says why.\n',
    )
    expect(stderr).toMatch(/^Error: none/)
    expect(stderr).not.toMatch(/^::/m)
  })

  it('hands every input on as one word', async () => {
    const all = await wordsFor({
      template: 't.yaml',
      parameters: 'a.json\nb c.json\n\n/d.json\n',
      parameter: 'A=1\nB=two words',
      'stack-name': 'video',
      wait: '15m',
      region: 'eu-west-1',
      'fail-on': 'low',
      strict: 'true',
      only: 'network,four-masters',
      skip: 'nodes',
      config: 'doctor.yaml',
      args: '--no-nodes\n--timeout\n300\n--profile\n* $HOME',
      'working-directory': 'infra/',
      stack: '--help',
    })
    expect(all).toEqual([
      'check',
      '--format=github',
      '--template=infra/t.yaml',
      '--offline',
      '--parameters=infra/a.json',
      '--parameters=infra/b c.json',
      '--parameters=/d.json',
      '--parameter=A=1',
      '--parameter=B=two words',
      '--stack-name=video',
      '--wait=15m',
      '--region=eu-west-1',
      '--fail-on=low',
      '--strict',
      '--only=network,four-masters',
      '--skip=nodes',
      '--config=infra/doctor.yaml',
      '--no-nodes',
      '--timeout',
      '300',
      '--profile',
      '* $HOME',
      '--',
      '--help',
    ])
    await parsed(all)
  })

  it('is offline of plans only, and asks AWS where it is told to', async () => {
    expect(await wordsFor({template: 't.yaml', offline: 'false'})).toEqual([
      'check',
      '--format=github',
      '--template=t.yaml',
    ])
  })

  it('finds the configuration beside the template, and leaves the gate to it', async () => {
    mkdirSync(join(place.folder, 'infra'))
    const beside = {template: 't.yaml', 'working-directory': 'infra'}
    expect(await wordsFor(beside)).not.toContain('--config=infra/.openvidu-doctor.yaml')
    writeFileSync(join(place.folder, 'infra', '.openvidu-doctor.yaml'), 'failOn: never\n')
    expect(await wordsFor(beside)).toContain('--config=infra/.openvidu-doctor.yaml')
    const {outputs} = await step('Check', {...files, config: 'infra/.openvidu-doctor.yaml', region: 'eu-west-1'})
    expect(outputs).toMatchObject({'exit-code': '0', verdict: 'fail'})
  })

  it('asks for a deployed stack of any name', async () => {
    // Without credentials: what it is called with is understood, and nobody is asked.
    const {code, outputs, stderr} = await step('Check', {
      stack: 'video',
      region: 'eu-west-1',
      wait: '15m',
      only: 'stack',
    })
    expect(code).toBe(0)
    expect(stderr).toContain('credentials')
    expect(outputs['exit-code']).toBe('3')
  })

  it.each(['strict', 'offline'])('refuses a %s that is neither true nor false', async input => {
    const {stdout, code, outputs} = await step('Check', {...files, [input]: '::warning::yes'})
    expect(code).toBe(2)
    expect(stdout).toBe(`::error title=openvidu-doctor::The input "${input}" takes true or false.\n`)
    expect(outputs).toEqual({})
  })

  it('ends with the exit code of the check, after the upload', async () => {
    for (const code of [0, 1, 4, 70]) expect((await step('Gate', {}, {EXIT_CODE: String(code)})).code).toBe(code)
    expect(action.runs.steps.map(({name}) => name)).toEqual([
      'Install openvidu-doctor',
      'Check',
      'Upload SARIF',
      'Gate',
    ])
    const [, , upload, gate] = action.runs.steps
    expect(upload?.if).toBe("${{ !cancelled() && inputs.upload-sarif == 'true' && steps.check.outputs.sarif != '' }}")
    expect(gate?.if).toBe("${{ !cancelled() && steps.check.outputs.exit-code != '' }}")
  })

  it('builds its own repository once a job, whatever NODE_ENV is', async () => {
    const home = join(temporary, 'action')
    mkdirSync(join(home, 'action'), {recursive: true})
    copyFileSync(join(projectRoot, 'action/install.sh'), join(home, 'action/install.sh'))
    const calls = join(temporary, 'calls')
    place.standIn('npm', `pwd >>'${temporary}/where'; ${recorder(calls)}`)
    const first = await step('Install openvidu-doctor', {}, {GITHUB_ACTION_PATH: home, NODE_ENV: 'production'})
    const second = await step('Install openvidu-doctor', {}, {GITHUB_ACTION_PATH: home})
    expect(callsIn(calls)).toEqual([
      ['ci', '--include=dev'],
      ['run', '--silent', 'build'],
    ])
    expect(readFileSync(join(temporary, 'where'), 'utf8')).toBe(`${home}\n${home}\n`)
    expect(first.outputs).toEqual({node: `${home}/node_modules/.bin/node`, cli: `${home}/bin/run.js`})
    expect(second.outputs).toEqual(first.outputs)
  })

  it('tells that an installation failed', async () => {
    place.standIn('npm', 'exit 7')
    const {code, outputs} = await step('Install openvidu-doctor')
    expect(code).toBe(7)
    expect(outputs).toEqual({})
  })

  it('installs a version from npm, and nothing else that npm would take', async () => {
    const calls = join(temporary, 'calls')
    place.standIn('npm', recorder(calls))
    const {outputs} = await step('Install openvidu-doctor', {version: '1.2.3-beta.1'})
    expect(callsIn(calls)).toEqual([['install', '--no-audit', '--no-fund', 'openvidu-doctor@1.2.3-beta.1', 'node@24']])
    const home = join(temporary, 'openvidu-doctor-1.2.3-beta.1')
    expect(outputs).toEqual({
      node: `${home}/node_modules/.bin/node`,
      cli: `${home}/node_modules/openvidu-doctor/bin/run.js`,
    })
    for (const version of ['latest', '../evil', 'https://example.com/x.tgz', '1.2.3 evil', '1.2.3\nevil', '--global']) {
      const refused = await step('Install openvidu-doctor', {version})
      expect(refused, version).toMatchObject({code: 2, outputs: {}})
      expect(refused.stdout).not.toContain('evil')
    }
    expect(callsIn(calls)).toHaveLength(1)
  })

  it('is an action to GitHub', () => {
    expect(complaintsOf('action', 'action.yml', textOf('action.yml'))).toEqual([])
    // So that a fault there would show here.
    expect(complaintsOf('action', 'action.yml', textOf('action.yml').replace('shell: bash', 'shel: bash'))).not.toEqual(
      [],
    )
  })

  it('hands every input on, has an output for what its steps tell, and no expression in a script', () => {
    const {steps} = action.runs
    const used = JSON.stringify(steps)
    for (const input of Object.keys(action.inputs)) expect(used, input).toMatch(new RegExp(`inputs\\.${input}\\b`))
    for (const {run, shell} of steps) {
      expect(run ?? '').not.toContain('${{')
      if (run !== undefined) expect(shell).toBe('bash')
    }
    for (const {value} of Object.values(action.outputs))
      expect(value).toMatch(/^\$\{\{ steps\.check\.outputs\.[\w-]+ \}\}$/)
    const documented = textOf('docs/ci/github.md')
    for (const name of [...Object.keys(action.inputs), ...Object.keys(action.outputs)])
      expect(documented, name).toContain(`\`${name}\``)
  })
})

/** The file of a step's outputs, read as GitHub reads it. */
function outputsIn(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {}
  const lines = text.split('\n')
  while (lines.length > 1) {
    const line = lines.shift() ?? ''
    const [, name = '', mark] = /^([\w-]+)<<(.+)$/.exec(line) ?? []
    if (mark === undefined) {
      const equals = line.indexOf('=')
      outputs[line.slice(0, equals)] = line.slice(equals + 1)
      continue
    }
    const end = lines.indexOf(mark)
    outputs[name] = lines.splice(0, end).join('\n')
    lines.shift()
  }
  return outputs
}
