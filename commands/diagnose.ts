import {diagnosisFormats} from '../reports/diagnosis/index.ts'
import {plain} from '../reports/escape/terminal.ts'
import {BaseCommand} from '../src/cli/base-command.ts'
import {diagnoseFlags} from '../src/cli/diagnose-flags.ts'
import {screen} from '../src/cli/render.ts'
import {timeWindow} from '../src/cli/time-window.ts'
import {exitCodes} from '../src/engine/exit-code.ts'

export default class Diagnose extends BaseCommand {
  static override summary =
    'Say why a stack failed, or what broke: probable causes with their evidence, and one timeline.'

  static override description = [
    'Reads stack events, scaling activities, target health, the logs of all nodes and what they answered, as a bundle has them, and says which of the failures in them explains the others. Nothing is asked of AWS.',
    'Exit codes: 0 no cause was found, which is no proof that nothing is wrong; 1 causes were found; 2 unusable input; 130 interrupted.',
  ].join('\n\n')

  static override examples = [
    '<%= config.bin %> <%= command.id %> --from openvidu-doctor-video.tar.gz',
    '<%= config.bin %> <%= command.id %> --from openvidu-doctor-video.tar.gz --around 2026-11-22T03:10 --window 20m',
    '<%= config.bin %> <%= command.id %> --from unpacked/ --format markdown > diagnosis.md',
  ]

  static override flags = diagnoseFlags

  async run(): Promise<void> {
    const {flags} = await this.parse(Diagnose)
    const terminal = screen(process.stdout, process.env)
    const now = new Date()
    const options = {toolVersion: this.config.version, now: now.toISOString(), window: timeWindow(flags, now)}
    const {diagnoseSaved} = await import('../src/cli/diagnose-run.ts')
    const {diagnosis, partial} = await diagnoseSaved(flags.from, options, this.interrupted())
    const render = await diagnosisFormats[flags.json ? 'json' : flags.format]()
    this.print(render(diagnosis, {...terminal, verbose: false}))
    if (partial !== null) this.tell(`Note: the bundle is not whole: ${plain(partial)}`)
    process.exitCode = diagnosis.causes.length > 0 ? exitCodes.findings : exitCodes.clean
  }
}
