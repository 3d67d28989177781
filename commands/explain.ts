import * as Args from '@oclif/core/args'
import {BaseCommand} from '../src/cli/base-command.ts'
import {screen} from '../src/cli/render.ts'
import {checkIdsOf} from '../src/model/check-ids.ts'
import {UnusableInput} from '../src/model/errors.ts'
import {nearest} from '../src/model/nearest.ts'

export default class Explain extends BaseCommand {
  static override summary = 'Explain one check: what it looks at, why, and how to fix what it finds.'
  static override examples = ['<%= config.bin %> <%= command.id %> four-masters']
  static override args = {check: Args.string({required: true, description: 'Id of the check.'})}

  async run(): Promise<void> {
    const {args} = await this.parse(Explain)
    const {checks} = await this.knownChecks()
    const id = checkIdsOf(checks).get(args.check)
    const check = checks.find(one => one.id === id)
    if (check === undefined) {
      const ids = checks.map(({id}) => id)
      throw new UnusableInput(
        [{message: `there is no check "${args.check}"${nearest(args.check, ids)}`, location: null}],
        `List them with: ${this.config.bin} checks`,
      )
    }
    const {explanation} = await import('../src/cli/explanation.ts')
    this.print(explanation(check, screen(process.stdout, process.env)))
  }
}
