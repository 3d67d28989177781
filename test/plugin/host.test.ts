import {spawnSync} from 'node:child_process'
import {readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Report} from '../../src/model/report.ts'
import {bundleStack, unpacked} from '../support/bundles.ts'
import {projectRoot} from '../support/snapshots.ts'
import {addPlugin, buildHost, type Host, manifestOf} from './build-host.ts'

let host: Host

beforeAll(() => {
  host = buildHost()
}, 120_000)

afterAll(() => rmSync(host.root, {recursive: true, force: true}))

/** The example plan, as far as a host sees it. */
function plan(...more: readonly string[]): readonly string[] {
  const examples = join(host.packed, 'examples')
  const files = [
    '--template',
    join(examples, 'openvidu-ha.yaml'),
    '--parameters',
    join(examples, 'parameters-good.json'),
  ]
  return ['check', ...files, '--region', 'eu-west-1', '--stack-name', 'video', '--offline', ...more]
}

describe('another oclif command line', () => {
  it('has the commands of this plugin under its own name', () => {
    const {stdout, stderr, code} = host.run('check', '--help')
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toContain('$ acme check video --region eu-west-1')
    expect(stdout.replaceAll('.openvidu-doctor.yaml', '')).not.toMatch(/openvidu-doctor(?!-)/)
    expect(host.run('--help').stdout).toMatch(/^ {2}check +Examine an OpenVidu High Availability stack/m)
  })

  it('examines a plan with the checks of both, and tells which is whose', () => {
    const {stdout, stderr, code} = host.run(...plan('--parameter', 'DomainName=video.example.org', '--json'))
    expect(stderr).toBe('')
    expect(code).toBe(1)
    const {tool, results} = JSON.parse(stdout) as Report
    expect(tool).toEqual({name: 'openvidu-doctor', version: manifestOf(projectRoot).version})
    const {findings, ...own} = results.find(({check}) => check === 'acme/own-domain') ?? {findings: []}
    expect(own).toMatchObject({status: 'fail', pack: {name: 'acme', version: '1.0.0', plugin: 'acme-doctor-checks'}})
    expect(findings.map(({message}) => message)).toEqual([
      'the domain name is video.example.org; expected one under example.com',
    ])
    expect(results.filter(({pack}) => pack === undefined).length).toBeGreaterThan(80)
  })

  it('lists and explains the checks of a pack beside the others', () => {
    expect(host.run('checks', '--only', 'certificate', '--format', 'markdown').stdout).toMatch(
      /`acme\/own-domain`[\s\S]*`certificate-arn`|`certificate-arn`[\s\S]*`acme\/own-domain`/,
    )
    expect(host.run('explain', 'acme/own-domain').stdout).toContain(
      'of the check pack acme 1.0.0, which acme-doctor-checks brings',
    )
  })

  it('says in its own name what to type next', () => {
    const {stderr, code} = host.run('explain', 'acme/own-domian')
    expect(code).toBe(2)
    expect(stderr).toBe(
      'Error: there is no check "acme/own-domian"; did you mean "acme/own-domain"?\nNext:  List them with: acme checks\n',
    )
    expect(host.run('checks', '--only', 'nonsense').stderr).toContain('List them with: acme checks')
  })

  it('judges in a bundle as in a check: by the checks of both, and as its owner decided', async () => {
    const {environment, folder, aside} = await bundleStack(() => {}, {running: []})
    const [file, configuration] = [join(folder, 'video.tar.gz'), join(aside, 'decided.yaml')]
    const ending = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    const decided = [
      'skip: [secrets]',
      'severity: {four-masters: low}',
      'waivers:',
      `  - {check: master-placement, subject: "*", stack: video, reason: it moves, owner: platform team, expires: ${ending}}`,
    ]
    writeFileSync(configuration, `${decided.join('\n')}\n`)
    const args = ['bundle', 'video', '--no-progress', '--output', file, '--config', configuration]
    const {stderr, code} = await host.start(args, {...environment, TMPDIR: aside}).finished
    expect([stderr, code]).toEqual(['', 0])
    const inside = unpacked(file)
    const {results, settings} = JSON.parse(readFileSync(join(inside, 'reports/report.json'), 'utf8')) as Report
    const resultOf = (id: string) => results.find(({check}) => check === id)
    expect(resultOf('acme/own-domain')).toMatchObject({status: 'pass', pack: {plugin: 'acme-doctor-checks'}})
    // Its nodes have ended.
    expect(resultOf('four-masters')).toMatchObject({status: 'fail', severity: 'low'})
    expect(resultOf('master-placement')).toMatchObject({status: 'waived', waiver: {reason: 'it moves'}})
    expect(results.filter(({area}) => area === 'secrets')).toEqual([])
    expect(settings).toMatchObject({skip: ['secrets'], severity: {'four-masters': 'low'}})
    expect(readFileSync(join(inside, 'reports/report.md'), 'utf8')).toContain('it moves')
    expect(readFileSync(join(inside, 'CASE.md'), 'utf8')).toContain('**LOW** `four-masters`')
  })

  it('gives the example pack what its types and its tests need', () => {
    const pack = join(host.root, 'node_modules/acme-doctor-checks')
    const typed = spawnSync(join(projectRoot, 'node_modules/.bin/tsc'), ['-p', pack], {encoding: 'utf8'})
    expect(typed.stdout).toBe('')
    expect(typed.status).toBe(0)
    const tested = spawnSync(process.execPath, ['--test', 'pack.test.js'], {cwd: pack, encoding: 'utf8'})
    expect(tested.status, tested.stdout).toBe(0)
  })

  // Last: the host keeps the plugin.
  it('goes on without a pack that is broken, and tells of it', () => {
    addPlugin(host, 'broken-checks', "export default () => { throw new Error('boom') }")
    const trouble = 'the check pack of broken-checks 0.0.1 was not loaded: it broke: Error: boom'
    const {stdout, stderr, code} = host.run(...plan('--strict', '--skip', 'broken/whatever'))
    expect(stderr).toContain(`Note: ${trouble}.\n`)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(trouble)
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('Please report it to whoever keeps broken-checks.')
    // What failed is below the gate; what the pack would have said is not known.
    expect(code).toBe(4)
  })
})
