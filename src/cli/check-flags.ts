import * as Flags from '@oclif/core/flags'
import type * as Interfaces from '@oclif/core/interfaces'
import {formatIds} from '../../reports/index.ts'
import {failOnLevels} from '../model/severity.ts'
import {configurationFlag} from './configuration.ts'
import {connectionFlags} from './connection-flags.ts'
import {checkList} from './flags.ts'

/** The flags of `check`. */
export const checkFlags = {
  template: Flags.string({helpValue: 'FILE', summary: 'Examine a plan: CloudFormation template, YAML or JSON.'}),
  from: Flags.string({helpValue: 'FILE', summary: 'Examine a saved snapshot, or a bundle.', exclusive: ['template']}),
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
  'no-nodes': Flags.boolean({summary: 'Do not ask the nodes themselves, through Systems Manager, what runs on them.'}),
  probe: Flags.boolean({summary: 'Open a TLS connection to the domains of the stack.'}),
  wait: Flags.string({
    helpValue: 'DURATION',
    summary: 'Examine the stack again until nothing fails at or above --fail-on, for so long (10m, 1h30m).',
  }),
  'stack-name': Flags.string({helpValue: 'NAME', summary: 'The name the stack will have.', dependsOn: ['template']}),
  region: connectionFlags.region,
  profile: connectionFlags.profile,
  offline: Flags.boolean({summary: 'Make no AWS call.'}),
  timeout: connectionFlags.timeout,
  concurrency: connectionFlags.concurrency,
  'no-progress': connectionFlags['no-progress'],
  only: checkList('Only these checks or areas.'),
  skip: checkList('Not these checks or areas, besides those of the configuration.'),
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
    options: failOnLevels,
    summary: 'Exit 1 where something of this severity or above fails.',
    default: 'high',
  })(),
  config: configurationFlag,
  'no-waivers': Flags.boolean({summary: 'Apply no waiver of the configuration.'}),
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
