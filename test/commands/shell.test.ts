import {spawnSync} from 'node:child_process'
import {copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {describe, expect, it, onTestFinished} from 'vitest'
import {withCommands} from '../../scripts/command-reference.ts'
import {run} from '../support/run.ts'
import {projectRoot} from '../support/snapshots.ts'

const plan = '--template examples/openvidu-ha.yaml --parameters examples/parameters-good.json --offline'

/** Runs it with a reader that goes after the first line; the exit code of the command, not that of the reader. */
function headOf(line: string) {
  const script = `'${process.execPath}' '${join(projectRoot, 'bin/run.js')}' ${line} | head -1; exit "\${PIPESTATUS[0]}"`
  const {stdout, stderr, status} = spawnSync('bash', ['-c', script], {cwd: projectRoot, encoding: 'utf8'})
  return {stdout, stderr, code: status}
}

describe('a reader that goes', () => {
  it.each([
    ['--help', 'Examines OpenVidu High Availability deployments on AWS, planned or running,\n'],
    ['check --help', 'Examine an OpenVidu High Availability stack, deployed or planned.\n'],
    [`check ${plan} --format html`, '<!doctype html>\n'],
  ])('ends %s quietly', (line, first) => {
    expect(headOf(line)).toEqual({stdout: first, stderr: '', code: 0})
  })
})

describe('a place that takes nothing', () => {
  const unwritten =
    'Error: the output could not be written (ENOSPC)\nNext:  write to a place that has room, or to a file with --report.\n'

  it.each(['--version', 'check --help', 'checks', `check ${plan}`])(
    'is told in two lines, and ends with 2: %s',
    line => {
      const script = `'${process.execPath}' '${join(projectRoot, 'bin/run.js')}' ${line} > /dev/full`
      const {stderr, status} = spawnSync('bash', ['-c', script], {cwd: projectRoot, encoding: 'utf8'})
      expect(stderr).toContain(unwritten)
      expect(stderr).not.toContain('    at ')
      expect(status).toBe(2)
    },
  )

  it('for what is told besides, changes nothing of what was found', () => {
    const script = `'${process.execPath}' '${join(projectRoot, 'bin/run.js')}' check ${plan} 2> /dev/full`
    const {stdout, status} = spawnSync('bash', ['-c', script], {cwd: projectRoot, encoding: 'utf8'})
    expect([stdout.length > 1_000, status]).toEqual([true, 0])
  })

  it('for a snapshot, loses no report', () => {
    const {stdout, stderr, code} = run([...`check ${plan}`.split(' '), '--save-snapshot', '/nonexistent/x'])
    expect(stdout.length).toBeGreaterThan(1_000)
    expect(stderr).toContain('/nonexistent/x: cannot be written (ENOENT)')
    expect(code).toBe(2)
  })

  it('for temporary files, is named', () => {
    const bundle = join(mkdtempSync(join(tmpdir(), 'none-')), 'x.tar.gz')
    onTestFinished(() => rmSync(dirname(bundle), {recursive: true}))
    writeFileSync(bundle, 'x')
    const {stderr, code} = run(['diagnose', '--from', bundle], {TMPDIR: '/nonexistent'})
    expect(stderr).toBe(
      "Error: the temporary folder /nonexistent can't be written (ENOENT)\nNext:  name one that is there and yours in TMPDIR.\n",
    )
    expect(code).toBe(2)
  })
})

describe('a command that there is not', () => {
  it.each([
    [['chek'], 'there is no command "chek"; did you mean "check"?'],
    [['help', 'permisions'], 'there is no command "permisions"; did you mean "permissions"?'],
    [['quux'], 'there is no command "quux"\n'],
  ])('is wrong usage, without a question: %s', (args, message) => {
    const {stdout, stderr, code} = run(args)
    expect(stdout).toBe('')
    expect(stderr).toContain(message)
    expect(stderr).toContain('List them with: openvidu-doctor help')
    expect(code).toBe(2)
  })
})

describe('help', () => {
  it.each([[['--help']], [['check', '--help']], [['help', 'bundle', 'verify']]])(
    'shows examples first, within 80 columns: %s',
    args => {
      const {stdout, code} = run(args)
      expect(code).toBe(0)
      const headings = stdout.match(/^[A-Z]{4,}$/gm) ?? []
      expect(headings[0]).toBe('EXAMPLES')
      expect(headings).toContain('USAGE')
      expect(stdout.split('\n').filter(line => line.length > 80)).toEqual([])
    },
  )

  it('says what to do where nothing is built yet', () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
    onTestFinished(() => rmSync(folder, {recursive: true}))
    mkdirSync(join(folder, 'bin'))
    copyFileSync(join(projectRoot, 'bin/run.js'), join(folder, 'bin/run.js'))
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}')
    const {stdout, stderr, status} = spawnSync(process.execPath, [join(folder, 'bin/run.js'), 'check'], {
      encoding: 'utf8',
    })
    expect([stdout, stderr, status]).toEqual([
      '',
      'openvidu-doctor is not built here yet. In its folder: npm ci && npm run build\n',
      2,
    ])
  })

  it('is the reference of commands', async () => {
    const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8')
    expect(readme, 'run `npm run generate`').toBe(await withCommands(readme))
  })

  it('breaks an example where a shell goes on', () => {
    expect(run(['check', '--help']).stdout).toContain(
      [
        '  $ openvidu-doctor check --template cf-openvidu-ha.yaml \\',
        '     --parameters prod.json --region eu-west-1 --stack-name video --offline',
      ].join('\n'),
    )
  })
})

describe('completion', () => {
  it('completes commands and flags in bash', () => {
    const XDG_CACHE_HOME = mkdtempSync(join(tmpdir(), 'completion-'))
    expect(run(['autocomplete', 'bash'], {XDG_CACHE_HOME}).code).toBe(0)
    const script = `
      ${run(['autocomplete', 'script', 'bash'], {XDG_CACHE_HOME}).stdout}
      complete_line() {
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
        _openvidu-doctor_autocomplete
        echo "\${COMPREPLY[*]}"
      }
      complete -p openvidu-doctor
      complete_line openvidu-doctor che
      complete_line openvidu-doctor check --off
      complete_line openvidu-doctor bundle ver
    `
    const {stdout, stderr} = spawnSync('bash', ['-c', script], {encoding: 'utf8'})
    expect(stderr).toBe('')
    expect(stdout).toBe('complete -F _openvidu-doctor_autocomplete openvidu-doctor\ncheck checks\n--offline\nverify\n')
  })
})
