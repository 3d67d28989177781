import {Args, Flags} from '@oclif/core'
import {plain} from '../reports/escape/terminal.ts'
import {formatIds, formats} from '../reports/index.ts'
import {BaseCommand} from '../src/cli/base-command.ts'
import {dnsServersIn} from '../src/cli/dns-servers.ts'
import {durationIn} from '../src/cli/duration.ts'
import {checkList} from '../src/cli/flags.ts'
import type {Connection} from '../src/cli/look-up.ts'
import {regionIn} from '../src/cli/region.ts'
import {readReportFiles, refuseOverwriting, screen, writeReportFiles} from '../src/cli/render.ts'
import {loadSnapshot, saveSnapshot} from '../src/cli/snapshot-file.ts'
import {stackReference} from '../src/cli/stack-reference.ts'
import {oneTarget} from '../src/cli/target.ts'
import {examine} from '../src/engine/examine.ts'
import {exitCodeOf, exitCodes, gateSentence} from '../src/engine/exit-code.ts'
import {selectChecks} from '../src/engine/select.ts'
import type {AnyCheck} from '../src/model/check.ts'
import {type Severity, severities} from '../src/model/severity.ts'
import type {Snapshot} from '../src/model/snapshot.ts'

/** A day, in seconds. Beyond 24 of them Node's timers would end at once. */
const longestTimeout = 86_400

interface LookFlags {
  readonly region?: string | undefined
  readonly profile?: string | undefined
  readonly timeout: number
  readonly concurrency: number
  readonly 'no-progress': boolean
}

interface StackFlags extends LookFlags {
  readonly 'change-set'?: string | undefined
  readonly 'verify-secret': boolean
  readonly probe: boolean
  readonly wait?: string | undefined
  readonly 'fail-on': Severity | 'never'
}

interface PlanFlags extends LookFlags {
  readonly template?: string | undefined
  readonly parameters?: readonly string[] | undefined
  readonly parameter?: readonly string[] | undefined
  readonly 'stack-name'?: string | undefined
  readonly offline: boolean
}

export default class Check extends BaseCommand {
  static override summary = 'Examine an OpenVidu High Availability stack, deployed or planned.'

  static override description = [
    'Holds a deployed stack (name or ARN), or a CloudFormation template with its parameters, against the installation guide, and says what is wrong, on what evidence, and how to mend it.',
    'A deployed stack is looked at with read-only AWS calls; openvidu-doctor permissions --for check prints the policy they need.',
    "Precedence of parameters, lowest first: the template's defaults, the --parameters files in the order given, --parameter.",
    'With AWS credentials a planned stack gets looked up what its parameters name: subnets, certificate, key pair, quota and so on. With --offline no call is made.',
    'Exit codes: 0 nothing failed at or above --fail-on; 1 something did; 2 unusable input; 3 AWS could not be asked; 4 with --strict, something could not be judged; 70 a fault of this tool; 130 interrupted.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> <%= command.id %> video --region eu-west-1',
    '<%= config.bin %> <%= command.id %> --template cf-openvidu-ha.yaml --parameters prod.json --region eu-west-1 --stack-name video --offline',
    '<%= config.bin %> <%= command.id %> --template cf-openvidu-ha.yaml --parameters prod.json --offline --fail-on medium --report markdown=report.md',
    '<%= config.bin %> <%= command.id %> --from snapshot.json --format json',
  ]

  static override args = {
    stack: Args.string({description: 'Name or ARN of a deployed stack.', required: false}),
  }

  static override flags = {
    template: Flags.string({helpValue: 'FILE', summary: 'Examine a plan: CloudFormation template, YAML or JSON.'}),
    from: Flags.string({helpValue: 'FILE', summary: 'Examine a saved snapshot.', exclusive: ['template']}),
    parameters: Flags.string({
      helpValue: 'FILE',
      summary: 'Parameter file: AWS CLI list, CodePipeline template configuration or plain map (repeatable).',
      multiple: true,
      multipleNonGreedy: true,
      dependsOn: ['template'],
    }),
    parameter: Flags.string({
      helpValue: 'KEY=VALUE',
      summary: 'One parameter, before any file (repeatable).',
      multiple: true,
      multipleNonGreedy: true,
      dependsOn: ['template'],
    }),
    'change-set': Flags.string({helpValue: 'NAME', summary: 'Examine what this update of the stack would do, too.'}),
    'verify-secret': Flags.boolean({
      summary: 'Read the secret of the stack, compare it in memory, keep nothing of it.',
    }),
    probe: Flags.boolean({summary: 'Open a TLS connection to the domains of the stack.'}),
    wait: Flags.string({
      helpValue: 'DURATION',
      summary: 'Examine the stack again until nothing fails at or above --fail-on, for so long (10m, 1h30m).',
    }),
    'stack-name': Flags.string({helpValue: 'NAME', summary: 'The name the stack will have.', dependsOn: ['template']}),
    region: Flags.string({helpValue: 'REGION', summary: 'The region the stack will be in.', env: 'AWS_REGION'}),
    profile: Flags.string({helpValue: 'NAME', summary: 'Profile of the AWS configuration to use.'}),
    offline: Flags.boolean({summary: 'Make no AWS call.'}),
    timeout: Flags.integer({
      helpValue: 'SECONDS',
      summary: 'Look no further than this.',
      default: 120,
      min: 1,
      max: longestTimeout,
    }),
    concurrency: Flags.integer({
      helpValue: 'CALLS',
      summary: 'Calls to one AWS service at the same time.',
      default: 50,
      min: 1,
      max: 200,
    }),
    'no-progress': Flags.boolean({summary: 'Show no progress.'}),
    only: checkList('Only these checks or areas.'),
    skip: checkList('Not these checks or areas.'),
    format: Flags.option({options: formatIds, summary: 'Format on stdout.', default: 'table'})(),
    json: Flags.boolean({summary: 'Same as --format json.', exclusive: ['format']}),
    report: Flags.string({
      helpValue: 'FORMAT=FILE',
      summary: 'Write the report to a file as well (repeatable).',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'save-snapshot': Flags.string({helpValue: 'FILE', summary: 'Save what was seen, for --from.'}),
    'fail-on': Flags.option({
      options: [...severities.filter(severity => severity !== 'info'), 'never'] as const,
      summary: 'Exit 1 where something of this severity or above fails.',
      default: 'high',
    })(),
    strict: Flags.boolean({summary: 'Exit 4 where nothing fails but something could not be judged.'}),
    verbose: Flags.boolean({summary: 'List passed and not applicable checks too.'}),
  }

  /** Whether AWS was to be asked and could not be. */
  #blind = false

  async run(): Promise<void> {
    const {flags, args} = await this.parse(Check)
    // Looked at now: what draws the progress calls both streams terminals.
    const terminal = screen(process.stdout, process.env)
    const files = readReportFiles(flags.report ?? [])
    const saved = flags['save-snapshot'] ?? []
    const inputs = [flags.template ?? [], flags.from ?? [], flags.parameters ?? []].flat()
    refuseOverwriting([...files.map(({file}) => file), ...[saved].flat()], inputs)
    const {template, from, offline, wait} = flags
    const target = oneTarget({stack: args.stack, template, from, offline, wait})
    // Not loaded for --help: 60 modules with their texts.
    const {checks} = await import('../checks/index.ts')
    const selected = selectChecks(checks, {only: flags.only ?? [], skip: flags.skip ?? []})
    const now = new Date().toISOString()
    const snapshot =
      target.kind === 'saved'
        ? await loadSnapshot(target.file)
        : target.kind === 'stack'
          ? await this.#stack(target.stack, flags, selected)
          : await this.#plan(flags, now)
    if (flags['save-snapshot'] !== undefined) saveSnapshot(flags['save-snapshot'], snapshot)

    // After a wait that is long after the start.
    const generatedAt = target.kind === 'stack' ? new Date().toISOString() : now
    const report = examine({snapshot, checks: selected, generatedAt, replayed: flags.from !== undefined})
    const format = await formats[flags.json ? 'json' : flags.format]()
    this.print(format.render(report, {...terminal, verbose: flags.verbose}))
    await writeReportFiles(report, files, flags.verbose)
    const gate = {failOn: flags['fail-on'], strict: flags.strict, blind: this.#blind}
    process.exitCode = this.wasInterrupted ? exitCodes.interrupted : exitCodeOf(report, gate)
    if (this.wasInterrupted) this.tell('Exit 130: interrupted; what was not seen until then is unknown.')
    else if (!flags.json && flags.format === 'table') this.tell(gateSentence(report, gate))
  }

  async #stack(stack: string, flags: StackFlags, checks: readonly AnyCheck[]): Promise<Snapshot> {
    const reference = stackReference(stack, regionIn(flags.region))
    const longest = flags.wait === undefined ? null : durationIn(flags.wait)
    const {lookAtStack} = await import('../src/cli/look-at-stack.ts')
    const connection = await this.#connect(reference.region, flags, async () => {}, false)
    const wanted = {
      stack: reference.name,
      region: reference.region,
      toolVersion: this.config.version,
      // Of several rounds each has one line.
      progress: longest === null ? this.#progress(flags) : null,
      options: {
        verifySecret: flags['verify-secret'],
        probe: flags.probe,
        changeSet: flags['change-set'] ?? null,
        dnsServers: dnsServersIn(process.env),
      },
    }
    const seen = await (longest === null
      ? lookAtStack(connection, wanted)
      : (await import('../src/cli/wait.ts')).waitForStack({
          longest,
          failOn: flags['fail-on'],
          checks,
          interrupted: this.interrupted(),
          look: () => lookAtStack(this.#freshened(connection, flags), wanted),
          progress: line => this.#progress(flags)?.write(`${plain(line)}\n`),
          note: line => this.tell(plain(line)),
        })
    ).finally(() => {
      if ('session' in connection) connection.session.close()
    })
    this.#blind = seen.failure !== null
    if (seen.failure !== null) this.tell(`Note: the stack was not seen: ${plain(seen.failure.detail)}.`)
    return seen.snapshot
  }

  async #plan(flags: PlanFlags, now: string): Promise<Snapshot> {
    const {readPlan} = await import('../src/plan/plan.ts')
    const planIn = (region: string | null) =>
      readPlan({
        template: flags.template ?? '',
        parameterFiles: flags.parameters ?? [],
        overrides: flags.parameter ?? [],
        stackName: flags['stack-name'] || null,
        region,
        toolVersion: this.config.version,
        takenAt: now,
      })
    const region = regionIn(flags.region)
    const plan = planIn(region)
    if (flags.offline) return plan

    const {lookUp} = await import('../src/cli/look-up.ts')
    const connection = await this.#connect(region, flags, () => import('../src/collect/plan/index.ts'))
    this.#blind = 'failure' in connection
    if ('failure' in connection) this.tell(`Note: AWS was not asked: ${plain(connection.failure.detail)}.`)
    // The SDK may know the region where the user gave none; what the template makes of it is known then too.
    const located = region === null && 'session' in connection ? planIn(connection.session.region) : plan
    return lookUp(located, connection, this.#progress(flags))
  }

  async #connect(
    region: string | null,
    flags: LookFlags,
    preload: () => Promise<unknown>,
    identify = true,
  ): Promise<Connection> {
    const {connectToAws} = await import('../src/cli/look-up.ts')
    const {profile = null, concurrency} = flags
    return connectToAws({region, profile, concurrency, identify, signal: this.#limit(flags)}, preload)
  }

  /** The same connection with the whole of --timeout before it. */
  #freshened(connection: Connection, flags: LookFlags): Connection {
    return 'session' in connection ? {session: connection.session.until(this.#limit(flags))} : connection
  }

  #limit({timeout}: LookFlags): AbortSignal {
    return AbortSignal.any([this.interrupted(), AbortSignal.timeout(timeout * 1_000)])
  }

  #progress(flags: LookFlags): NodeJS.WriteStream | null {
    return process.stderr.isTTY && !flags['no-progress'] ? process.stderr : null
  }
}
