import {Flags, type Interfaces} from '@oclif/core'
import {diagnosisFormatIds} from '../../reports/diagnosis/index.ts'

export const diagnoseFlags = {
  from: Flags.string({
    helpValue: 'BUNDLE',
    summary: 'The bundle to diagnose, or the folder of an unpacked one.',
    required: true,
  }),
  around: Flags.string({
    helpValue: 'TIME',
    summary: 'Look at the time around this moment only: 10m, 2h, 3d ago, or 2026-11-22T10:00 (UTC).',
  }),
  window: Flags.string({
    helpValue: 'DURATION',
    summary: 'How long that time is, half of it before the moment: 30m, 1h30m; 30m where it is not given.',
    dependsOn: ['around'],
  }),
  format: Flags.option({options: diagnosisFormatIds, summary: 'Format on stdout.', default: 'table'})(),
  json: Flags.boolean({summary: 'Same as --format json.', exclusive: ['format']}),
}

export type DiagnoseFlags = Interfaces.InferredFlags<typeof diagnoseFlags>
