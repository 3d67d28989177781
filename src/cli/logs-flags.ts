import * as Flags from '@oclif/core/flags'
import type * as Interfaces from '@oclif/core/interfaces'
import {configurationFlag} from './configuration.ts'
import {connectionFlags} from './connection-flags.ts'
import {viaForms} from './via-place.ts'

export const logsFlags = {
  ...connectionFlags,
  config: configurationFlag,
  timeout: Flags.integer({
    helpValue: 'SECONDS',
    summary: 'Bring logs no longer than this; what has arrived by then is shown. With --follow, of each look.',
    default: 3_600,
    min: 1,
    max: 86_400,
  }),
  node: Flags.string({
    helpValue: 'NODE',
    summary: 'Of this node only: master-1, media-2, an instance id, masters, media. May be repeated.',
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
  }),
  since: Flags.string({helpValue: 'TIME', summary: 'From then on: 10m, 2h, 3d ago, or 2026-11-22T10:00 (UTC).'}),
  until: Flags.string({helpValue: 'TIME', summary: 'Until then, in the same form.'}),
  grep: Flags.string({
    helpValue: 'PATTERN',
    summary: 'Only lines that match, secrets already taken out: a POSIX extended regular expression, as for grep -E.',
  }),
  lines: Flags.integer({
    helpValue: 'N',
    summary: 'The last N lines of each log of each node; 200 unless --since is given.',
    min: 1,
    max: 10_000_000,
  }),
  follow: Flags.boolean({summary: 'Go on with new lines as they come, until Ctrl-C.'}),
  'max-bytes': Flags.string({
    helpValue: 'BYTES',
    summary: 'Bring no more than this of a node; what is cut is told.',
    default: '200MB',
  }),
  via: Flags.string({
    helpValue: viaForms,
    summary:
      'Have the nodes upload large logs to a bucket of yours, where they are deleted again, or their agents write them to CloudWatch Logs, where they stay.',
  }),
  output: Flags.string({
    helpValue: 'FOLDER',
    summary: 'Write a file for each node and log instead of showing lines, byte for byte but for secrets.',
    exclusive: ['follow', 'json'],
  }),
  json: Flags.boolean({summary: 'One JSON object a line.'}),
}

export type LogsFlags = Interfaces.InferredFlags<typeof logsFlags>
