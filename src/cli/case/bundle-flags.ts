import * as Flags from '@oclif/core/flags'
import type * as Interfaces from '@oclif/core/interfaces'
import {configurationFlag} from '../configuration.ts'
import {connectionFlags} from '../connection-flags.ts'
import {viaForms} from '../via-place.ts'

export const bundleFlags = {
  ...connectionFlags,
  config: configurationFlag,
  timeout: Flags.integer({
    helpValue: 'SECONDS',
    summary: 'Collect no longer than this; what is there by then is sealed as a partial bundle.',
    default: 3_600,
    min: 1,
    max: 86_400,
  }),
  output: Flags.string({
    helpValue: 'FILE',
    summary: 'The bundle to make; openvidu-doctor-STACK-TIME.tar.gz where it is not given. Nothing is written over.',
  }),
  since: Flags.string({
    helpValue: 'TIME',
    summary: 'Logs from then on: 10m, 2h, 3d ago, or 2026-11-22T10:00 (UTC); 24h where it is not given.',
  }),
  until: Flags.string({helpValue: 'TIME', summary: 'Logs until then, in the same form.'}),
  nodes: Flags.string({
    helpValue: 'NODES',
    summary: 'Of these nodes only: master-1, media-2, an instance id, masters, media.',
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
  }),
  services: Flags.string({
    helpValue: 'SERVICES',
    summary: 'Logs of these services only; how the nodes were installed comes along all the same.',
    multiple: true,
    multipleNonGreedy: true,
    delimiter: ',',
  }),
  'max-size': Flags.string({
    helpValue: 'BYTES',
    summary: 'No more than this before it is packed: of long logs the first and last lines are kept, which is told.',
    default: '500MB',
  }),
  estimate: Flags.boolean({summary: 'Show nodes, sizes and time, and collect nothing.'}),
  case: Flags.string({helpValue: 'TEXT', summary: 'Name or number of the case, told in the bundle.'}),
  'encrypt-to': Flags.string({
    helpValue: 'RECIPIENT',
    summary: 'Encrypt to a recipient of age (age1…) or a file of them. May be repeated.',
    multiple: true,
    multipleNonGreedy: true,
  }),
  resume: Flags.string({
    helpValue: 'PATH',
    summary:
      'Go on with a partial bundle, or the working folder of a run that was ended: only what is missing is collected.',
    exclusive: ['since', 'until', 'case'],
  }),
  tokens: Flags.string({
    helpValue: 'KEYFILE',
    summary:
      'Put tokens in place of addresses and names of hosts, the same in every bundle that is made with this file, which you keep; it is made where it is not there.',
  }),
  via: Flags.string({
    helpValue: viaForms,
    summary:
      'Have large logs come through a bucket of yours, or through CloudWatch Logs where the nodes may write there.',
  }),
  secret: Flags.boolean({
    summary:
      "Read the values of the stack's secret, in memory only, so that none of them gets into the bundle (where that is permitted).",
    default: true,
    allowNo: true,
  }),
  'keep-working-folder': Flags.boolean({
    summary: 'Where a secret is found before sealing, keep the folder in which it is, to look into.',
  }),
}

export type BundleFlags = Interfaces.InferredFlags<typeof bundleFlags>
