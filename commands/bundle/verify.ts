import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {jsonDocument} from '../../reports/escape/json.ts'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {screen} from '../../src/cli/render.ts'

export default class BundleVerify extends BaseCommand {
  static override summary = 'Check that a bundle is whole and unchanged, and show what it holds.'

  static override description = [
    'Reads the archive once, from its first byte to its last, and unpacks nothing to disk: every file must have the size and SHA-256 that the manifest says, and nothing else may be there. Archives that were made to do harm are refused.',
    'The manifest shows damage, not who made it: to know that it is the bundle that was sealed, compare the SHA-256 of the archive with what the sealing run printed.',
    'Exit codes: 0 it is what its manifest says; 2 it is not, or is no bundle; 130 interrupted.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> <%= command.id %> video.tar.gz',
    '<%= config.bin %> <%= command.id %> video.tar.gz --sha256 HEX',
    '<%= config.bin %> <%= command.id %> video.tar.gz --json',
  ]

  static override args = {file: Args.string({description: 'A bundle, decrypted.', required: true})}

  static override flags = {
    sha256: Flags.string({helpValue: 'HEX', summary: 'What the SHA-256 of the archive must be.'}),
    'max-size': Flags.string({helpValue: 'SIZE', summary: 'Read one that unpacks to as much as this (20G).'}),
    json: Flags.boolean({summary: 'One JSON document, with the manifest.'}),
  }

  async run(): Promise<void> {
    const {flags, args} = await this.parse(BundleVerify)
    const terminal = screen(process.stdout, process.env)
    const [{verifyBundle}, {verifiedBundle}] = await Promise.all([
      import('../../src/cli/verify-bundle.ts'),
      import('../../reports/bundle/verified.ts'),
    ])
    const bundle = await verifyBundle({
      file: args.file,
      sha256: flags.sha256,
      maxSize: flags['max-size'],
      signal: this.interrupted(),
    })
    this.print(flags.json ? `${jsonDocument(bundle)}\n` : verifiedBundle(bundle, {...terminal, verbose: false}))
  }
}
