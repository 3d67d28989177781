import {existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it, vi} from 'vitest'
import {evidenceLookUps} from '../../src/collect/evidence/index.ts'
import {actionsFor} from '../../src/collect/permissions.ts'
import {casePaths} from '../../src/model/evidence.ts'
import {denied, type Lab} from '../lab/index.ts'
import {plantedSecrets} from '../nodes/healthy-node-files.ts'
import {type BundleStack, bundleStack, filesIn, manifestOf, unpacked} from '../support/bundles.ts'
import {expectGolden} from '../support/golden.ts'
import {type LongRun, run} from '../support/run.ts'
import {until} from '../support/until.ts'

// Nodes with real shells, on a machine that may be busy.
vi.setConfig({testTimeout: 300_000})

const stamped = 'stand-ins/docker.d/stamped'
const line = (index: number, text = 'something happened') =>
  `2026-11-26T10:15:${String(index % 60).padStart(2, '0')}.000000000Z ${index} ${text}\n`

/** Waits until the condition holds or the run is over, by what happened and not by the clock. */
async function during({finished}: LongRun, condition: () => boolean): Promise<void> {
  let over = false
  void finished.then(() => {
    over = true
  })
  await until(() => condition() || over)
}

async function interruptedAt(stack: BundleStack, condition: (lab: Lab) => boolean, args: readonly string[] = []) {
  const long = stack.bundle(...args)
  await during(long, () => condition(stack.lab))
  long.child.kill('SIGINT')
  return long.finished
}

describe('bundle STACK', () => {
  it('holds what tells of a healthy stack, and no secret', async () => {
    const {bundle, folder, aside, nodes, lab} = await bundleStack(() => {}, {running: ['master-1', 'media-1']})
    const {stdout, stderr, code} = await bundle('--case', 'case 7', '--since', '2026-01-01').finished
    expect([stderr, code]).toEqual(['', 0])
    expect(stdout).toContain('Everything that was asked for is in it.')
    // What `permissions --for bundle,secret` prints allows all of it, and nothing is in it for evidence that is not asked for.
    const used = lab.calls.actions().filter(action => action !== 'sts:GetCallerIdentity')
    expect(used.filter(action => !actionsFor(['bundle', 'secret']).includes(action))).toEqual([])
    expect(evidenceLookUps.flatMap(({iam}) => iam).filter(action => !used.includes(action))).toEqual([])
    expect(readdirSync(folder)).toEqual(['video.tar.gz'])
    expect(statSync(join(folder, 'video.tar.gz')).mode & 0o077).toBe(0)
    const inside = unpacked(join(folder, 'video.tar.gz'))
    expectGolden('bundles/files of a healthy stack.txt', `${filesIn(inside).join('\n')}\n`)
    const {partial, notCollected, redaction, target, case: name} = manifestOf(inside)
    expect({partial, notCollected, name, stack: target.stackName}).toEqual({
      partial: null,
      notCollected: [],
      name: 'case 7',
      stack: 'video',
    })
    expect(redaction.stackSecret).toEqual({read: true, why: null})
    for (const file of filesIn(inside)) {
      const content = readFileSync(join(inside, file), 'utf8')
      // The short one stands alone in a journal: nobody could tell that it is a secret.
      for (const secret of Object.values({...plantedSecrets, short: plantedSecrets.redis}))
        expect([file, content.includes(secret)]).toEqual([file, false])
    }
    expect(readFileSync(join(inside, 'nodes/master-1/logs/cloud-init-output.file.log'), 'utf8')).toContain('***')
    expect(run(['bundle', 'verify', join(folder, 'video.tar.gz')]).code).toBe(0)
    // Nothing is left here or on a node.
    expect(readdirSync(aside)).toEqual([])
    for (const {root} of nodes.values()) expect(readdirSync(join(root, 'var/tmp'))).toEqual([])
  })

  it('tells what was denied, each with its action and a command', async () => {
    const targets = [
      'cloudformation.DescribeStackEvents',
      'autoscaling.DescribeScalingActivities',
      'elasticloadbalancing.DescribeTargetHealth',
      'ec2.GetConsoleOutput',
      'logs.FilterLogEvents',
      'secretsmanager.GetSecretValue',
    ] as const
    const {bundle, folder} = await bundleStack(() => {}, {
      mastersManaged: false,
      running: ['master-1'],
      faults: targets.map(target => ({target, fault: denied()})),
    })
    const actions = targets.map(target => target.replace('.', ':'))
    const {code} = await bundle('--services', 'openvidu').finished
    expect(code).toBe(0)
    const inside = unpacked(join(folder, 'video.tar.gz'))
    const {notCollected, redaction} = manifestOf(inside)
    const gaps = notCollected.filter(({cause}) => cause === 'denied')
    expect(new Set(gaps.map(({action}) => action))).toEqual(
      new Set(actions.filter(action => action !== 'secretsmanager:GetSecretValue')),
    )
    for (const gap of gaps)
      expect([gap.what, gap.command]).toEqual([gap.what, expect.stringMatching(/^(aws|openvidu-doctor) /)])
    expect(redaction.stackSecret.read).toBe(false)
    for (const path of [casePaths.events, casePaths.activities, casePaths.targetHealth, casePaths.functionLog])
      expect(existsSync(join(inside, path))).toBe(false)
  })

  it('holds the console alone of masters that Systems Manager does not reach', async () => {
    const {bundle, folder} = await bundleStack(() => {}, {mastersManaged: false, running: ['master-1']})
    expect((await bundle('--services', 'openvidu').finished).code).toBe(0)
    const inside = unpacked(join(folder, 'video.tar.gz'))
    const ofMaster = filesIn(inside).filter(path => path.startsWith('nodes/master-1/'))
    expect(ofMaster).toEqual(['nodes/master-1/console-output.txt', 'nodes/master-1/node.json'])
    const gaps = manifestOf(inside).notCollected.filter(({node}) => node === 'master-1')
    expect(gaps.map(({what, cause}) => [what, cause])).toEqual([
      ['probe', 'unreachable'],
      ['logs', 'unreachable'],
    ])
    expect(gaps[1]?.command).toMatch(/^ssh ubuntu@10\.\S+ sudo cat \/var\/log\/cloud-init-output\.log$/)
  })

  it('keeps the first and last lines of long logs within --max-size, and says so', async () => {
    const lines = Array.from({length: 20_000}, (_, index) => line(index)).join('')
    const {bundle, folder} = await bundleStack(nodes => {
      nodes.get('media-1')?.write(`${stamped}/openvidu`, lines)
    })
    const {code} = await bundle('--since', '2026-01-01', '--max-size', '1MB').finished
    expect(code).toBe(0)
    const inside = unpacked(join(folder, 'video.tar.gz'))
    const path = 'nodes/media-1/logs/openvidu.log'
    const kept = readFileSync(join(inside, path), 'utf8')
    const shown = kept.split('\n')
    expect(shown[0]).toBe(line(0).trimEnd())
    expect(shown.at(-2)).toBe(line(19_999).trimEnd())
    const left = Number(/^\[openvidu-doctor: (\d+) bytes left out here\]$/m.exec(kept)?.[1])
    const {files} = manifestOf(inside)
    const file = files.find(one => one.path === path)
    expect(file?.seen).toEqual({bytes: Buffer.byteLength(lines), exact: true})
    expect(file?.truncated).toBe(`${left} bytes between its first and last lines were left on the node`)
    expect(kept.replace(/^\[openvidu-doctor.*\n/m, '').length + left).toBe(lines.length)
    expect(files.reduce((sum, {bytes}) => sum + bytes, 0)).toBeLessThan(1_200_000)
  })

  it.each([
    ['while AWS is asked', (lab: Lab) => lab.calls.count('cloudformation.DescribeStackEvents') > 0],
    ['while the nodes are asked', (lab: Lab) => lab.calls.count('ssm.SendCommand') > 0],
  ])('interrupted %s it is sealed as partial, and --resume makes it whole', async (_, condition) => {
    const stack = await bundleStack()
    const {bundle, folder, lab} = stack
    const [key, decided] = [join(stack.aside, 'case.key'), join(stack.aside, 'decided.yaml')]
    writeFileSync(decided, 'thresholds: {restartHours: 48}\n')
    const args = ['--services', 'openvidu', '--tokens', key, '--config', decided]
    const {stdout, code} = await interruptedAt(stack, condition, args)
    expect(code).toBe(130)
    expect(stdout).toContain('PARTIAL')
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('What your users are called in logs is still in it')
    expect(readdirSync(folder)).toEqual(['video.partial.tar.gz'])
    const partial = join(folder, 'video.partial.tar.gz')
    const {partial: why, notCollected} = manifestOf(unpacked(partial))
    expect(why).toMatch(/^it was interrupted before/)
    expect(notCollected.some(({what, node}) => what === 'logs' && node === 'media-1')).toBe(true)
    const next = `openvidu-doctor bundle video --region ${lab.account.region} --resume ${partial} --services openvidu --config ${decided} --tokens ${key}`
    expect(notCollected.map(({command}) => command)).toContain(next)
    const before = lab.calls.count('logs.FilterLogEvents')
    const resumed = await bundle(...args, '--resume', partial).finished
    expect(resumed.code).toBe(0)
    const inside = unpacked(join(folder, 'video.tar.gz'))
    expect(manifestOf(inside).partial).toBeNull()
    expect(filesIn(inside)).toContain('nodes/media-1/logs/cloud-init-output.file.log')
    // What was there already is not looked up again.
    if (filesIn(unpacked(partial)).includes(casePaths.functionLog))
      expect(lab.calls.count('logs.FilterLogEvents')).toBe(before)
  })

  it('killed while logs come, the working folder is gone on with, and logs that had come are not brought again', async () => {
    const stack = await bundleStack()
    const {bundle, folder, nodes} = stack
    const working = join(folder, 'video.tar.gz.partial')
    const long = bundle('--services', 'openvidu')
    const told = join(working, 'nodes/media-1/logs.json')
    const index = join(working, '.index.jsonl')
    // What is not in the index does not count as written.
    await during(long, () => existsSync(index) && readFileSync(index, 'utf8').includes('nodes/media-1/logs.json'))
    long.child.kill('SIGKILL')
    await long.finished
    expect(readdirSync(folder)).toEqual(['video.tar.gz.partial'])
    const done = (JSON.parse(readFileSync(told, 'utf8')) as {done: string[]}).done.length
    const collected = () => nodes.get('media-1')?.orders.filter(({comment}) => /collects/.test(comment)).length ?? 0
    const before = collected()
    expect((await bundle('--services', 'openvidu', '--resume', working).finished).code).toBe(0)
    expect(readdirSync(folder)).toEqual(['video.tar.gz'])
    expect(collected() - before).toBe(2 - done)
    expect(filesIn(unpacked(join(folder, 'video.tar.gz')))).toContain('nodes/media-1/logs/cloud-init-output.file.log')
  })

  it('SIGTERM and --timeout end it as Ctrl-C does', async () => {
    const stack = await bundleStack(nodes => {
      for (const node of nodes.values()) node.behaviour = {kind: 'slow', milliseconds: 600_000}
    })
    const {bundle, folder} = stack
    const late = await bundle('--timeout', '8').finished
    expect(late.code).toBe(130)
    expect(manifestOf(unpacked(join(folder, 'video.partial.tar.gz'))).partial).toMatch(
      /^the time of --timeout was over/,
    )
    rmSync(join(folder, 'video.partial.tar.gz'))
    const before = stack.lab.calls.count('ssm.SendCommand')
    const long = bundle()
    await during(long, () => stack.lab.calls.count('ssm.SendCommand') > before)
    long.child.kill('SIGTERM')
    expect((await long.finished).code).toBe(130)
    expect(existsSync(join(folder, 'video.partial.tar.gz'))).toBe(true)
  })

  it('--estimate shows nodes and sizes, and makes nothing anywhere', async () => {
    const {bundle, folder, nodes} = await bundleStack(
      all => {
        all.get('media-1')?.write('/var/log/amazon/ssm/amazon-ssm-agent.log', 'x'.repeat(50_000))
      },
      {others: 'stopped'},
    )
    const {stdout, code} = await bundle('--estimate').finished
    expect(code).toBe(0)
    expect(stdout).toMatch(/media-1\s+i-\w+\s+8\.4 MB/)
    expect(stdout).toMatch(/master-2\s+i-\w+\s+not asked: it is stopped/)
    expect(readdirSync(folder)).toEqual([])
    for (const {root} of nodes.values()) expect(readdirSync(join(root, 'var/tmp'))).toEqual([])
  })

  it('takes hostile names of containers and hostile lines', async () => {
    const secret = plantedSecrets.redis
    const {bundle, folder} = await bundleStack(nodes => {
      const node = nodes.get('media-1')
      node?.containers(own =>
        ['openvidu', 'OpenVidu', '..', '-rf', '$(reboot)', `c${'x'.repeat(98)}`, `svc-${secret}`].flatMap(name =>
          own.filter(one => one.name === 'openvidu').map(one => ({...one, name})),
        ),
      )
      node?.write(`${stamped}/openvidu`, Buffer.from(`${line(1)}\u001b]0;owned\u0007\n@${'0'.repeat(32)} end 0\n`))
    })
    const {stderr, code} = await bundle('--since', '2026-01-01').finished
    expect([stderr, code]).toEqual(['', 0])
    const inside = unpacked(join(folder, 'video.tar.gz'))
    const logs = filesIn(inside).filter(
      path => path.startsWith('nodes/media-1/logs/') && !/\.(file|journal)\.log$/.test(path),
    )
    expect(logs).toHaveLength(4)
    expect(logs.join('\n')).not.toContain(secret)
    expect(logs.map(path => readFileSync(join(inside, path), 'utf8')).join('')).toContain('end 0')
  })

  it.each([
    [['--since', 'yesterday'], '--since "yesterday" is neither a duration nor a time'],
    [['--since', '1h', '--until', '2h'], '--until is before --since'],
    [['--services', 'cady'], 'there is no service "cady"; did you mean "caddy"?'],
    [['--max-size', 'all'], '--max-size "all" is no number of bytes'],
    [['--encrypt-to', 'nobody'], 'recipient'],
    [['--output', 'package.json.tar.gz.age'], 'is not to be encrypted'],
    [['--resume', 'README.md'], 'is no bundle and no working folder'],
  ])('takes no %j', (args, message) => {
    const {stderr, code} = run(['bundle', 'video', '--region', 'eu-west-1', '--timeout', '5', ...args])
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  it('writes over nothing, and takes no node that is not there', async () => {
    const {bundle, folder} = await bundleStack(nodes => {
      for (const node of nodes.values()) node.behaviour = {kind: 'hostile', output: ''}
    })
    const strange = await bundle('--nodes', 'medai-1').finished
    expect([strange.code, strange.stderr.includes('did you mean "media-1"?')]).toEqual([2, true])
    expect(readdirSync(folder)).toEqual([])
    const first = await bundle().finished
    expect([first.stderr.replaceAll(/^Note: .* may be left there\.\n/gm, ''), first.code]).toEqual(['', 0])
    const again = await bundle().finished
    expect([again.code, again.stderr.includes('is there already')]).toEqual([2, true])
  })
})
