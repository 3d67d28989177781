import {execFileSync} from 'node:child_process'
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {loadSnapshot} from '../../src/cli/snapshot-file.ts'
import {UnusableInput} from '../../src/model/errors.ts'
import {emptyPlace, sealed, smallCase} from '../bundle/small-case.ts'
import {run, timeless} from '../support/run.ts'
import {manifestEntry, packed, tarOf} from '../support/tar.ts'

const plan = [
  'check',
  '--template',
  'examples/openvidu-ha.yaml',
  '--parameters',
  'examples/parameters.json',
  '--offline',
]

describe('bundle verify', () => {
  it('shows what a bundle holds, and whether it is the one that was sealed', async () => {
    const writer = await smallCase()
    await writer.text('nodes/master-1/logs/a.log', 'REDIS_PASSWORD=abcdefgh1\n', {source: 'test'})
    writer.missing({
      what: 'logs',
      node: 'master-2',
      cause: 'denied',
      detail: 'AccessDenied \u001b[31m',
      action: 'ssm:SendCommand',
      command: 'openvidu-doctor logs video --node master-2',
    })
    const {path, sha256} = await sealed(writer, {partial: 'the deadline was over'})
    const {stdout, stderr, code} = run(['bundle', 'verify', path, '--sha256', sha256.toUpperCase()])
    expect({stderr, code}).toEqual({stderr: '', code: 0})
    const seal = stdout.slice(stdout.indexOf('✓'), stdout.indexOf('\n\nREDACTIONS')).split('\n')
    expect(timeless(stdout).replace(/(openvidu-doctor)\s+\d+\.\d+\.\d+/, '$1 VERSION')).toBe(
      [
        'Bundle of stack video, eu-west-1, 123456789012',
        'Case: case 7',
        'Begun TIME, sealed TIME, by openvidu-doctor VERSION',
        'Logs from TIME',
        'PARTIAL  ended before all was collected: the deadline was over',
        '',
        ...seal,
        '',
        'REDACTIONS',
        '        1  value',
        '  Searched for 0 secret values before it was sealed, those of the secret of the',
        '  stack among them.',
        '',
        'NOT COLLECTED  1',
        '  ? logs of master-2: denied (ssm:SendCommand): AccessDenied \\u{1b}[31m',
        '      openvidu-doctor logs video --node master-2',
        '',
      ].join('\n'),
    )
    expect(stdout).toContain('✓ Every file is there and is what the manifest says: 5 files')
    expect(stdout).toContain('✓ The archive has the SHA-256 that was given')
    expect(stdout).toContain(`\n  ${sha256}\n`)
  })

  it('prints the same for programs', async () => {
    const {path, sha256, bytes} = await sealed(await smallCase())
    const {stdout, code} = run(['bundle', 'verify', path, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      archive: {sha256, bytes},
      compared: false,
      manifest: {schemaVersion: '1'},
    })
  })

  it('refuses in one sentence, on which nothing acts, what is another bundle, damaged, hostile, or none', async () => {
    const {path} = await sealed(await smallCase())
    const place = emptyPlace()
    const file = join(place, 'hostile.tar.gz')
    const damaged = join(place, 'damaged.tar.gz')
    const evil = {name: '../\u001b[2J', content: 'x'}
    writeFileSync(file, packed(tarOf(manifestEntry([evil]), evil)))
    writeFileSync(damaged, readFileSync(path).subarray(0, -300))
    const cases: readonly (readonly [args: readonly string[], told: string])[] = [
      [[file], `Error: ${file}: lists "../\\u{1b}[2J", which leads out of its folder\nNext:  `],
      [[damaged], `Error: ${damaged}: is cut short\nNext:  `],
      [[path, '--sha256', '0'.repeat(64)], `Error: ${path}: is another archive than the one that was sealed`],
      [[path, '--sha256', 'abc'], 'Error: --sha256 is no SHA-256'],
      [['/nowhere'], 'Error: /nowhere: the bundle does not exist\nNext:  '],
      [['/dev/zero'], 'Error: /dev/zero: is no bundle'],
    ]
    for (const [args, told] of cases) {
      const {stdout, stderr, code} = run(['bundle', 'verify', ...args])
      expect({stdout, code}, stderr).toEqual({stdout: '', code: 2})
      expect(stderr.startsWith(told), stderr).toBe(true)
      expect(stderr.trim().split('\n')).toHaveLength(2)
    }
  })
})

describe('check --from', () => {
  it('says of a bundle what it says of its snapshot, sealed, unpacked to a tar, and unpacked', async () => {
    const place = emptyPlace()
    const snapshot = join(place, 'plan.json')
    run([...plan, '--save-snapshot', snapshot])
    const writer = await smallCase(join(place, 'plan.tar.gz'))
    await writer.json('snapshot.json', JSON.parse(readFileSync(snapshot, 'utf8')), {source: 'snapshot'})
    const {path} = await sealed(writer)
    const [told, again] = [snapshot, path].map(from => run(['check', '--from', from]))
    expect(told?.stdout).toContain('failed')
    expect({...again, stdout: timeless(again?.stdout ?? '')}).toEqual({...told, stdout: timeless(told?.stdout ?? '')})
    const folder = join(place, 'folder')
    mkdirSync(folder)
    execFileSync('tar', ['xzf', path, '-C', folder])
    const tar = join(place, 'plan.tar')
    writeFileSync(tar, execFileSync('gzip', ['-dc', path]))
    const saved = await loadSnapshot(snapshot)
    for (const from of [path, tar, folder]) expect(await loadSnapshot(from)).toEqual(saved)
  })

  it('judges nothing of a bundle that is not what its manifest says, encrypted, or without a snapshot', async () => {
    const {path} = await sealed(await smallCase())
    const place = emptyPlace()
    const bytes = readFileSync(path)
    const files: Readonly<Record<string, readonly [content: Buffer, message: string]>> = {
      broken: [bytes.subarray(0, -9), 'is cut short'],
      encrypted: [Buffer.from('age-encryption.org/v1\n'), 'is encrypted'],
      bare: [packed(tarOf(manifestEntry([]))), 'has no snapshot.json'],
      other: [bytes, 'not a snapshot: schemaVersion'],
    }
    for (const [name, [content, message]] of Object.entries(files)) {
      writeFileSync(join(place, name), content)
      const outcome: unknown = await loadSnapshot(join(place, name)).catch((error: unknown) => error)
      expect(outcome).toBeInstanceOf(UnusableInput)
      expect(String(outcome)).toContain(message)
    }
    await expect(loadSnapshot(place)).rejects.toThrow('the snapshot does not exist')
  })
})
