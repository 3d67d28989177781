import * as Args from '@oclif/core/args'
import {BaseCommand} from '../src/cli/base-command.ts'
import {documents} from '../src/model/documents.ts'

export default class Schema extends BaseCommand {
  static override summary = 'Print the JSON Schema of a document.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> report',
    '<%= config.bin %> <%= command.id %> config > openvidu-doctor.schema.json',
  ]
  static override args = {
    document: Args.option({options: documents, description: 'The document.'})({required: true}),
  }

  async run(): Promise<void> {
    const {args} = await this.parse(Schema)
    const {jsonSchemaOf} = await import('../src/model/json-schemas.ts')
    this.print(`${JSON.stringify(jsonSchemaOf(args.document), null, 2)}\n`)
  }
}
