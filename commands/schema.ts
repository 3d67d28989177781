import {Args} from '@oclif/core'
import {BaseCommand} from '../src/cli/base-command.ts'

export default class Schema extends BaseCommand {
  static override summary = 'Print the JSON Schema of a document.'
  static override examples = ['<%= config.bin %> <%= command.id %> report']
  static override args = {
    document: Args.string({required: true, options: ['report', 'snapshot'], description: 'The document.'}),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(Schema)
    const {jsonSchemaOf} = await import('../src/model/json-schemas.ts')
    this.print(`${JSON.stringify(jsonSchemaOf(args.document === 'snapshot' ? 'snapshot' : 'report'), null, 2)}\n`)
  }
}
