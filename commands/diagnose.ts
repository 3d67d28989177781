import * as Args from '@oclif/core/args'
import {diagnosisFormats} from '../reports/diagnosis/index.ts'
import {plain} from '../reports/escape/terminal.ts'
import {BaseCommand} from '../src/cli/base-command.ts'
import {regionFor} from '../src/cli/configured-stack.ts'
import {type DiagnoseFlags, diagnoseFlags} from '../src/cli/diagnose-flags.ts'
import {type DiagnoseRequest, diagnoseRequest} from '../src/cli/diagnose-request.ts'
import type {Diagnosed} from '../src/cli/diagnose-run.ts'
import {screen} from '../src/cli/render.ts'
import {exitCodes} from '../src/engine/exit-code.ts'

export default class Diagnose extends BaseCommand {
  static override summary =
    'Say why a stack failed, or what broke: probable causes with their evidence, and one timeline.'

  static override description = [
    'Reads stack events, scaling activities, target health, the logs of all nodes and what they answer, of a deployed stack or as a bundle has them, and says which of the failures in them explains the others.',
    'A deployed stack is looked at as bundle does it, read-only, into a temporary folder that is removed afterwards. <%= config.bin %> permissions --for bundle prints the policy.',
    'Exit codes: 0 no cause was found, which is no proof that nothing is wrong; 1 causes were found; 2 unusable input; 3 could not look; 130 interrupted, what was seen until then is told.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> <%= command.id %> video --region eu-west-1',
    '<%= config.bin %> <%= command.id %> --from openvidu-doctor-video.tar.gz',
    '<%= config.bin %> <%= command.id %> --from openvidu-doctor-video.tar.gz --around 2026-11-22T03:10 --window 20m',
    '<%= config.bin %> <%= command.id %> video --format markdown > diagnosis.md',
  ]

  static override args = {
    stack: Args.string({
      description: 'Name or ARN of a deployed stack; the configured one without it and without --from.',
      ignoreStdin: true,
    }),
  }

  static override flags = diagnoseFlags

  async run(): Promise<void> {
    const {flags: given, args} = await this.parse(Diagnose)
    const terminal = screen(process.stdout, process.env)
    const configuration = await this.configuration(given.config, new Date().toISOString())
    const stack = args.stack ?? (given.from === undefined ? (configuration.stack ?? undefined) : undefined)
    const flags = {...given, region: given.region ?? regionFor(stack ?? null, configuration)}
    const request = diagnoseRequest(stack, flags, new Date())
    const {diagnosis, partial} = await this.#diagnosed(request, flags)
    const render = await diagnosisFormats[flags.json ? 'json' : flags.format]()
    this.print(render(diagnosis, {...terminal, verbose: false}))
    if (partial !== null) this.tell(`Note: the evidence is not whole: ${plain(partial)}`)
    process.exitCode = this.wasInterrupted
      ? exitCodes.interrupted
      : diagnosis.causes.length > 0
        ? exitCodes.findings
        : exitCodes.clean
  }

  /** Each way is loaded only where it is gone. */
  async #diagnosed(request: DiagnoseRequest, flags: DiagnoseFlags): Promise<Diagnosed> {
    const {target, window} = request
    const toolVersion = this.toolVersion
    if (target.kind === 'saved') {
      const {diagnoseSaved} = await import('../src/cli/diagnose-run.ts')
      return diagnoseSaved(target.file, {toolVersion, now: new Date().toISOString(), window}, this.interrupted())
    }
    const {diagnoseStack} = await import('../src/cli/diagnose-stack.ts')
    return diagnoseStack(target.stack, request, {
      toolVersion,
      flags,
      interrupted: () => this.interrupted(),
      tell: line => this.tell(line),
    })
  }
}
