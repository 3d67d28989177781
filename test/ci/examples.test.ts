import {copyFileSync, existsSync, mkdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {namesOf, startDns} from '../lab/dns.ts'
import {labAccount, startLab} from '../lab/index.ts'
import {callsIn, parsed, recorder, textOf, type Workplace, workplace, yamlOf} from '../support/ci.ts'
import {complaintsOf} from '../support/github-schemas.ts'
import {run} from '../support/run.ts'
import {projectRoot} from '../support/snapshots.ts'

const {version} = JSON.parse(textOf('package.json')) as {version: string}

interface Job {
  readonly extends?: string
  readonly image?: string
  readonly script: readonly string[]
  readonly rules?: readonly unknown[]
  readonly variables?: Readonly<Record<string, string>>
  readonly artifacts?: {
    readonly when: string
    readonly paths: readonly string[]
    readonly reports: Readonly<Record<string, string>>
  }
}

const gitlab = yamlOf<Record<string, Job> & {variables: Record<string, string>}>('docs/ci/gitlab-ci.yml')
const buildspec = yamlOf<{
  version: number
  env: {variables: Record<string, string>}
  phases: {install: {'runtime-versions': {nodejs: number}}; build: {commands: string[]}}
  reports: Record<string, {'base-directory': string; files: string[]; 'file-format': string}>
  artifacts: {'base-directory': string; files: string[]}
}>('docs/ci/buildspec.yml')

let place: Workplace

/** The example's plan in the places that the examples name, and stand-ins for what the examples call. */
beforeEach(() => {
  place = workplace()
  mkdirSync(join(place.folder, 'infra'))
  copyFileSync(join(projectRoot, 'examples/openvidu-ha.yaml'), join(place.folder, 'infra/cf-openvidu-ha.yaml'))
  withParameters('parameters-good.json')
  // npx as it is called once the package is there: what comes after the name of the command is for the command.
  place.standIn(
    'npx',
    `[ "$1 $2 $3" = "--yes --package=./tools/openvidu-doctor-${version}.tgz openvidu-doctor" ] || exit 99
shift 3
exec timeout 50 '${process.execPath}' '${projectRoot}/bin/run.js' "$@"`,
  )
})

afterEach(() => place[Symbol.dispose]())

function withParameters(file: string): void {
  copyFileSync(join(projectRoot, 'examples', file), join(place.folder, 'infra/production.json'))
}

/** An account with a stack of which nothing fails, and what tells a command of it. */
async function wellStack(): Promise<AsyncDisposable & {readonly environment: Readonly<Record<string, string>>}> {
  const lab = await startLab({account: labAccount({template: {hardened: true}})})
  const dns = await startDns(namesOf(lab.account))
  return {
    environment: {...lab.environment, AWS_REGION: lab.account.region, OPENVIDU_DOCTOR_DNS: dns.server},
    async [Symbol.asyncDispose]() {
      dns.close()
      await lab.close()
    },
  }
}

const has = (file: string) => existsSync(join(place.folder, file))
const read = (file: string) => readFileSync(join(place.folder, file), 'utf8')

describe('the jobs of GitLab', () => {
  const base = gitlab['.openvidu-doctor']
  const {'openvidu-plan': plan, 'openvidu-deployed': deployed} = gitlab
  if (base === undefined || plan === undefined || deployed === undefined) throw new Error('a job is missing')
  const runJob = ({script, variables}: Job, environment: Readonly<Record<string, string>> = {}) =>
    // As the runner does: a shell that stops at what fails.
    place.run(['bash', '-eo', 'pipefail'], script.join('\n'), {...gitlab.variables, ...variables, ...environment})

  it('keep reports of what failed, the JUnit report among them', () => {
    expect(base.artifacts).toMatchObject({when: 'always', reports: {junit: 'doctor.xml'}})
    for (const job of [plan, deployed])
      expect(job).toMatchObject({extends: '.openvidu-doctor', rules: expect.anything()})
    expect(gitlab.variables.OPENVIDU_DOCTOR).toBe(`./tools/openvidu-doctor-${version}.tgz`)
  })

  it.each([
    ['parameters-good.json', 0],
    ['parameters.json', 1],
  ])('examine a plan with %s, without credentials: exit %i', async (parameters, expected) => {
    withParameters(parameters)
    const {code, stdout} = await runJob(plan)
    expect(code).toBe(expected)
    expect(stdout).toContain('Planned stack video, eu-west-1')
    expect(
      [...(base.artifacts?.paths ?? []), ...Object.values(base.artifacts?.reports ?? {})].filter(file => !has(file)),
    ).toEqual([])
    expect(read('doctor.xml')).toMatch(/^<\?xml/)
  })

  it('examine what is deployed, with the token of the job where AWS SDKs look for it', async () => {
    const token = join(place.folder, 'token')
    place.standIn('npx', recorder(join(place.folder, 'npx')))
    const {code} = await runJob(deployed, {AWS_ID_TOKEN: 'one; touch ran', AWS_WEB_IDENTITY_TOKEN_FILE: token})
    expect(code).toBe(0)
    expect(read('token')).toBe('one; touch ran')
    expect(deployed.variables).toMatchObject({
      AWS_ROLE_ARN: expect.stringMatching(/^arn:aws:iam::/),
      AWS_WEB_IDENTITY_TOKEN_FILE: expect.stringMatching(/^\/tmp\//),
    })
    const [words = []] = callsIn(join(place.folder, 'npx'))
    expect(words.slice(3, 7)).toEqual(['check', 'video', '--region', 'eu-west-1'])
    await parsed(words.slice(3))
  })
})

describe('the build of CodeBuild', () => {
  const environment = buildspec.env.variables
  const {commands} = buildspec.phases.build
  const region = {AWS_REGION: 'eu-west-1'}
  const [folder = '', plan = '', deploy = '', deployed = ''] = commands

  it('is a buildspec with a report group', () => {
    expect(buildspec.version).toBe(0.2)
    expect(commands).toHaveLength(4)
    expect(buildspec.reports['openvidu-doctor']).toEqual({
      'base-directory': 'reports',
      files: ['*.xml'],
      'file-format': 'JUNITXML',
    })
    expect(buildspec.phases.install['runtime-versions'].nodejs).toBeGreaterThanOrEqual(22)
    expect(environment.OPENVIDU_DOCTOR).toBe(`./tools/openvidu-doctor-${version}.tgz`)
  })

  it('deploys nothing that fails as a plan', async () => {
    withParameters('parameters.json')
    place.standIn('aws', recorder(join(place.folder, 'aws')))
    const {code} = await place.run(['sh', '-e'], commands.join('\n'), {...environment, ...region})
    expect(code).toBe(1)
    expect(has('reports/plan.xml')).toBe(true)
    expect(has('aws')).toBe(false)
  })

  it('deploys what is examined, and nothing where AWS could not be asked', async () => {
    place.standIn('aws', recorder(join(place.folder, 'aws')))
    const blind = await place.run(['sh', '-e'], [folder, plan, deploy].join('\n'), {...environment, ...region})
    expect(blind.code).toBe(3)
    expect(has('aws')).toBe(false)

    expect((await place.run(['sh', '-e'], deploy, environment)).code).toBe(0)
    const [words = []] = callsIn(join(place.folder, 'aws'))
    expect(words.slice(0, 6)).toEqual([
      'cloudformation',
      'deploy',
      '--stack-name',
      'video',
      '--s3-bucket',
      'my-templates',
    ])
    expect(plan).toContain(words[words.indexOf('--template-file') + 1])
    expect(plan).toContain(words[words.indexOf('--parameter-overrides') + 1]?.replace('file://', ''))
  })

  it('examines what is deployed', async () => {
    await using lab = await wellStack()
    const script = [folder, deployed].join('\n')
    const {code} = await place.run(['sh', '-e'], script, {...environment, ...lab.environment})
    expect(code).toBe(0)
    for (const format of ['xml', 'html', 'json']) expect(has(`reports/deployed.${format}`), format).toBe(true)
    // Of a report that is kept, GitLab's second job makes SARIF.
    const [json, sarif] = ['reports/deployed.json', 'deployed.sarif'].map(file => join(place.folder, file))
    expect(run(['report', `${json}`, '--report', `sarif=${sarif}`]).code).toBe(0)
    expect(has('deployed.sarif')).toBe(true)
  })
})

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>
  readonly concurrency: {readonly group: string}
  readonly jobs: Readonly<
    Record<string, {readonly permissions?: Readonly<Record<string, string>>; readonly steps: readonly Step[]}>
  >
}

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly with?: Readonly<Record<string, string>>
}

describe('the workflow of GitHub', () => {
  const example = textOf('docs/ci/github-workflow.yml')
  /** Those of the page, as whole workflows. */
  const ofPage = [...textOf('docs/ci/github.md').matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = '']) =>
    text.startsWith('jobs:')
      ? `on: pull_request\n${text}`
      : `on: pull_request\njobs:\n  check:\n    runs-on: ubuntu-latest\n    steps:\n${text.replace(/^/gm, '      ').trimEnd()}\n`,
  )
  const {inputs, outputs} = yamlOf<{inputs: object; outputs: object}>('action.yml')

  it('is one to GitHub, and so is what its page shows', () => {
    expect(ofPage).toHaveLength(2)
    for (const text of [example, textOf('.github/workflows/release.yml'), ...ofPage])
      expect(complaintsOf('workflow', 'workflow.yml', text), text).toEqual([])
    expect(complaintsOf('workflow', 'workflow.yml', example.replace('contents: read', 'contents: reed'))).not.toEqual(
      [],
    )
  })

  it('grants nothing but what a job needs, and ends what is overtaken', () => {
    const {permissions, concurrency, jobs} = parse(example) as Workflow
    expect(permissions).toEqual({})
    expect(concurrency.group).toContain('github.ref')
    expect(jobs.plan?.permissions).toEqual({contents: 'read', 'security-events': 'write', actions: 'read'})
    expect(jobs.deployed?.permissions).toEqual({'id-token': 'write'})
  })

  it('gives the action inputs and reads outputs that it has, and pins what others made', () => {
    for (const text of [example, ...ofPage]) {
      const {jobs} = parse(text) as Workflow
      for (const {uses = '', run: script, with: given = {}} of Object.values(jobs).flatMap(({steps}) => steps)) {
        expect(script ?? '').not.toContain('${{')
        if (!uses.startsWith('OWNER/')) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
        else {
          expect(uses).toBe(`OWNER/openvidu-doctor@v${version}`)
          expect(Object.keys(given).filter(name => !(name in inputs))).toEqual([])
        }
      }
      for (const [, name = ''] of text.matchAll(/steps\.doctor\.outputs\.([\w-]+)/g))
        expect(outputs).toHaveProperty([name])
    }
  })

  it('pins each of them once, to one commit', () => {
    const pins = new Map<string, Set<string>>()
    for (const file of [
      'action.yml',
      'docs/ci/github-workflow.yml',
      'docs/ci/github.md',
      '.github/workflows/release.yml',
    ]) {
      for (const [, name = '', pin = ''] of textOf(file).matchAll(/uses: ([\w/-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)$/gm))
        pins.set(name, (pins.get(name) ?? new Set()).add(pin))
    }
    expect(pins.size).toBe(4)
    for (const [name, found] of pins) expect([...found], name).toHaveLength(1)
  })
})
