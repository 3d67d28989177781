import {Args} from '@oclif/core'
import {BaseCommand} from '../src/cli/base-command.ts'

const documents = ['report', 'snapshot', 'manifest', 'diagnosis'] as const

export default class Schema extends BaseCommand {
  static override summary = 'Print the JSON Schema of a document.'
  static override examples = ['<%= config.bin %> <%= command.id %> report']
  static override args = {
    document: Args.string({required: true, options: [...documents], description: 'The document.'}),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(Schema)
    const {jsonSchemaOf} = await import('../src/model/json-schemas.ts')
    const document = documents.find(name => name === args.document) ?? 'report'
    this.print(`${JSON.stringify(jsonSchemaOf(document), null, 2)}\n`)
  }
}
