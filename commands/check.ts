import * as Args from '@oclif/core/args'
import {formats} from '../reports/index.ts'
import {BaseCommand} from '../src/cli/base-command.ts'
import {type CheckFlags, checkFlags, flagsOfStacks} from '../src/cli/check-flags.ts'
import {checkRequest} from '../src/cli/check-request.ts'
import {chosenOf} from '../src/cli/known-checks.ts'
import {readReportFiles, refuseOverwriting, screen, writeReportFiles} from '../src/cli/render.ts'
import type {Looked} from '../src/cli/running.ts'
import {loadSnapshot, saveSnapshot} from '../src/cli/snapshot-file.ts'
import {addStepSummary} from '../src/cli/step-summary.ts'
import {type CheckTarget, oneTarget} from '../src/cli/target.ts'
import {waiverNotes} from '../src/cli/waiver-notes.ts'
import {examine} from '../src/engine/examine.ts'
import {exitCodeOf, exitCodes, gateSentence} from '../src/engine/exit-code.ts'
import type {AnyCheck} from '../src/model/check.ts'
import type {Settings} from '../src/model/settings.ts'

interface Wanted {
  readonly flags: CheckFlags
  readonly now: string
  readonly choose: () => Promise<readonly AnyCheck[]>
  readonly settings: Settings
}

export default class Check extends BaseCommand {
  static override summary = 'Examine an OpenVidu High Availability stack, deployed or planned.'

  static override description = [
    'Holds a deployed stack (name or ARN), or a CloudFormation template with its parameters, against the installation guide, and says what is wrong, on what evidence, and how to mend it.',
    'A deployed stack is looked at with read-only AWS calls; <%= config.bin %> permissions --for check prints the policy they need.',
    "Precedence of parameters, lowest first: the template's defaults, the --parameters files in the order given, --parameter.",
    'Precedence of settings, highest first: the command line, the environment (AWS_REGION), the configuration (.openvidu-doctor.yaml), what this version does by itself. --skip adds to the configured ones; --only sets those aside.',
    'With AWS credentials a planned stack gets looked up what its parameters name: subnets, certificate, key pair, quota and so on. With --offline no call is made.',
    'Exit codes: 0 nothing failed at or above --fail-on; 1 something did; 2 unusable input; 3 could not look: no such stack, or AWS could not be asked; 4 with --strict, something could not be judged; 70 a fault of this tool; 130 interrupted.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> <%= command.id %> video --region eu-west-1',
    '<%= config.bin %> <%= command.id %> --template cf-openvidu-ha.yaml --parameters prod.json --region eu-west-1 --stack-name video --offline',
    '<%= config.bin %> <%= command.id %> --template cf-openvidu-ha.yaml --parameters prod.json --offline --fail-on medium --report markdown=report.md',
    '<%= config.bin %> <%= command.id %> video --region eu-west-1 --report html=video.html --report sarif=video.sarif',
    '<%= config.bin %> <%= command.id %> --from snapshot.json --format json',
  ]

  static override args = {
    stack: Args.string({
      description: 'Name or ARN of a deployed stack; that of the configuration where nothing is named.',
      ignoreStdin: true,
    }),
  }

  static override flags = checkFlags

  async run(): Promise<void> {
    const {flags: given, args, metadata} = await this.parse(Check)
    // Looked at now: what draws the progress calls both streams terminals.
    const terminal = screen(process.stdout, process.env)
    const now = new Date().toISOString()
    const configuration = await this.configuration(given.config, now)
    const typed = {flags: given, stack: args.stack, hasFailOn: metadata.flags['fail-on']?.setFromDefault !== true}
    const {flags, stack, settings} = checkRequest(typed, configuration)
    const files = readReportFiles(flags.report ?? [])
    const saved = flags['save-snapshot']
    const inputs = [flags.template ?? [], flags.from ?? [], flags.parameters ?? [], configuration.file ?? []].flat()
    refuseOverwriting([...files.map(({file}) => file), ...(saved === undefined ? [] : [saved])], inputs)
    const {template, from, offline, only = [], skip = []} = flags
    const target = oneTarget({stack, template, from, offline, ofStacks: flagsOfStacks(flags)})
    // Not loaded for --help, nor before AWS is asked: modules with their texts. Names have to be right before anything is done.
    const choose = async () => chosenOf(await this.knownChecks(), {only, skip})
    if (only.length > 0 || skip.length > 0) await choose()
    const {snapshot, blind} = await this.#look(target, {flags, now, choose, settings})
    // After a wait that is long after the start.
    const generatedAt = target.kind === 'stack' ? new Date().toISOString() : now
    const judging = {checks: await choose(), settings, replayed: target.kind === 'saved'}
    const report = examine({snapshot, generatedAt, ...judging})
    const shown = flags.json ? 'json' : flags.format
    const format = await formats[shown]()
    this.print(format.render(report, {...terminal, verbose: flags.verbose}))
    await writeReportFiles(report, files, flags.verbose)
    // Where that can't be written, what was seen is told all the same.
    if (saved !== undefined) saveSnapshot(saved, snapshot)
    if (format.id === 'github') {
      const written = files.map(({file}) => file)
      const trouble = await addStepSummary(report, process.env, written)
      if (trouble !== null) this.tell(trouble)
    }
    for (const line of waiverNotes(report, shown, settings, configuration)) this.tell(line)
    const gate = {failOn: flags['fail-on'], strict: flags.strict, blind}
    process.exitCode = this.wasInterrupted ? exitCodes.interrupted : exitCodeOf(report, gate)
    if (this.wasInterrupted) this.tell('Exit 130: interrupted; what was not seen until then is unknown.')
    else if (shown === 'table') this.tell(gateSentence(report, gate))
  }

  /** Each way to look is loaded only where it is gone. */
  async #look(target: CheckTarget, {flags, now, choose, settings}: Wanted): Promise<Looked> {
    if (target.kind === 'saved') return {snapshot: await loadSnapshot(target.file), blind: false}
    const running = {
      toolVersion: this.toolVersion,
      flags,
      interrupted: () => this.interrupted(),
      tell: (line: string) => this.tell(line),
    }
    if (target.kind === 'stack')
      return (await import('../src/cli/stack-run.ts')).lookAtDeployed(target.stack, {choose, settings}, running)
    return (await import('../src/cli/plan-run.ts')).lookAtPlan(target.template, now, running)
  }
}
