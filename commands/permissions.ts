import * as Flags from '@oclif/core/flags'
import {plain} from '../reports/escape/terminal.ts'
import {BaseCommand} from '../src/cli/base-command.ts'
import {configurationFlag} from '../src/cli/configuration.ts'
import {deniedActions} from '../src/cli/saved-report.ts'
import {stackNameIn} from '../src/cli/stack-reference.ts'
import {viaForms, viaPlaceIn} from '../src/cli/via-place.ts'
import {UnusableInput} from '../src/model/errors.ts'

export default class Permissions extends BaseCommand {
  static override summary = 'Print the least IAM policy that openvidu-doctor needs.'
  static override description =
    'The actions are those that the look-ups declare; none writes, but for the objects of --via s3://, and ssm:SendCommand of --for nodes and bundle: openvidu-doctor sends scripts that only read, yet whoever has this policy is root on every node that it is for. --stack narrows it to the nodes of one stack. --missing-from takes a saved JSON report and prints only what was denied in that run.'

  static override examples = [
    '<%= config.bin %> <%= command.id %> --for plan > policy.json',
    '<%= config.bin %> <%= command.id %> --for check,secret',
    '<%= config.bin %> <%= command.id %> --for check,nodes --stack video',
    '<%= config.bin %> <%= command.id %> --for check,nodes --via s3://support/case-7',
    '<%= config.bin %> <%= command.id %> --for bundle,secret --stack video',
    '<%= config.bin %> <%= command.id %> --for plan --format cloudformation',
    '<%= config.bin %> <%= command.id %> --missing-from report.json',
  ]

  static override flags = {
    for: Flags.option({
      options: ['plan', 'check', 'secret', 'nodes', 'bundle'] as const,
      summary:
        'What the policy is for: looking up a plan, checking a stack, reading its secret (--verify-secret; bundles are searched for it), looking inside its nodes, which takes the right to be root there, making a bundle, which takes all of this but the secret.',
      multiple: true,
      delimiter: ',',
      default: ['plan'],
    })(),
    stack: Flags.string({
      helpValue: 'NAME',
      summary: 'Allow commands on the nodes of this stack only; of the configured one, or of any, without it.',
    }),
    via: Flags.string({
      helpValue: viaForms,
      summary: 'With --for nodes: also what logs --via takes for this place.',
      exclusive: ['missing-from'],
    }),
    'missing-from': Flags.string({
      helpValue: 'FILE',
      summary: 'Only what was denied in a saved JSON report.',
      exclusive: ['for'],
    }),
    config: configurationFlag,
    format: Flags.option({
      options: ['json', 'cloudformation'] as const,
      summary: 'How to print it.',
      default: 'json',
    })(),
  }

  async run(): Promise<void> {
    const {flags} = await this.parse(Permissions)
    const place = flags.via === undefined ? null : viaPlaceIn(flags.via)
    if (place !== null && !flags.for.includes('nodes')) {
      throw new UnusableInput([{message: '--via is a way for the logs of nodes', location: null}], 'Add --for nodes.')
    }
    const [{actionsFor, policyFor, policyTemplate, purposes}, {placeStatement}] = await Promise.all([
      import('../src/collect/permissions.ts'),
      import('../src/collect/place-permissions.ts'),
    ])
    const missing = flags['missing-from']
    const declared = actionsFor(missing === undefined ? flags.for : purposes)
    const wanted = missing === undefined ? declared : await deniedActions(missing)
    // A report is a file like any other: it may not ask for more than the look-ups ever do.
    const actions = wanted.filter(action => declared.includes(action))
    const strangers = wanted.filter(action => !declared.includes(action))
    if (strangers.length > 0) this.tell(`Note: no look-up of this version uses ${plain(strangers.join(', '))}.`)
    // A policy without statements is none that IAM takes.
    if (actions.length === 0) return this.tell('Note: nothing that can be allowed was denied in that run.')
    const configuration = await this.configuration(flags.config, new Date().toISOString())
    const named = flags.stack ?? configuration.stack
    const stack = named === null ? null : stackNameIn(named)
    const looks = policyFor(actions, stack)
    const policy = place === null ? looks : {...looks, Statement: [...looks.Statement, placeStatement(place)]}
    if (actions.includes('ssm:SendCommand')) {
      const which =
        stack === null ? 'of every CloudFormation stack in the account (narrow it with --stack)' : `of ${stack}`
      this.tell(`Note: whoever may use ssm:SendCommand is root on the nodes ${which}.`)
    }
    if (place?.kind === 'logs') {
      this.tell(
        'Note: the roles of the nodes must be let into the log group, too: attach CloudWatchAgentServerPolicy to them.',
      )
    }
    this.print(`${JSON.stringify(flags.format === 'json' ? policy : policyTemplate(policy), null, 2)}\n`)
  }
}
