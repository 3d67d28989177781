import type {Command} from '@oclif/core/command'
import {CommandHelp, Help as OclifHelp} from '@oclif/core/help'

/** What most come for, from the first look to the case for the support. */
const firstExamples = [
  'check video --region eu-west-1',
  'check --template cf-openvidu-ha.yaml --parameters prod.json --region eu-west-1',
  'diagnose video --region eu-west-1',
  'bundle video --region eu-west-1 --case 4711',
]

/** As oclif shows a command, but that the examples come first: most who ask for help look for a line to copy. */
class ExamplesFirst extends CommandHelp {
  protected override sections() {
    const sections = super.sections()
    const examples = sections.filter(({header}) => header === 'EXAMPLES')
    return [...examples, ...sections.filter(({header}) => header !== 'EXAMPLES')]
  }

  protected override examples(examples: Command.Example[] | string | undefined): string | undefined {
    const lines = [examples ?? []].flat().map(one => this.render(typeof one === 'string' ? one : one.command))
    return lines.length === 0 ? undefined : lines.map(line => folded(line, this.opts.maxWidth - 2)).join('\n')
  }
}

/** A command that can be copied: oclif would leave it to the terminal to break it, in the middle of a word. */
function folded(command: string, width: number): string {
  const lines: string[] = []
  let line = '$'
  for (const part of command.split(/ (?=--)/)) {
    // Room for the backslash at its end.
    if (line !== '$' && line.length + 1 + part.length + 2 > width) {
      lines.push(`${line} \\`)
      line = `   ${part}`
    } else line = `${line} ${part}`
  }
  return [...lines, line].join('\n')
}

/** The help of the stand-alone program; as a plugin it is shown by the help of its host. */
export default class Help extends OclifHelp {
  protected override CommandHelpClass = ExamplesFirst

  override formatRoot(): string {
    const {bin} = this.config
    const examples = firstExamples.map(line => folded(`${bin} ${line}`, this.opts.maxWidth - 2))
    // After the line that says what this is, and before how it is called.
    const [lead = '', ...rest] = super.formatRoot().split('\n\n')
    return [this.wrap(lead), this.section('EXAMPLES', examples.join('\n')), ...rest].join('\n\n')
  }
}
