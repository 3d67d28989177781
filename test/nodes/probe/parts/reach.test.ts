import {randomInt} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {type AddressInfo, createServer, type Server} from 'node:net'
import {describe, expect, it} from 'vitest'
import {reach} from '../../../../src/nodes/probe/parts/reach.ts'
import {masterPorts, reachHosts} from '../../../../src/nodes/probe/reach-targets.ts'
import {inputs, MadeUpNode, onThisMachine, runPart, shells} from '../run-part.ts'

const curl = onThisMachine('curl')

/** An address of loopback of this test's own. */
const ownAddress = () => `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(1, 255)}`

/** Longer than a label of a name may be: resolvers refuse it without asking anyone. */
const unresolvable = `${'x'.repeat(70)}.invalid`

async function listening(host: string, port: number): Promise<Server> {
  const server = createServer(socket => socket.on('error', () => {}).on('data', data => received.push(data.toString())))
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(port, host, resolve))
  return server
}

const received: string[] = []

describe('what is tried', () => {
  it('the ports that the security groups of a generation open to the role', () => {
    expect(masterPorts({role: 'media', generation: '3.8.0'})).toEqual([
      3100, 4443, 6080, 7000, 7001, 7880, 9009, 9080, 9100, 20_000,
    ])
    expect(masterPorts({role: 'media', generation: '3.2.0'})).not.toContain(7880)
    expect(masterPorts({role: 'media', generation: null})).toEqual(expect.arrayContaining([6080, 7880, 9080]))
  })

  it('the endpoints of the region, in China under its own suffix', () => {
    expect(reachHosts({region: 'eu-west-1'}).map(({host}) => host)).toContain('secretsmanager.eu-west-1.amazonaws.com')
    expect(reachHosts({region: 'cn-north-1'}).map(({host}) => host)).toContain('ssm.cn-north-1.amazonaws.com.cn')
  })
})

describe.skipIf(curl === null).each(shells)('the part reach in $name (needs curl)', ({words: shell}) => {
  it.each([
    ['all at once', true],
    ['one by one, as an old curl must', false],
  ])('tells open, refused, unresolved and resolved apart, past every proxy, %s', async (_, together) => {
    const [first, second] = [ownAddress(), ownAddress()]
    const servers = [await listening(first, 7000), await listening(first, 20_000)]
    try {
      using node = new MadeUpNode({without: ['curl', 'getent']})
      const outside = await listening('127.0.0.1', 0)
      servers.push(outside)
      const {port} = outside.address() as AddressInfo
      // Of hosts outside only accounts.openvidu.io answers.
      const elsewhere = reachHosts(inputs).map(({host, port: at}) =>
        host === 'accounts.openvidu.io'
          ? `--connect-to ${host}:${at}:127.0.0.1:${port}`
          : `--connect-to ${host}:${at}:${unresolvable}:`,
      )
      const old = together ? '' : `case "$*" in *--version*) echo 'curl 7.68.0 (x86_64-pc-linux-gnu)'; exit ;; esac\n`
      node.command('curl', `${old}exec ${curl} "$@" ${elsewhere.join(' ')}`)
      node.command('getent', 'case "$2" in stun.l.google.com) echo 192.0.2.1 ;; stun1*) exit 2 ;; *) exit 1 ;; esac')
      const {answer} = await runPart(reach, {
        shell,
        path: node.path,
        inputs: {masters: [first, second]},
        environment: {ALL_PROXY: 'http://127.0.0.1:1', https_proxy: 'http://127.0.0.1:1'},
      })
      if (answer.state !== 'known') throw new Error(answer.detail)
      const states = new Map(answer.value.map(({host, port: at, state}) => [`${host}:${at}`, state]))
      const ports = masterPorts({...inputs, role: 'master'})
      expect(answer.value).toHaveLength(2 * ports.length + reachHosts(inputs).length)
      for (const at of ports) {
        expect(states.get(`${first}:${at}`), String(at)).toBe(at === 7000 || at === 20_000 ? 'open' : 'refused')
        expect(states.get(`${second}:${at}`), String(at)).toBe('refused')
      }
      expect(answer.value.filter(({kind}) => kind === 'master')).toHaveLength(2 * ports.length)
      expect(states.get('accounts.openvidu.io:443')).toBe('open')
      expect(states.get('ssm.eu-west-1.amazonaws.com:443')).toBe('unresolved')
      expect(states.get('stun.l.google.com:19302')).toBe('resolved')
      expect(states.get('stun1.l.google.com:19302')).toBe('unresolved')
      expect(states.get('global.stun.twilio.com:3478')).toBe('failed')
    } finally {
      for (const server of servers) server.close()
    }
    expect(received).toEqual([])
  })
})

describe.each(shells)('the part reach in $name', ({words: shell}) => {
  async function lookWith(commands: Readonly<Record<string, string>>, masters = ['10.0.0.1', '10.0.0.2']) {
    using node = new MadeUpNode({without: ['curl', 'getent', 'nc']})
    for (const [name, script] of Object.entries(commands)) node.command(name, script)
    return await runPart(reach, {shell, path: node.path, inputs: {masters}})
  }

  it.each([
    [28, '0.000000', '', 'timed-out'],
    [6, '0.000000', '', 'unresolved'],
    [7, '0.000000', 'connect to 10.0.0.1 port 7000 failed: Connection refused', 'refused'],
    [7, '0.000000', 'connect to 10.0.0.1 port 7000 failed: No route to host', 'failed'],
    [49, '0.000131', '', 'open'],
    [28, '0.000131', '', 'open'],
    [49, '0.000000', '', 'failed'],
    [127, '', '', 'failed'],
  ])('curl that ends with %d after %s s (%s) found it %s', async (code, time, words, state) => {
    const print = time === '' ? '' : `printf 'connected ${time}';`
    const {answer} = await lookWith({curl: `echo '${words}' >&2; ${print} exit ${code}`, getent: 'exit 0'})
    if (answer.state !== 'known') throw new Error(answer.detail)
    expect(new Set(answer.value.filter(({protocol}) => protocol === 'tcp').map(told => told.state))).toEqual(
      new Set([state]),
    )
  })

  it('asks one curl for all, and one by one only for what that one did not tell', async () => {
    const master = '10.0.0.1'
    const ports = masterPorts({...inputs, role: 'master'})
    const told = [
      '0 49 0.000131 Syntax error in telnet option: none',
      '1 28 0.000000 Failed to connect to 10.0.0.1 port 1 after 3000 ms: Timeout was reached',
      '2 6 0.000000 Could not resolve host',
      '3 7 0.000000 Failed to connect to 10.0.0.1 port 1 after 0 ms: Connection refused',
      "4 7 0.000000 Failed to connect to 10.0.0.1 port 1 after 0 ms: Couldn't connect to server",
      '5 1 0.000000 Protocol "telnet" not supported',
      '99999 49 0.000131 Nobody asked for it',
      'and 49 0.000131 no number',
      ' 0.000131 of a version without the codes',
    ]
    using node = new MadeUpNode({without: ['curl', 'getent']})
    node.command('getent', 'exit 2')
    node.command(
      'curl',
      `printf '%s\\n' "$*" >>${node.folder}/asked
case "$*" in
*--version*) echo 'curl 8.5.0 (x86_64-pc-linux-gnu)' ;;
*' -Z '*) cat >${node.folder}/places; printf '%s\\n' ${told.map(line => `"${line}"`).join(' ')} ;;
*) echo 'failed: Connection refused' >&2; printf 'connected 0.000000'; exit 7 ;;
esac`,
    )
    const {answer} = await runPart(reach, {shell, path: node.path, inputs: {masters: [master]}})
    if (answer.state !== 'known') throw new Error(answer.detail)
    const states = new Map(answer.value.map(({host, port, state}) => [`${host}:${port}`, state]))
    expect(ports.slice(0, 6).map(port => states.get(`${master}:${port}`))).toEqual([
      'open',
      'timed-out',
      'unresolved',
      'refused',
      'refused',
      'failed',
    ])
    const tcp = ports.length + reachHosts(inputs).filter(({protocol}) => protocol === 'tcp').length
    const asked = readFileSync(`${node.folder}/asked`, 'utf8').trim().split('\n')
    // Its version, all of them, and those that it did not tell of.
    expect(asked).toHaveLength(2 + tcp - 5)
    expect(asked.filter(words => words.endsWith(`telnet://${master}:${ports[0]}`))).toEqual([])
    expect(asked.filter(words => words.endsWith(`telnet://${master}:${ports[4]}`))).toHaveLength(1)
    const places = readFileSync(`${node.folder}/places`, 'utf8')
    expect(places.match(/^url = "telnet:/gm)).toHaveLength(tcp)
    expect(places).toContain(`url = "telnet://${master}:${ports[0]}"\noutput = "/dev/null"\n`)
  })

  // busybox takes its own nc before any other, and that one may lack -z.
  it.skipIf(shell[0] === 'busybox').each([
    ['exit 0', 'open'],
    ["echo 'nc: connect to 10.0.0.1 port 7000 (tcp) failed: Connection refused' >&2; exit 1", 'refused'],
    ["echo 'nc: connect to 10.0.0.1 port 7000 (tcp) timed out: Operation now in progress' >&2; exit 1", 'timed-out'],
    ['echo \'nc: getaddrinfo for host "x" port 443: Name or service not known\' >&2; exit 1', 'unresolved'],
    ["echo 'nc: No route to host' >&2; exit 1", 'failed'],
  ])('without curl nc tells: %s', async (script, state) => {
    const {answer} = await lookWith({nc: script, getent: 'exit 2'})
    if (answer.state !== 'known') throw new Error(answer.detail)
    expect(new Set(answer.value.filter(({kind}) => kind === 'master').map(told => told.state))).toEqual(
      new Set([state]),
    )
  })

  it('is unknown without curl and nc', async () => {
    expect((await lookWith({})).answer).toMatchObject({state: 'unknown', cause: 'failed'})
  })

  it('fits where everything is long, and has at most 16 under way', async () => {
    using node = new MadeUpNode({without: ['curl', 'getent']})
    node.file('../running/none', '')
    node.command(
      'curl',
      `d="${node.folder}/running"; : > "$d/$$"; set -- "$d"/*; echo $(($# - 1)) >> "${node.folder}/most"; rm "$d/$$"; printf 'connected 0.1'`,
    )
    node.command('getent', 'exit 2')
    const path = `${node.path}:${process.env.PATH}`
    const masters = ['110.100.100.101', '110.100.100.102', '110.100.100.103', '110.100.100.104']
    const given = {masters, generation: null, region: 'ap-southeast-15'}
    const {answer} = await runPart(reach, {shell, path, inputs: given})
    expect(answer.state).toBe('known')
    const most = Math.max(...readFileSync(`${node.folder}/most`, 'utf8').trim().split('\n').map(Number))
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(16)
  })
})
