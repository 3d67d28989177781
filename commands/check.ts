import {Flags} from '@oclif/core'
import {plain} from '../reports/escape/terminal.ts'
import {formatIds, formats} from '../reports/index.ts'
import {BaseCommand} from '../src/cli/base-command.ts'
import {checkList} from '../src/cli/flags.ts'
import {regionIn} from '../src/cli/region.ts'
import {readReportFiles, refuseOverwriting, screen, writeReportFiles} from '../src/cli/render.ts'
import {loadSnapshot, saveSnapshot} from '../src/cli/snapshot-file.ts'
import {examine} from '../src/engine/examine.ts'
import {exitCodeOf, exitCodes, gateSentence} from '../src/engine/exit-code.ts'
import {selectChecks} from '../src/engine/select.ts'
import {severities} from '../src/model/severity.ts'
import type {Snapshot} from '../src/model/snapshot.ts'

/** A day, in seconds. Beyond 24 of them Node's timers would end at once. */
const longestTimeout = 86_400

export default class Check extends BaseCommand {
  static override summary = 'Examine a planned OpenVidu High Availability stack.'

  static override description = [
    'Holds a CloudFormation template and its parameters against the installation guide, and says what is wrong, on what evidence, and how to mend it.',
    "Precedence of parameters, lowest first: the template's defaults, the --parameters files in the order given, --parameter.",
    'With AWS credentials it looks up what the parameters name: subnets, certificate, key pair, quota and so on. With --offline it makes no call.',
    'Exit codes: 0 nothing failed at or above --fail-on; 1 something did; 2 unusable input; 3 AWS could not be asked; 4 with --strict, something could not be judged; 70 a fault of this tool; 130 interrupted.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> <%= command.id %> --template cf-openvidu-ha.yaml --parameters prod.json --region eu-west-1 --stack-name video --offline',
    '<%= config.bin %> <%= command.id %> --template cf-openvidu-ha.yaml --parameters prod.json --offline --fail-on medium --report markdown=report.md',
    '<%= config.bin %> <%= command.id %> --from snapshot.json --format json',
  ]

  static override flags = {
    template: Flags.string({
      helpValue: 'FILE',
      summary: 'CloudFormation template, YAML or JSON.',
      exactlyOne: ['template', 'from'],
    }),
    from: Flags.string({helpValue: 'FILE', summary: 'Examine a saved snapshot instead.'}),
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
    const {flags} = await this.parse(Check)
    const files = readReportFiles(flags.report ?? [])
    const saved = flags['save-snapshot'] ?? []
    const inputs = [flags.template ?? [], flags.from ?? [], flags.parameters ?? []].flat()
    refuseOverwriting([...files.map(({file}) => file), ...[saved].flat()], inputs)
    // Not loaded for --help: 60 modules with their texts.
    const {checks} = await import('../checks/index.ts')
    const selected = selectChecks(checks, {only: flags.only ?? [], skip: flags.skip ?? []})
    const now = new Date().toISOString()
    const snapshot = flags.from === undefined ? await this.#plan(flags, now) : await loadSnapshot(flags.from)
    if (flags['save-snapshot'] !== undefined) saveSnapshot(flags['save-snapshot'], snapshot)

    const report = examine({snapshot, checks: selected, generatedAt: now, replayed: flags.from !== undefined})
    const format = await formats[flags.json ? 'json' : flags.format]()
    this.print(format.render(report, {...screen(process.stdout, process.env), verbose: flags.verbose}))
    await writeReportFiles(report, files, flags.verbose)
    const gate = {failOn: flags['fail-on'], strict: flags.strict, blind: this.#blind}
    process.exitCode = this.wasInterrupted ? exitCodes.interrupted : exitCodeOf(report, gate)
    if (this.wasInterrupted) this.tell('Exit 130: interrupted; what was not seen until then is unknown.')
    else if (!flags.json && flags.format === 'table') this.tell(gateSentence(report, gate))
  }

  async #plan(
    flags: {
      readonly template?: string | undefined
      readonly parameters?: readonly string[] | undefined
      readonly parameter?: readonly string[] | undefined
      readonly 'stack-name'?: string | undefined
      readonly region?: string | undefined
      readonly profile?: string | undefined
      readonly offline: boolean
      readonly timeout: number
      readonly 'no-progress': boolean
    },
    now: string,
  ): Promise<Snapshot> {
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

    const {connectToAws, lookUp} = await import('../src/cli/look-up.ts')
    const signal = AbortSignal.any([this.interrupted(), AbortSignal.timeout(flags.timeout * 1_000)])
    const connection = await connectToAws({region, profile: flags.profile ?? null, signal})
    this.#blind = 'failure' in connection
    if ('failure' in connection) this.tell(`Note: AWS was not asked: ${plain(connection.failure.detail)}.`)
    // The SDK may know the region where the user gave none; what the template makes of it is known then too.
    const located = region === null && 'session' in connection ? planIn(connection.session.region) : plan
    return lookUp(located, connection, process.stderr.isTTY && !flags['no-progress'] ? process.stderr : null)
  }
}
