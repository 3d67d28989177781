import {once} from 'node:events'
import {tmpdir} from 'node:os'
import {Command} from '@oclif/core/command'
import type * as Interfaces from '@oclif/core/interfaces'
import {plain} from '../../reports/escape/terminal.ts'
import {exitCodes} from '../engine/exit-code.ts'
import type {Configuration} from '../model/configuration.ts'
import {CannotExamine, type Problem, UnusableInput} from '../model/errors.ts'
import {configurationOf} from './configuration.ts'
import type {KnownChecks} from './known-checks.ts'
import {tellUnwritten} from './unwritten.ts'

/** What every command shares: how its errors read, and with which code they end. */
export abstract class BaseCommand extends Command {
  /** One document on stdout. */
  protected print(document: string): void {
    // oclif's own listener would throw, with a stack trace and the exit code of findings.
    process.stdout.removeAllListeners('error')
    process.stdout.on('error', tellUnwritten)
    process.stdout.write(document)
  }

  /** A part of a long document, once there is room for it; false where nobody reads any more. */
  protected async printPart(part: string): Promise<boolean> {
    if (process.stdout.destroyed) return false
    this.print(part)
    if (process.stdout.writableNeedDrain && !process.stdout.destroyed) {
      const settled = new AbortController()
      const {signal} = settled
      await Promise.race(['drain', 'close'].map(event => once(process.stdout, event, {signal}))).catch(() => {})
      settled.abort()
    }
    return !process.stdout.destroyed
  }

  /** Everything that is not the document. */
  protected tell(line: string): void {
    process.stderr.write(`${line}\n`)
  }

  #known: Promise<KnownChecks> | undefined

  /** The checks of this version and of check packs; that a pack is missing is told once. */
  protected knownChecks(): Promise<KnownChecks> {
    this.#known ??= this.#findChecks()
    return this.#known
  }

  async #findChecks(): Promise<KnownChecks> {
    // Not loaded for --help: modules with their texts.
    const known = await (await import('./known-checks.ts')).knownChecks(this.config.plugins.values())
    for (const sentence of known.missing) this.tell(`Note: ${plain(sentence)}.`)
    return known
  }

  /** The configuration of a run: `given`, or that of the current folder. */
  protected configuration(given: string | undefined, now: string): Promise<Configuration> {
    return configurationOf(given, now, {tell: line => this.tell(line), known: () => this.knownChecks()})
  }

  /** Of this package, whatever command line it is a plugin of. */
  protected get toolVersion(): string {
    return this.ctor.plugin?.version ?? this.config.version
  }

  #interruption: AbortController | undefined

  /** Aborts on the first Ctrl-C or SIGTERM, so that what was seen can still be told; a second one ends the process. */
  protected interrupted(): AbortSignal {
    // One listener, however often it is asked for.
    if (this.#interruption !== undefined) return this.#interruption.signal
    const controller = new AbortController()
    this.#interruption = controller
    // Kept for good, not for once: with no listener left, what restores the terminal's cursor would end the process.
    for (const name of ['SIGINT', 'SIGTERM'] as const) {
      process.on(name, () => {
        if (controller.signal.aborted) process.exit(exitCodes.interrupted)
        controller.abort()
      })
    }
    return controller.signal
  }

  protected get wasInterrupted(): boolean {
    return this.#interruption?.signal.aborted === true
  }

  /** What is to be typed next is said with the name of this package; as a plugin it has that of its host. */
  #asTyped(next: string): string {
    const {bin} = this.config
    return next.replace(/\bopenvidu-doctor (?=[a-z]+\b)/g, (typed, offset: number) => {
      const word = next.slice(offset + typed.length).match(/^[a-z]+/)?.[0] ?? ''
      return this.config.findCommand(word) === undefined ? typed : `${bin} `
    })
  }

  protected override async catch(error: Interfaces.CommandError): Promise<void> {
    if (this.wasInterrupted && error.name === 'AbortError') {
      this.tell('Exit 130: interrupted.')
      process.exitCode = exitCodes.interrupted
      return
    }
    if (error instanceof UnusableInput) {
      for (const problem of error.problems) this.tell(`Error: ${placeOf(problem)}${plain(problem.message)}`)
      this.tell(`Next:  ${plain(this.#asTyped(error.next))}`)
      process.exitCode = exitCodes.unusableInput
      return
    }
    if (error instanceof CannotExamine) {
      this.tell(`Error: ${plain(error.message)}`)
      this.tell(`Next:  ${plain(this.#asTyped(error.next))}`)
      process.exitCode = exitCodes.couldNotExamine
      return
    }
    if ('syscall' in error && error.syscall === 'mkdtemp') {
      this.tell(
        `Error: the temporary folder ${plain(tmpdir())} can't be written (${'code' in error ? plain(String(error.code)) : 'unknown reason'})`,
      )
      this.tell('Next:  name one that is there and yours in TMPDIR.')
      process.exitCode = exitCodes.unusableInput
      return
    }
    // What oclif throws for wrong usage carries its own exit code and reads well.
    if (error.oclif?.exit !== undefined) return super.catch(error)
    this.tell(`Error: openvidu-doctor itself failed: ${plain(`${error.name}: ${error.message}`)}`)
    this.tell(`Next:  report this, with the command you ran and "${this.config.userAgent}"; DEBUG=1 shows where.`)
    if (process.env.DEBUG !== undefined && process.env.DEBUG !== '')
      for (const line of (error.stack ?? '').split('\n')) this.tell(plain(line))
    process.exitCode = exitCodes.ourFault
  }
}

function placeOf({location}: Problem): string {
  if (location === null) return ''
  const parts = [location.file]
  if ('line' in location) parts.push(String(location.line))
  if ('column' in location && location.column !== undefined) parts.push(String(location.column))
  return `${plain(parts.join(':'))}: `
}
