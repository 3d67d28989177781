import * as Args from '@oclif/core/args'
import {BaseCommand} from '../../src/cli/base-command.ts'
import {bundleFlags} from '../../src/cli/case/bundle-flags.ts'
import {configuredStack} from '../../src/cli/configured-stack.ts'
import {chosenOf} from '../../src/cli/known-checks.ts'
import {screen} from '../../src/cli/render.ts'
import {exitCodes} from '../../src/engine/exit-code.ts'

export default class Bundle extends BaseCommand {
  static override summary = 'Collect what tells why a stack fails into one sealed archive, without secrets.'

  static override description = [
    'Events, template, parameters, scaling activities, target health and consoles from AWS; from each node what it answers to the probe, and the logs of its installation, units and services. The nodes are asked read-only through Systems Manager Run Command. Secrets are taken out on the node, again before anything is written here, and the whole is searched once more for every secret that is known before it is sealed.',
    'What matters most comes first. Ctrl-C, SIGTERM or --timeout seal what is there by then as NAME.partial.tar.gz, which --resume goes on with.',
    'Exit codes: 0 sealed, whole; 2 unusable input; 3 a secret was found so that nothing was sealed, or nothing could be looked at; 130 ended early, and sealed as partial.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> <%= command.id %> video --region eu-west-1 --case 4711',
    '<%= config.bin %> <%= command.id %> video --estimate',
    '<%= config.bin %> <%= command.id %> video --since 2026-11-22T10:00 --until 2026-11-22T12:00 --encrypt-to age1…',
    '<%= config.bin %> <%= command.id %> video --resume openvidu-doctor-video-20261122T101500Z.partial.tar.gz',
  ]

  static override args = {
    stack: Args.string({
      description: 'Name or ARN of a deployed stack; the configured one without it.',
      ignoreStdin: true,
    }),
  }

  static override flags = bundleFlags

  async run(): Promise<void> {
    const {flags: given, args} = await this.parse(Bundle)
    const configuration = await this.configuration(given.config, new Date().toISOString())
    const {flags, stack} = configuredStack(args.stack, given, configuration)
    const options = {...screen(process.stdout, process.env), verbose: false}
    const running = {
      toolVersion: this.toolVersion,
      flags,
      interrupted: () => this.interrupted(),
      tell: (line: string) => this.tell(line),
    }
    if (flags.estimate) {
      const [{estimateBundle}, {bundleEstimate}] = await Promise.all([
        import('../../src/cli/case/estimate-run.ts'),
        import('../../reports/bundle/estimate.ts'),
      ])
      this.print(bundleEstimate(await estimateBundle(stack, running), options))
      return
    }
    const [{makeBundle}, {madeBundle}] = await Promise.all([
      import('../../src/cli/case/bundle-run.ts'),
      import('../../reports/bundle/made.ts'),
    ])
    const {settings} = configuration
    // As `check` judges it: what its owner decided holds for whoever opens the bundle.
    const choose = async () => chosenOf(await this.knownChecks(), {only: [], skip: settings.skip})
    const bundle = await makeBundle(stack, running, {choose, settings})
    this.print(madeBundle(bundle, options))
    process.exitCode = bundle.partial === null ? exitCodes.clean : exitCodes.interrupted
  }
}
