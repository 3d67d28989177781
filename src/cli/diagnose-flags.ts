import * as Flags from '@oclif/core/flags'
import type * as Interfaces from '@oclif/core/interfaces'
import {diagnosisFormatIds} from '../../reports/diagnosis/index.ts'
import {configurationFlag} from './configuration.ts'
import {connectionFlags} from './connection-flags.ts'

export const diagnoseFlags = {
  ...connectionFlags,
  config: configurationFlag,
  timeout: Flags.integer({
    helpValue: 'SECONDS',
    summary: 'Collect no longer than this; what is there by then is diagnosed.',
    default: 600,
    min: 1,
    max: 86_400,
  }),
  from: Flags.string({
    helpValue: 'BUNDLE',
    summary: 'Diagnose a bundle, or the folder of an unpacked one; nothing is asked of AWS.',
  }),
  since: Flags.string({
    helpValue: 'TIME',
    summary: 'Of a deployed stack, logs from then on, in the form of --around; 24h where it is not given.',
    exclusive: ['from'],
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
