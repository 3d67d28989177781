import type {Diagnosis, DiagnosisCause} from '../../src/model/diagnosis.ts'
import {timelineTable} from '../case/timeline.ts'
import {text} from '../escape/markdown.ts'
import {marks} from '../story/status.ts'
import {causeSection} from './markdown-cause.ts'
import {gapList} from './markdown-gaps.ts'
import {answerOf, basisOf, noProof, targetOf} from './story.ts'

/** The diagnosis as GitHub shows it. */
export function diagnosisMarkdown(diagnosis: Diagnosis): string {
  const {causes, tool} = diagnosis
  const sections = [
    [
      `# ${causes.length === 0 ? marks.unknown : marks.fail} ${text(answerOf(diagnosis))}`,
      '',
      `${text(targetOf(diagnosis).join(', '))}. ${text(basisOf(diagnosis))}. ${tool.name} ${text(tool.version)}.`,
      ...(causes.length === 0 ? ['', noProof] : []),
    ],
    ...causes.map((cause: DiagnosisCause, index) =>
      causeSection(cause, index + 1, {evidence: Infinity, because: Infinity}),
    ),
    gapList(diagnosis),
    timelineTable(diagnosis),
  ]
  return `${sections
    .filter(section => section.length > 0)
    .map(section => section.join('\n'))
    .join('\n\n')}\n`
}
