import {type ChildProcess, execFile, spawn} from 'node:child_process'
import {closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync} from 'node:fs'
import {copyFile} from 'node:fs/promises'
import {join} from 'node:path'
import {promisify} from 'node:util'
import {onThisMachine} from '../probe/run-part.ts'

const run = promisify(execFile)

/** Asks until it holds, for as long as something that runs by itself may take. */
export async function until(what: string, holds: () => Promise<boolean>, seconds = 60): Promise<void> {
  const end = performance.now() + seconds * 1000
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`after ${seconds} seconds still not: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/**
 * A Docker engine of its own, with its data, its socket and its containers: what one node has. Ends with all that it started, also
 * when the test process does.
 */
export class Engine implements AsyncDisposable {
  readonly folder: string
  readonly host: string
  readonly #daemon: ChildProcess
  #ended = false
  /** Where the process ends before its tests do: a daemon that is told to end stops its containers. */
  readonly #killed = () => this.#daemon.kill('SIGTERM')

  private constructor(folder: string, daemon: ChildProcess) {
    this.folder = folder
    this.host = hostIn(folder)
    this.#daemon = daemon
    daemon.on('exit', () => {
      this.#ended = true
    })
    process.on('exit', this.#killed)
  }

  /** Paths of sockets are short: the engine's own ones stand deep in its folder. */
  static async start(): Promise<Engine> {
    const folder = mkdtempSync('/tmp/ovd-')
    const log = openSync(join(folder, 'log'), 'a')
    const words = ['--data-root', join(folder, 'd'), '--exec-root', join(folder, 'x'), '--pidfile', join(folder, 'p')]
    const quiet = ['--iptables=false', '--ip6tables=false', '--bridge=none', '--storage-driver=vfs']
    const daemon = spawn('dockerd', [...words, '-H', hostIn(folder), ...quiet], {stdio: ['ignore', log, log]})
    closeSync(log)
    const engine = new Engine(folder, daemon)
    try {
      await until('the engine answers', async () => {
        if (engine.#ended) throw new Error(`dockerd ended: ${readFileSync(join(folder, 'log'), 'utf8').slice(-300)}`)
        return engine.docker('version').then(
          () => true,
          () => false,
        )
      })
      await engine.#makeImage()
      return engine
    } catch (error) {
      await engine[Symbol.asyncDispose]()
      throw error
    }
  }

  async docker(...words: readonly string[]): Promise<string> {
    const {stdout} = await run('docker', words, {env: {...process.env, DOCKER_HOST: this.host}, timeout: 20_000})
    return stdout.trim()
  }

  /** Runs a container that does what the script says; flags of docker run before it. */
  async container(name: string, script: string, ...flags: readonly string[]): Promise<string> {
    return this.docker('run', '-d', '--name', name, '--network', 'none', ...flags, image, '/bin/sh', '-c', script)
  }

  /** A field of what docker tells of a container. */
  async field(name: string, template: string): Promise<string> {
    return this.docker('inspect', '--format', template, name)
  }

  /** Stops the engine's process without ending it, for what hangs. */
  freeze(): void {
    this.#daemon.kill('SIGSTOP')
  }

  thaw(): void {
    this.#daemon.kill('SIGCONT')
  }

  /** An image that is busybox and nothing else. */
  async #makeImage(): Promise<void> {
    const root = join(this.folder, 'i')
    for (const folder of ['bin', 'proc', 'dev', 'tmp', 'etc', 'usr', 'lib', 'lib64'])
      mkdirSync(join(root, folder), {recursive: true})
    await copyFile(onThisMachine('busybox') ?? '', join(root, 'bin/busybox'))
    for (const applet of ['sh', 'sleep', 'cat', 'echo', 'tail', 'false', 'true', 'seq', 'timeout', 'kill'])
      symlinkSync('busybox', join(root, 'bin', applet))
    await run('tar', ['-C', root, '-cf', join(this.folder, 'i.tar'), '.'])
    await this.docker('import', join(this.folder, 'i.tar'), image)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.thaw()
    if (!this.#ended) {
      const ids = await this.docker('ps', '-aq').catch(() => '')
      if (ids !== '') await this.docker('rm', '-f', ...ids.split('\n')).catch(() => '')
      const ended = new Promise<void>(resolve => this.#daemon.on('exit', () => resolve()))
      this.#daemon.kill('SIGTERM')
      const late = setTimeout(() => this.#daemon.kill('SIGKILL'), 10_000)
      if (!this.#ended) await ended
      clearTimeout(late)
    }
    process.off('exit', this.#killed)
    rmSync(this.folder, {recursive: true, force: true, maxRetries: 5})
  }
}

/** As OpenVidu names the image of its operator. */
export const image = 'docker.io/openvidu/openvidu-operator:3.8.0'

function hostIn(folder: string): string {
  return `unix://${join(folder, 's')}`
}

/** Why no engine can run here; undefined where one can. Found out by running one, with a container. */
export async function whyNoEngine(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'needs root'
  const missing = ['dockerd', 'docker', 'busybox', 'tar'].find(command => onThisMachine(command) === null)
  if (missing !== undefined) return `needs ${missing}`
  try {
    await using engine = await Engine.start()
    await engine.container('trial', 'true')
    return undefined
  } catch (error) {
    const said = error instanceof Error ? error.message.replaceAll(/\s+/g, ' ') : 'of what it does not tell'
    return `no engine runs here: ${said.slice(0, 200)}`
  }
}
