import * as Args from '@oclif/core/args'
import {BaseCommand} from '../src/cli/base-command.ts'
import {configuredStack} from '../src/cli/configured-stack.ts'
import {logsFlags} from '../src/cli/logs-flags.ts'
import {screen} from '../src/cli/render.ts'
import {exitCodes} from '../src/engine/exit-code.ts'

/** Between two looks of --follow. */
const pauseSeconds = 3

export default class Logs extends BaseCommand {
  static override summary = 'Show the logs of the nodes of a stack, merged by time.'

  static override description = [
    'Logs are those of services (caddy, openvidu, egress…), journal (of the OpenVidu unit), docker (its unit), cloud-init, and the files cfn-init, ssm-agent, nodes_errors, openvidu-restart, stop_media_node. Without one: every container and the journal.',
    'The nodes are asked through Systems Manager Run Command, read-only. Secrets are taken out on the node, and again here. What is large is staged on the node, fetched in pieces and removed; what is cut is told, with the bytes seen and kept.',
    'Exit codes: 0 at least one node answered; 2 unusable input; 3 none did; 130 interrupted.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> <%= command.id %> video --since 10m',
    '<%= config.bin %> <%= command.id %> video openvidu egress --node media --follow',
    '<%= config.bin %> <%= command.id %> video cloud-init --node master-1 --lines 1000',
    '<%= config.bin %> <%= command.id %> video --since 2h --grep "error|panic" --json',
  ]

  static override args = {
    stack: Args.string({
      description: 'Name or ARN of a deployed stack; the configured one where no argument is given.',
      ignoreStdin: true,
    }),
    service: Args.string({description: 'Names of services and other logs.', ignoreStdin: true}),
  }

  static override strict = false

  static override flags = logsFlags

  async run(): Promise<void> {
    const {flags: given, argv, args} = await this.parse(Logs)
    const configuration = await this.configuration(given.config, new Date().toISOString())
    const {flags, stack} = configuredStack(args.stack, given, configuration)
    const names = argv.map(String).slice(1)
    const {colour} = screen(process.stdout, process.env)
    const [{showLogs}, {logLine}, {jsonLine}] = await Promise.all([
      import('../src/cli/logs-run.ts'),
      import('../reports/logs/line.ts'),
      import('../reports/logs/json-line.ts'),
    ])
    const answered = await showLogs(stack, names, {
      toolVersion: this.toolVersion,
      flags,
      interrupted: () => this.interrupted(),
      tell: line => this.tell(line),
      write: text => this.printPart(text),
      pauseSeconds,
      render: (nodes, sources) => {
        if (flags.json) return jsonLine
        const look = {colour, nodeWidth: widest(nodes), sourceWidth: widest(sources)}
        return line => logLine(line, look)
      },
    })
    process.exitCode = this.wasInterrupted
      ? exitCodes.interrupted
      : answered
        ? exitCodes.clean
        : exitCodes.couldNotExamine
  }
}

function widest(names: readonly string[]): number {
  return names.reduce((most, {length}) => Math.max(most, length), 0)
}
