import {Flags, type Interfaces} from '@oclif/core'
import {formatIds} from '../../reports/index.ts'
import {severities} from '../model/severity.ts'
import {checkList} from './flags.ts'

/** A day, in seconds. Beyond 24 of them Node's timers would end at once. */
const longestTimeout = 86_400

/** The flags of `check`. */
export const checkFlags = {
  template: Flags.string({helpValue: 'FILE', summary: 'Examine a plan: CloudFormation template, YAML or JSON.'}),
  from: Flags.string({helpValue: 'FILE', summary: 'Examine a saved snapshot.', exclusive: ['template']}),
  parameters: Flags.string({
    helpValue: 'FILE',
    summary: 'Parameter file: AWS CLI list, CodePipeline template configuration or plain map (repeatable).',
    multiple: true,
    multipleNonGreedy: true,
    dependsOn: ['template'],
  }),
  parameter: Flags.string({
    helpValue: 'KEY=VALUE',
    summary: 'One parameter, before any file (repeatable).',
    multiple: true,
    multipleNonGreedy: true,
    dependsOn: ['template'],
  }),
  'change-set': Flags.string({helpValue: 'NAME', summary: 'Examine what this update of the stack would do, too.'}),
  'verify-secret': Flags.boolean({
    summary: 'Read the secret of the stack, compare it in memory, keep nothing of it.',
  }),
  probe: Flags.boolean({summary: 'Open a TLS connection to the domains of the stack.'}),
  wait: Flags.string({
    helpValue: 'DURATION',
    summary: 'Examine the stack again until nothing fails at or above --fail-on, for so long (10m, 1h30m).',
  }),
  'stack-name': Flags.string({helpValue: 'NAME', summary: 'The name the stack will have.', dependsOn: ['template']}),
  region: Flags.string({helpValue: 'REGION', summary: 'The region of the stack.', env: 'AWS_REGION'}),
  profile: Flags.string({helpValue: 'NAME', summary: 'Profile of the AWS configuration to use.'}),
  offline: Flags.boolean({summary: 'Make no AWS call.'}),
  timeout: Flags.integer({
    helpValue: 'SECONDS',
    summary: 'Look no further than this.',
    default: 120,
    min: 1,
    max: longestTimeout,
  }),
  concurrency: Flags.integer({
    helpValue: 'CALLS',
    summary: 'Calls to one AWS service at the same time.',
    default: 50,
    min: 1,
    max: 200,
  }),
  'no-progress': Flags.boolean({summary: 'Show no progress.'}),
  only: checkList('Only these checks or areas.'),
  skip: checkList('Not these checks or areas.'),
  format: Flags.option({options: formatIds, summary: 'Format on stdout.', default: 'table'})(),
  json: Flags.boolean({summary: 'Same as --format json.', exclusive: ['format']}),
  report: Flags.string({
    helpValue: 'FORMAT=FILE',
    summary: 'Write the report to a file as well (repeatable).',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'save-snapshot': Flags.string({helpValue: 'FILE', summary: 'Save what was seen, for --from.'}),
  'fail-on': Flags.option({
    options: [...severities.filter(severity => severity !== 'info'), 'never'] as const,
    summary: 'Exit 1 where something of this severity or above fails.',
    default: 'high',
  })(),
  strict: Flags.boolean({summary: 'Exit 4 where nothing fails but something could not be judged.'}),
  verbose: Flags.boolean({summary: 'List passed and not applicable checks too.'}),
}

export type CheckFlags = Interfaces.InferredFlags<typeof checkFlags>

/** Those of the flags that were given and mean something for a deployed stack only. */
export function flagsOfStacks(flags: CheckFlags): readonly string[] {
  const given = {
    '--change-set': flags['change-set'] !== undefined,
    '--verify-secret': flags['verify-secret'],
    '--probe': flags.probe,
    '--wait': flags.wait !== undefined,
  }
  return Object.entries(given).flatMap(([flag, is]) => (is ? [flag] : []))
}
