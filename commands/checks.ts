import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../src/cli/base-command.ts'
import {checkList} from '../src/cli/flags.ts'
import {screen} from '../src/cli/render.ts'
import {selectChecks} from '../src/engine/select.ts'

export default class Checks extends BaseCommand {
  static override summary = 'List the checks.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --only certificate --format markdown',
  ]
  static override flags = {
    only: checkList('Only these checks or areas.'),
    format: Flags.option({
      options: ['table', 'markdown', 'json'] as const,
      summary: 'Format on stdout.',
      default: 'table',
    })(),
    json: Flags.boolean({summary: 'Same as --format json.', exclusive: ['format']}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(Checks)
    const known = await this.knownChecks()
    const {catalogue} = await import('../src/cli/catalogue.ts')
    const selected = selectChecks(known.checks, {only: flags.only ?? [], skip: []})
    this.print(catalogue(selected, flags.json ? 'json' : flags.format, screen(process.stdout, process.env)))
  }
}
