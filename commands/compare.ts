import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../src/cli/base-command.ts'
import {configurationFlag} from '../src/cli/configuration.ts'
import {screen} from '../src/cli/render.ts'
import {compare, failsNow} from '../src/engine/compare.ts'
import {exitCodes} from '../src/engine/exit-code.ts'
import {failOnLevels} from '../src/model/severity.ts'

export default class Compare extends BaseCommand {
  static override summary = 'Tell what changed between two saved JSON reports.'

  static override description = [
    'New findings, fixed ones, those that are still there, and what could be seen in one of the reports only: a finding is fixed where its check judged everything and it is not there any more, never where nobody could look.',
    'A plan against a deployed stack tells drift (passes in the plan, fails live), what is not deployed yet (fails in the plan, passes live), and what only live sees.',
    'Exit codes: 0 nothing in NEW fails at or above --fail-on that does not in OLD; 1 something does: new, newly seen, heavier than before, or no longer waived; 2 unusable input.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> <%= command.id %> yesterday.json today.json',
    '<%= config.bin %> <%= command.id %> plan.json live.json --fail-on medium',
    '<%= config.bin %> <%= command.id %> main.json pull-request.json --format markdown',
  ]

  static override args = {
    old: Args.string({description: 'A report that --json or --report json=FILE wrote.', required: true}),
    new: Args.string({description: 'Another, to be held against it.', required: true}),
  }

  static override flags = {
    'fail-on': Flags.option({
      options: failOnLevels,
      summary: 'Exit 1 where something of this severity or above fails in NEW, and not in OLD.',
      default: 'high',
    })(),
    format: Flags.option({
      options: ['table', 'markdown', 'json'] as const,
      summary: 'Format on stdout.',
      default: 'table',
    })(),
    json: Flags.boolean({summary: 'Same as --format json.', exclusive: ['format']}),
    verbose: Flags.boolean({summary: 'List findings that did not change, too.'}),
    config: configurationFlag,
  }

  async run(): Promise<void> {
    const {flags, args, metadata} = await this.parse(Compare)
    const terminal = screen(process.stdout, process.env)
    const {failOn: configured} = await this.configuration(flags.config, new Date().toISOString())
    const failOn = metadata.flags['fail-on']?.setFromDefault ? (configured ?? flags['fail-on']) : flags['fail-on']
    const [{loadReport}, {checks}, {checkIdsOf}, {renderComparison}] = await Promise.all([
      import('../src/cli/saved-report.ts'),
      this.knownChecks(),
      import('../src/model/check-ids.ts'),
      import('../reports/comparison/index.ts'),
    ])
    const comparison = compare({
      old: await loadReport(args.old),
      new: await loadReport(args.new),
      checkIds: checkIdsOf(checks),
      tool: {name: 'openvidu-doctor', version: this.toolVersion},
    })
    const format = flags.json ? 'json' : flags.format
    this.print(renderComparison(comparison, format, {...terminal, verbose: flags.verbose}))
    const failing = comparison.changes.filter(change => failsNow(change, failOn)).length
    process.exitCode = failing > 0 ? exitCodes.findings : exitCodes.clean
    if (format === 'table') this.tell(`Exit ${process.exitCode}: ${gate(failing, failOn)}.`)
  }
}

function gate(failing: number, failOn: (typeof failOnLevels)[number]): string {
  if (failOn === 'never') return 'the gate is off (--fail-on never)'
  if (failing === 0) return `nothing in NEW fails at or above ${failOn} that does not in OLD`
  const what = failing === 1 ? 'finding of NEW fails' : 'findings of NEW fail'
  return `${failing} ${what} at or above ${failOn}, and not in OLD`
}
