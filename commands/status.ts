import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {plain} from '../reports/escape/terminal.ts'
import {BaseCommand} from '../src/cli/base-command.ts'
import {configurationFlag} from '../src/cli/configuration.ts'
import {configuredStack} from '../src/cli/configured-stack.ts'
import {connectionFlags} from '../src/cli/connection-flags.ts'
import {screen} from '../src/cli/render.ts'
import {repeatedly} from '../src/cli/watch.ts'
import {exitCodes} from '../src/engine/exit-code.ts'
import {nodeStatus} from '../src/engine/node-status.ts'
import {CannotExamine} from '../src/model/errors.ts'
import type {NodeStatus} from '../src/model/status.ts'

export default class Status extends BaseCommand {
  static override summary = 'Show which services every node of a stack runs.'

  static override description = [
    'Asks each running node through Systems Manager Run Command, with one read-only script that <%= config.bin %> probe prints, and shows nodes × services. A node that does not answer is told as such, with the reason.',
    'Exit codes: 0 every service that was seen is up; 1 one is not; 2 unusable input; 3 no node answered; 130 interrupted.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> <%= command.id %> video --region eu-west-1',
    '<%= config.bin %> <%= command.id %> video --watch 30',
    '<%= config.bin %> <%= command.id %> video --json',
  ]

  static override args = {
    stack: Args.string({
      description: 'Name or ARN of a deployed stack; the configured one without it.',
      ignoreStdin: true,
    }),
  }

  static override flags = {
    ...connectionFlags,
    config: configurationFlag,
    watch: Flags.integer({helpValue: 'SECONDS', summary: 'Look again every so many seconds, until Ctrl-C.', min: 5}),
    json: Flags.boolean({summary: 'One JSON document; with --watch one a line.'}),
    verbose: Flags.boolean({summary: 'List every media node, however many there are.'}),
  }

  async run(): Promise<void> {
    const {flags: given, args} = await this.parse(Status)
    const configuration = await this.configuration(given.config, new Date().toISOString())
    const {flags, stack} = configuredStack(args.stack, given, configuration)
    const terminal = screen(process.stdout, process.env)
    const {lookAtNodes} = await import('../src/cli/status-run.ts')
    const running = {
      toolVersion: this.toolVersion,
      flags: flags.watch === undefined ? flags : {...flags, 'no-progress': true},
      interrupted: () => this.interrupted(),
      tell: (line: string) => this.tell(line),
    }
    const {statusTable} = await import('../reports/status/table.ts')
    let looked = false
    await repeatedly(flags.watch ?? null, this.interrupted(), async () => {
      const {snapshot, failure} = await lookAtNodes(stack, running)
      // What was seen until the interruption is less than what stands there already.
      if (looked && this.wasInterrupted) return
      const status = nodeStatus(snapshot)
      if (status === null) {
        const [message, next] = reasonOf(snapshot.facts.nodes, failure?.detail)
        if (!looked) throw new CannotExamine(message, next)
        this.tell(`Note: ${plain(message)}; it goes on.`)
        return
      }
      looked = true
      const document = flags.json
        ? `${JSON.stringify(status, null, flags.watch === undefined ? 2 : 0)}\n`
        : statusTable(status, {...terminal, verbose: flags.verbose})
      // Each look takes the place of the one before, where somebody looks.
      const clear = flags.watch !== undefined && !flags.json && process.stdout.isTTY ? '\u001B[H\u001B[2J' : ''
      this.print(clear + document)
      process.exitCode = this.wasInterrupted ? exitCodes.interrupted : codeOf(status)
    })
    if (this.wasInterrupted) process.exitCode = exitCodes.interrupted
  }
}

function codeOf({summary: {answered, services, up}}: NodeStatus): number {
  if (answered === 0) return exitCodes.couldNotExamine
  return up < services ? exitCodes.findings : 0
}

type NodesFact = Parameters<typeof nodeStatus>[0]['facts']['nodes']

function reasonOf(nodes: NodesFact, failure: string | undefined): [message: string, next: string] {
  const why = failure ?? (nodes?.state === 'unknown' ? nodes.detail : 'they were not looked at')
  return [
    `the nodes of the stack were not seen: ${why}`,
    'Look at region and credentials; openvidu-doctor permissions --for check,nodes prints the policy that is needed.',
  ]
}
