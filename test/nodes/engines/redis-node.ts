import {type ChildProcess, execFile, spawn} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {redis} from '../../../src/nodes/probe/parts/redis.ts'
import {MadeUpNode, runPart} from '../probe/run-part.ts'

const run = promisify(execFile)

export const password = 'correct-horse-7'

/** Redis and sentinel of one master node: real servers on OpenVidu's ports, at a loopback address of their own. */
export class RedisNode implements AsyncDisposable {
  readonly address: string
  readonly #folder = mkdtempSync('/tmp/ovd-redis-')
  readonly #processes = new Map<'server' | 'sentinel', ChildProcess>()

  constructor(address: string, master: string) {
    this.address = address
    const folder = this.#folder
    this.#start('server', [
      ...['--port', '7000', '--bind', address, '--dir', folder, '--save', '', '--replica-announce-ip', address],
      ...['--requirepass', password, '--masterauth', password, '--repl-diskless-sync-delay', '0'],
      ...(address === master ? [] : ['--replicaof', `${master} 7000`]),
    ])
  }

  /** A sentinel that is started once the replicas are linked learns of them at its first look, else ten seconds later. */
  startSentinel(master: string): void {
    const {address} = this
    const file = join(this.#folder, 'sentinel.conf')
    writeFileSync(
      file,
      `port 7001
bind ${address}
dir ${this.#folder}
requirepass ${password}
sentinel announce-ip ${address}
sentinel sentinel-pass ${password}
sentinel monitor openvidu ${master} 7000 2
sentinel auth-pass openvidu ${password}
sentinel down-after-milliseconds openvidu 500
sentinel failover-timeout openvidu 2000
`,
    )
    this.#start('sentinel', [file, '--sentinel'])
  }

  #start(name: 'server' | 'sentinel', words: readonly string[]): void {
    this.#processes.set(name, spawn('redis-server', words, {stdio: 'ignore'}))
  }

  signal(name: 'server' | 'sentinel', signal: NodeJS.Signals): void {
    this.#processes.get(name)?.kill(signal)
  }

  async ask(...words: readonly string[]): Promise<string> {
    const env = {...process.env, REDISCLI_AUTH: password}
    return (await run('redis-cli', ['-h', this.address, ...words], {env, timeout: 5000})).stdout
  }

  /**
   * What the part tells on this node. Its docker is a stand-in that runs the very redis-cli words against the address of the node:
   * several nodes cannot all have 127.0.0.1. It passes the password on only where `-e` says so.
   */
  async probe(given = password as string | null) {
    using node = new MadeUpNode()
    if (given !== null) node.file('opt/openvidu/config/node/master_node.env', `REDIS_PASSWORD=${given}\n`)
    node.command(
      'docker',
      `[ "$1" = exec ] && shift
if [ "$1" = -e ]; then shift 2; else unset REDISCLI_AUTH; fi
[ "$2 $3 $4 $5 $6" = 'timeout -s KILL 3 redis-cli' ] || exit 9
shift 6
exec timeout -s KILL 3 redis-cli -h ${this.address} "$@"`,
    )
    const path = `${node.path}:${process.env.PATH}`
    const {answer, printed} = await runPart(redis, {shell: ['sh'], path, root: node.root})
    if (printed.includes(password)) throw new Error('the probe printed the password')
    if (answer.state !== 'known') throw new Error(answer.detail)
    return answer.value
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      [...this.#processes.values()].map(child => {
        if (child.exitCode !== null || child.signalCode !== null) return undefined
        const ended = new Promise<void>(resolve => child.on('exit', () => resolve()))
        child.kill('SIGKILL')
        return ended
      }),
    )
    rmSync(this.#folder, {recursive: true, force: true})
  }
}
