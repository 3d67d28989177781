import * as Flags from '@oclif/core/flags'
import {BaseCommand} from '../src/cli/base-command.ts'

export default class Probe extends BaseCommand {
  static override summary = 'Print the script that runs on the nodes.'

  static override description =
    'What check and status send to the nodes, for whoever wants to read it first: POSIX sh, reads only, prints no secret. In a run the key is random, the addresses are those of the masters.'

  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --role media > probe.sh',
  ]

  static override flags = {
    role: Flags.option({options: ['master', 'media'] as const, summary: 'Of which nodes.', default: 'master'})(),
    region: Flags.string({helpValue: 'REGION', summary: 'The region of the stack.', default: 'eu-west-1'}),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(Probe)
    const [{probeScript}, {regionIn}] = await Promise.all([
      import('../src/nodes/probe/script.ts'),
      import('../src/cli/region.ts'),
    ])
    const region = regionIn(flags.region) ?? 'eu-west-1'
    // Addresses as the default network has them, so that the script reads as in a run.
    const masters = [1, 2, 3, 4].map(number => `10.0.${number}.10`)
    this.print(probeScript({role: flags.role, generation: null, region, masters, key: '0'.repeat(32)}))
  }
}
