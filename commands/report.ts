import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {formatIds, formats} from '../reports/index.ts'
import {BaseCommand} from '../src/cli/base-command.ts'
import {readReportFiles, refuseOverwriting, screen, writeReportFiles} from '../src/cli/render.ts'
import {loadReport} from '../src/cli/saved-report.ts'
import {addStepSummary} from '../src/cli/step-summary.ts'

export default class Report extends BaseCommand {
  static override summary = 'Print a saved JSON report in another format.'

  static override description =
    'Nothing is examined again: the report says what it said when it was made. Exit code 0 whatever it says; 2 where the file is no report.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> doctor.json',
    '<%= config.bin %> <%= command.id %> doctor.json --format html > doctor.html',
    '<%= config.bin %> <%= command.id %> doctor.json --report sarif=doctor.sarif --report junit=doctor.xml',
  ]

  static override args = {
    file: Args.string({required: true, description: 'A report that check wrote as JSON.'}),
  }

  static override flags = {
    format: Flags.option({options: formatIds, summary: 'Format on stdout.', default: 'table'})(),
    report: Flags.string({
      helpValue: 'FORMAT=FILE',
      summary: 'Write the report to a file as well (repeatable).',
      multiple: true,
      multipleNonGreedy: true,
    }),
    verbose: Flags.boolean({summary: 'List passed and not applicable checks too.'}),
  }

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Report)
    const files = readReportFiles(flags.report ?? [])
    const written = files.map(({file}) => file)
    refuseOverwriting(written, [args.file])
    const report = await loadReport(args.file)
    const format = await formats[flags.format]()
    this.print(format.render(report, {...screen(process.stdout, process.env), verbose: flags.verbose}))
    await writeReportFiles(report, files, flags.verbose)
    if (format.id !== 'github') return
    const trouble = await addStepSummary(report, process.env, written)
    if (trouble !== null) this.tell(trouble)
  }
}
