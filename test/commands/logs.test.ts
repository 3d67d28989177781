import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it, onTestFinished} from 'vitest'
import {type Lab, type LabAccount, labAccount, startLab} from '../lab/index.ts'
import {type OpenViduNode, openViduFleet} from '../lab/openvidu/fleet.ts'
import {plantedSecrets} from '../nodes/healthy-node-files.ts'
import {expectGolden} from '../support/golden.ts'
import {type LongRun, run, start, transcript} from '../support/run.ts'

const stamped = 'stand-ins/docker.d/stamped'
const at = (second: number, text: string) => `2026-11-12T10:15:${String(second).padStart(2, '0')}.000000000Z ${text}\n`

interface Stack {
  readonly lab: Lab
  readonly nodes: ReadonlyMap<string, OpenViduNode>
  /** Where it puts aside what it brings. */
  readonly aside: string
  readonly logs: (...args: readonly string[]) => LongRun
}

async function stack(
  change: (nodes: ReadonlyMap<string, OpenViduNode>, account: LabAccount) => void = () => {},
): Promise<Stack> {
  const account = labAccount({template: {hardened: true}})
  let all: ReadonlyMap<string, OpenViduNode> = new Map()
  const fleet = openViduFleet(account, nodes => {
    all = nodes
    for (const [name, node] of nodes) {
      node.write(`${stamped}/caddy`, at(1, `${name} is up`) + at(3, 'serving'))
      node.write(
        'stand-ins/journalctl.d/stamped/openvidu.service',
        '2026-11-12T10:15:02.000000+0000 systemd[1]: Started\n',
      )
    }
    change(nodes, account)
  })
  const lab = await startLab({account, fleet})
  onTestFinished(() => lab.close())
  // A folder of its own for what it puts aside: others on this machine may do so, too.
  const aside = mkdtempSync(join(tmpdir(), 'logs-aside-'))
  onTestFinished(() => rmSync(aside, {recursive: true}))
  const environment = {...lab.environment, AWS_MAX_ATTEMPTS: '1', TMPDIR: aside}
  return {lab, nodes: all, aside, logs: (...args) => start(['logs', 'video', ...args], environment)}
}

function leftOn(nodes: Stack['nodes']): readonly string[] {
  return [...nodes.values()].flatMap(({root}) => readdirSync(join(root, 'var/tmp')))
}

describe('logs STACK', () => {
  it('shows the lines of services and journal of all nodes, merged by time', async () => {
    const {logs, nodes} = await stack()
    const args = ['caddy', 'journal', 'nodes_errors']
    const out = await logs(...args).finished
    expectGolden('transcripts/logs of a stack.txt', transcript(['logs', 'video', ...args], out))
    expect(out.code).toBe(0)
    expect(leftOn(nodes)).toEqual([])
  })

  it('shows everything that runs where nothing is named, and of what was planted nothing', async () => {
    const {logs} = await stack()
    const {stdout, code} = await logs('--node', 'master-1').finished
    expect(code).toBe(0)
    expect(new Set(stdout.split('\n').map(line => line.split(/ +/)[2]))).toContain('mongo')
    for (const secret of Object.values(plantedSecrets)) expect(stdout).not.toContain(secret)
    expect(stdout).toContain('***')
  })

  it('shows no secret of the trace of an installation, on screen, as JSON or in files', async () => {
    const {logs} = await stack()
    const folder = mkdtempSync(join(tmpdir(), 'logs-output-'))
    onTestFinished(() => rmSync(folder, {recursive: true}))
    const shown = await logs('cloud-init', '--node', 'master-1', '--lines', '1000').finished
    const json = await logs('cloud-init', '--node', 'master-1', '--json').finished
    const files = await logs('cloud-init', '--node', 'master-1', '--output', join(folder, 'new')).finished
    const file = join(folder, 'new/master-1/cloud-init-output.file.log')
    expect([shown.code, json.code, files.code]).toEqual([0, 0, 0])
    const texts = [shown.stdout, json.stdout, readFileSync(file, 'utf8')]
    for (const text of texts) {
      expect(text).toContain('--redis-password=***')
      for (const secret of Object.values(plantedSecrets)) expect(text).not.toContain(secret)
    }
    expect(statSync(file).mode & 0o077).toBe(0)
    expect((await logs('cloud-init', '--output', join(folder, 'new')).finished).code).toBe(2)
  })

  it('is one JSON object a line, harmless whatever a node prints', async () => {
    const {logs, nodes} = await stack(all => {
      all
        .get('master-1')
        ?.write(`${stamped}/caddy`, Buffer.from(`${at(1, '\u001b]0;owned\u0007\u202e\u0000\u009b2J')}\n`, 'utf8'))
    })
    const id = nodes.get('master-1')?.instanceId
    const {stdout} = await logs('caddy', '--node', 'master-1', '--json').finished
    const [first] = stdout.split('\n')
    expect(JSON.parse(first ?? '')).toMatchObject({
      time: '2026-11-12T10:15:01.000Z',
      node: 'master-1',
      id,
      source: 'caddy',
    })
    const shown = await logs('caddy', '--node', id ?? '').finished
    for (const text of [stdout, shown.stdout]) expect(text).toMatch(/^[\n\x20-\x7e]+$/)
  })

  it('chooses by time and pattern', async () => {
    const {logs} = await stack()
    const args = ['caddy', '--node', 'media', '--since', '2026-11-12T10:15:00Z', '--until', '2026-11-12T10:15:02Z']
    const {stdout} = await logs(...args, '--grep', 'media-[2-9] is|serving').finished
    expect(stdout).toBe('2026-11-12T10:15:01.000Z media-2 caddy | media-2 is up\n')
  })

  it('names the nodes that did not answer, and fails where none did', async () => {
    const {logs} = await stack(all => {
      const one = all.get('media-1')
      if (one !== undefined) one.behaviour = {kind: 'undeliverable'}
    })
    const some = await logs('caddy', '--node', 'media').finished
    expect(some.stderr).toContain('Note: media-1: not seen: the command could not be delivered')
    expect(some.stdout).toContain('media-2 is up')
    expect(some.code).toBe(0)
    const none = await logs('caddy', '--node', 'media-1').finished
    expect([none.stdout, none.code]).toEqual(['', 3])
  })

  it('says what was cut, with the bytes seen and kept', async () => {
    const {logs} = await stack()
    const {stderr, code} = await logs('caddy', '--node', 'master-1', '--max-bytes', '100').finished
    expect(stderr).toMatch(/Note: master-1: truncated, \d+ bytes seen, 100 kept: no more than 100 bytes/)
    expect(code).toBe(0)
  })

  it.each([
    [['cady'], 'there is no log "cady"; did you mean "caddy"?'],
    [['$(reboot)'], 'there is no log "$(reboot)"'],
    [['caddy', '--since', 'yesterday'], '--since "yesterday" is neither a duration nor a time'],
    [['caddy', '--since', '1h', '--until', '2h'], '--until is before --since'],
    [['caddy', '--grep', 'a\nb'], '--grep takes 1 to 1000 characters'],
    [['caddy', '--max-bytes', '2TB'], '--max-bytes "2TB" is no number of bytes'],
    [['caddy', '--via', 'https://x'], '--via "https://x" is no place in S3'],
    [['caddy', '--via', 'logs:a:b'], '--via "logs:a:b" is no place in S3 or CloudWatch Logs'],
  ])('takes no %j', (args, message) => {
    const {stderr, code} = run(['logs', 'video', '--region', 'eu-west-1', ...args])
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  it('takes no node that is not there, no pattern that is none, and no log that the nodes have not', async () => {
    const {logs} = await stack()
    const node = await logs('caddy', '--node', 'mastr-1').finished
    expect(node.stderr).toContain('the stack has no node "mastr-1"; did you mean "master-1"?')
    const pattern = await logs('caddy', '--node', 'master-1', '--grep', 'a(').finished
    expect(pattern.stderr).toContain('--grep is no extended regular expression')
    const role = await logs('mongo', '--node', 'media').finished
    expect(role.stderr).toContain('none of the nodes has mongo')
    expect([node.code, pattern.code, role.code]).toEqual([2, 2, 2])
  })

  it('follows: each line that comes is shown once, until Ctrl-C', async () => {
    const {logs, nodes} = await stack()
    const node = nodes.get('media-1')
    const {child, finished} = logs('caddy', '--node', 'media-1', '--follow', '--no-progress')
    const coming = [at(4, 'four'), at(4, 'four'), at(5, 'five'), at(6, 'six')]
    child.stdout?.on('data', (text: string) => {
      if (text.includes('six')) child.kill('SIGINT')
      else {
        const more = coming.splice(0, coming.length > 2 ? 2 : 1).join('')
        if (more !== '') node?.edit(`${stamped}/caddy`, content => content + more)
      }
    })
    const {stdout, code} = await finished
    expect(stdout.split('\n').map(line => line.split(' | ')[1])).toEqual([
      'media-1 is up',
      'serving',
      'four',
      'four',
      'five',
      'six',
      undefined,
    ])
    expect(code).toBe(130)
    expect(leftOn(nodes)).toEqual([])
  })

  it('leaves nothing on a node, and nothing here, when Ctrl-C ends a large transfer', async () => {
    const large = Array.from({length: 20_000}, (_, index) =>
      at(1, `${index} ${Math.imul(index, 2_654_435_761)} ${Math.imul(index, 40_503)}`),
    ).join('')
    const {logs, nodes, aside} = await stack(all => {
      all.get('media-1')?.write(`${stamped}/caddy`, large)
    })
    const {child, finished} = logs('caddy', '--node', 'media-1', '--since', '2026-01-01', '--no-progress')
    child.stderr?.on('data', (text: string) => {
      if (text.includes('Bringing')) child.kill('SIGINT')
    })
    const {stderr, code} = await finished
    expect(stderr).toContain('from 1 node: some')
    expect(code).toBe(130)
    expect(leftOn(nodes)).toEqual([])
    expect(readdirSync(aside)).toEqual([])
  })
})
