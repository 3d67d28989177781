import {Flags} from '@oclif/core'
import {BaseCommand} from '../src/cli/base-command.ts'
import {deniedActions} from '../src/cli/saved-report.ts'

export default class Permissions extends BaseCommand {
  static override summary = 'Print the least IAM policy that openvidu-doctor needs.'
  static override description =
    'The actions are those that the look-ups declare; nothing in the policy writes. --missing-from takes a saved JSON report and prints only what was denied in that run.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> --for plan > policy.json',
    '<%= config.bin %> <%= command.id %> --for plan --format cloudformation',
    '<%= config.bin %> <%= command.id %> --missing-from report.json',
  ]

  static override flags = {
    for: Flags.option({
      options: ['plan'] as const,
      summary: 'What the policy is for.',
      multiple: true,
      delimiter: ',',
      default: ['plan'],
    })(),
    'missing-from': Flags.string({
      helpValue: 'FILE',
      summary: 'Only what was denied in a saved JSON report.',
      exclusive: ['for'],
    }),
    format: Flags.option({
      options: ['json', 'cloudformation'] as const,
      summary: 'How to print it.',
      default: 'json',
    })(),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(Permissions)
    const {actionsOf, policyFor, policyTemplate} = await import('../src/collect/permissions.ts')
    const {planCollectors} = await import('../src/collect/plan/index.ts')
    const missing = flags['missing-from']
    const actions = missing === undefined ? actionsOf(planCollectors, flags.for) : await deniedActions(missing)
    if (actions.length === 0) this.tell('Note: nothing was denied in that run.')
    const policy = policyFor(actions)
    this.print(`${JSON.stringify(flags.format === 'json' ? policy : policyTemplate(policy), null, 2)}\n`)
  }
}
