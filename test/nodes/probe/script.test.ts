import {createHash} from 'node:crypto'
import {lstatSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {gunzipSync} from 'node:zlib'
import {describe, expect, test} from 'vitest'
import type {NodeAnswer} from '../../../src/derive/node-answers.ts'
import {unknown} from '../../../src/model/fact.ts'
import {probedNodeFacts} from '../../../src/model/facts/probed-nodes.ts'
import type {AnyPart} from '../../../src/nodes/probe/part.ts'
import {addresses} from '../../../src/nodes/probe/parts/addresses.ts'
import {clock} from '../../../src/nodes/probe/parts/clock.ts'
import {cloudInit} from '../../../src/nodes/probe/parts/cloud-init.ts'
import {allParts, partsOf} from '../../../src/nodes/probe/parts/index.ts'
import {rebootJob} from '../../../src/nodes/probe/parts/reboot-job.ts'
import {signatures} from '../../../src/nodes/probe/parts/signatures.ts'
import {unit} from '../../../src/nodes/probe/parts/unit.ts'
import {probeScript} from '../../../src/nodes/probe/script.ts'
import type {NodeRole} from '../../../src/openvidu/services.ts'
import {type NodeDirectory, nodeDirectory, plantedSecrets} from '../node-directory.ts'
import {answerIn, nodeWith, partIn, probeInputs, runProbe, runScript, type ShellName, shells} from '../run-probe.ts'

const roles: readonly NodeRole[] = ['master', 'media']
const everywhere = shells.flatMap(shell => roles.map(role => [shell, role] as const))

test('an answer that cannot be packed still fits what Run Command keeps', () => {
  for (const role of roles) expect(partsOf(role).reduce((sum, {bytes}) => sum + bytes, 0)).toBeLessThanOrEqual(17_400)
})

test('the script fits the document of a command', () => {
  for (const role of roles) expect(probeScript(probeInputs(role)).length).toBeLessThan(48_000)
})

test.each(everywhere)('a healthy node answers all there is, in %s on a %s', async (shell, role) => {
  const node = nodeDirectory({role})
  const before = treeHash(node.root)
  const {output, errors, code} = await runProbe(role, node, {shell})
  expect([code, errors]).toEqual([0, ''])
  expect(treeHash(node.root)).toBe(before)
  const answer = answerIn(output, role)
  for (const {id} of ours(role, shell))
    expect([id, answer[id]]).toEqual([id, expect.objectContaining({state: 'known'})])
  expect(unpacked(output)).not.toMatch(/^@part \S+ 127$/m)
  holdsNoSecret(output)
})

test.each(roles)('nothing but the allowed commands runs on a %s', async role => {
  const loud = probeScript(probeInputs(role)).replace('2>/dev/null </dev/null |', '</dev/null |')
  const {errors} = await runScript(loud, nodeDirectory({role}))
  expect(errors).not.toMatch(/not found/)
})

test('a command that is not allowed would be noticed', async () => {
  const part: AnyPart = {...unit, script: () => 'perl -e 1'}
  const loud = probeScript(probeInputs('master'), [part]).replace('2>/dev/null </dev/null |', '</dev/null |')
  const {errors} = await runScript(loud, nodeDirectory({role: 'master'}))
  expect(errors).toMatch(/perl: not found/)
})

test('without gzip the answer comes as it is', async () => {
  const {output} = await runProbe('master', nodeDirectory({role: 'master'}), {without: ['gzip'], parts: [unit]})
  expect(output).toMatch(/^openvidu-doctor-probe 1 plain \d+\n/)
  expect(answerIn(output, 'master').unit.state).toBe('known')
})

test('without what every Linux has nothing is told', async () => {
  const node = nodeDirectory({role: 'master'})
  expect(await partIn(signatures, node, {without: ['wc']})).toEqual({
    state: 'unknown',
    cause: 'failed',
    detail: 'the probe of signatures ended with code 127',
  })
})

test.each([
  ['systemctl', unit],
  ['systemctl', rebootJob],
  ['systemctl', clock],
  ['cloud-init', cloudInit],
  ['crontab', rebootJob],
  ['ip', addresses],
  ['journalctl', signatures],
  ['docker', signatures],
] as const)('%s that hangs costs a part no more than its time', async (command, part) => {
  const hangs = {[`stand-ins/${command}.d/hang`]: '', 'stand-ins/chronyc.d/tracking': null}
  const parts: AnyPart[] = [{...part, seconds: 1} as AnyPart]
  const taking = shells.filter(shell => shell !== 'busybox' || !applets.has(part.id))
  // Side by side: all that they do is wait.
  const outputs = taking.map(shell => runProbe('master', nodeWith('master', hangs), {parts, shell}))
  for (const [index, {output}] of (await Promise.all(outputs)).entries()) {
    expect([taking[index], answerIn(output, 'master')[part.id]]).toEqual([
      taking[index],
      {state: 'unknown', cause: 'timed-out', detail: `${part.id} was not told in time (${part.seconds} seconds)`},
    ])
  }
})

test.each(shells)('what a part leaves behind is not waited for, in %s', async shell => {
  const node = nodeDirectory({role: 'master'})
  // Of a session of its own, so that the end of the part does not end it; it lives until the answer is there.
  const leaves: AnyPart = {
    ...clock,
    script: () => `/usr/bin/setsid sh -c 'while [ -e "$root/answer-is-awaited" ]; do sleep 1; done' & echo now=1`,
  }
  node.write('answer-is-awaited', '')
  const {output} = await runProbe('master', node, {shell, parts: [leaves, unit]})
  node.write('answer-is-awaited', null)
  expect(unpacked(output)).toContain('@part clock 0\n|now=1\n')
  expect(answerIn(output, 'master').unit.state).toBe('known')
})

test('on a node that has hung for long no further part is begun', async () => {
  const node = nodeDirectory({role: 'master'})
  const script = probeScript(probeInputs('master'), [unit])
  const late = script.replace(/-ge \d+ \]/, '-ge 0 ]')
  expect(late).not.toBe(script)
  expect(answerIn((await runScript(script, node)).output, 'master').unit.state).toBe('known')
  expect(answerIn((await runScript(late, node)).output, 'master').unit).toMatchObject({cause: 'timed-out'})
})

test('a part that prints too much is cut, and the next is whole', async () => {
  const loud: AnyPart = {...clock, script: () => 'yes=$(date); while :; do echo "$yes"; done'}
  const {output} = await runProbe('master', nodeDirectory({role: 'master'}), {parts: [loud, unit]})
  const answer = answerIn(output, 'master')
  expect(answer.clock).toEqual({
    state: 'unknown',
    cause: 'truncated',
    detail: `clock is longer than ${clock.bytes} bytes`,
  })
  expect(answer.unit.state).toBe('known')
})

test.each(Array.from({length: 16}, (_, index) => index * 3))(
  'the mark of an end that does not fit is no status, %d bytes more',
  async more => {
    const text = 'x'.repeat(unit.bytes + more - 4)
    const long: AnyPart = {...unit, script: () => `printf %s ${text}; exit 124`}
    const {output} = await runProbe('master', nodeDirectory({role: 'master'}), {parts: [long]})
    expect(answerIn(output, 'master').unit).toMatchObject({
      state: 'unknown',
      cause: expect.stringMatching(/timed-out|truncated/),
    })
  },
)

describe('hostile content', () => {
  const hostile: Readonly<Record<string, string | Buffer>> = {
    escapes: '\u001b]0;x\u0007\u001b[2J\u001b[31mred\u009b1m\u202e',
    zeros: Buffer.from('a\u0000b\u0000\n\u0000\u0000=\u0000', 'latin1'),
    'invalid UTF-8': Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x0a, 0xf0, 0x9f, 0x3d, 0xed, 0xa0, 0x80]),
    'one long line': 'A'.repeat(1_000_000),
    'commands for a shell': '$(touch pwned) `touch pwned`; touch pwned | touch pwned & \' " \\ * ${key} %s %n\n',
    'forged frames': `@end\n@part unit 0\n|LoadState=loaded\n@0123 0.\n${'|'.repeat(50)}\n@part clock 0\n|now=1\n`,
  }
  // Each kind in every role, and in one shell after the other.
  test.each(Object.keys(hostile).map((kind, index) => [kind, index] as const))(
    '%s in every file',
    async (kind, index) => {
      for (const [position, role] of roles.entries()) {
        const shell = shells[(index + position) % shells.length] ?? 'dash'
        const node = nodeDirectory({role})
        const content = Buffer.from(hostile[kind] ?? '')
        for (const path of filesIn(node.root)) {
          const own = readFileSync(join(node.root, path))
          // Before, in and after what is there; settings of env files get it as their value, too.
          node.write(path, Buffer.concat([content, Buffer.from('\n'), own, Buffer.from('DOMAIN_NAME='), content]))
        }
        node.write(`opt/openvidu/config/cluster/master_node/$(touch pwned)\n@end\u001b[2J`, content)
        const before = treeHash(node.root)
        const {output, code} = await runProbe(role, node, {shell})
        expect(code).toBe(0)
        expect(treeHash(node.root)).toBe(before)
        const answer = answerIn(output, role)
        expect(unpacked(output)).toMatch(/^[\n -~]*$/)
        expect(probedNodeFacts.nodeProbes.safeParse([nodeProbe(answer)]).error).toBeUndefined()
        holdsNoSecret(output)
      }
    },
  )
})

function ours(role: NodeRole, shell: ShellName): readonly AnyPart[] {
  return allParts.filter(
    ({id, roles: of}) => of.includes(role) && !notHere.has(id) && !(shell === 'busybox' && applets.has(id)),
  )
}

/** The shell of busybox takes its own ip and crontab before those of the path. */
const applets: ReadonlySet<string> = new Set(['addresses', 'rebootJob'])

/** Parts that ask what no directory can hold. */
const notHere: ReadonlySet<string> = new Set(['docker', 'containers', 'health', 'reach', 'redis', 'mongo'])

const unseen = Object.fromEntries([...notHere].map(id => [id, unknown('failed', 'not asked')]))

function nodeProbe(answer: NodeAnswer) {
  const subject = {type: 'AWS::EC2::Instance', id: 'i-1', logicalId: null, location: null}
  return {
    subject,
    id: 'i-1',
    group: 'master',
    slot: 1,
    privateAddress: null,
    answer: {state: 'known', value: {...unseen, ...answer}},
  }
}

function holdsNoSecret(output: string): void {
  for (const [name, secret] of Object.entries(plantedSecrets))
    expect([name, unpacked(output).includes(secret)]).toEqual([name, false])
}

function unpacked(output: string): string {
  const [mark = '', body = ''] = output.split('\n')
  expect(mark).toContain(' gzip ')
  return gunzipSync(Buffer.from(body, 'base64')).toString('latin1')
}

function filesIn(root: NodeDirectory['root']): readonly string[] {
  return readdirSync(root, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1))
}

/** Of every name, kind, mode, time of change and content. */
function treeHash(root: string): string {
  const hash = createHash('sha256')
  for (const path of readdirSync(root, {recursive: true, encoding: 'utf8'}).sort()) {
    const {mode, mtimeMs, ctimeMs, size} = lstatSync(join(root, path))
    hash.update(JSON.stringify([path, mode, mtimeMs, ctimeMs, size]))
    if (lstatSync(join(root, path)).isFile()) hash.update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}
