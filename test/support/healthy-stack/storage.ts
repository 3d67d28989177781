import {known} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import type {Subject} from '../../../src/model/subject.ts'
import {addressKey, secretKeysOf, urlKeys} from '../../../src/openvidu/secret-keys.ts'
import {factOf} from '../snapshots.ts'
import type {StackFacts} from './index.ts'
import {masterAddress, masterIds, mediaIds} from './names.ts'

export const masterVolumeIds = [1, 2, 3, 4].map(slot => `vol-0aaaaaaaaaaaaaaa${slot}`)
export const secretSubject: Subject = {
  type: 'AWS::SecretsManager::Secret',
  id: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:openvidu-ha-eu-west-1-video-AbCdEf',
  logicalId: 'OpenViduSharedInfo',
  location: null,
}

const arn = (rest: string) => `arn:aws:ec2:eu-west-1:123456789012:${rest}`
const madeAt = '2026-11-12T10:05:00.000Z'

/** A day's snapshot of every disk by a policy on the masters' names, buckets as the stack made them, a secret filled in. */
export function storageFacts(plan: Snapshot): StackFacts {
  const dataBuckets = factOf(plan, 'dataBuckets').map(bucket => ({
    ...bucket,
    made: bucket.made && {...bucket.made, subject: placed(bucket.made.subject)},
  }))
  return {
    volumes: [
      ...masterIds.map((_, index) => volume(masterVolumeIds[index] ?? '', `OpenViduMasterNode${index + 1}`, 'master')),
      ...mediaIds.map((id, index) => volume(`vol-0bbbbbbbbbbbbbbb${index + 1}`, id, 'media')),
    ],
    masterVolumes: masterIds.map((node, index) => masterVolume(masterVolumeIds[index] ?? '', node, index + 1)),
    snapshots: masterVolumeIds.map((id, index) => ({
      subject: volumeSubject(id),
      volumeId: id,
      newest: {id: `snap-0aaaaaaaaaaaaaaa${index + 1}`, at: '2026-11-22T03:00:00.000Z'},
    })),
    recoveryPoints: [
      ...masterVolumeIds.map(id => ({subject: volumeSubject(id), arn: arn(`volume/${id}`), newest: known(null)})),
      ...masterIds.map(id => ({
        subject: {type: 'AWS::EC2::Instance', id, logicalId: null, location: null},
        arn: arn(`instance/${id}`),
        newest: known(null),
      })),
    ],
    backupPolicies: {
      lifecycle: known([known(dailyPolicy)]),
      plans: known([]),
      optedIn: known({volumes: true, instances: true}),
    },
    dataBuckets,
    madeBuckets: dataBuckets.flatMap(({purpose, made}) =>
      made === null
        ? []
        : [
            {
              subject: made.subject,
              purpose,
              name: made.subject.id ?? '',
              details: known({
                region: 'eu-west-1',
                publicAccessBlocked: known(true),
                versioned: known(false),
                encryption: known('AES256'),
              }),
            },
          ],
    ),
    secret: {subject: secretSubject, name: 'openvidu-ha-eu-west-1-video', exists: true, deletionAt: null},
    secretReview: {
      subject: secretSubject,
      format: 'object',
      keys: secretKeysOf('3.8.0').map(({name}) => ({
        name,
        content: 'filled',
        breaking: (urlKeys as readonly string[]).includes(name) ? ['/'] : [],
      })),
      otherKeys: 0,
      allGenerated: true,
      hosts: [...urlKeys, 'DOMAIN_NAME'].map(key => ({key, is: known('domain')})),
    },
    secretInstallation: {
      subject: secretSubject,
      version: '3.8.0',
      modules: ['observability', 'openviduMeet', 'v2compatibility'],
    },
    fifthAddress: {subject: secretSubject, present: false},
    secretAddresses: [1, 2, 3, 4].map(slot => ({
      subject: secretSubject,
      name: addressKey(slot),
      slot,
      address: masterAddress(slot),
    })),
    addressParameters: {state: 'absent', why: 'this generation keeps the addresses of the masters in the secret'},
  }
}

export type LifecyclePolicy = Extract<
  Extract<FactMap['backupPolicies']['lifecycle'], {state: 'known'}>['value'][number],
  {state: 'known'}
>['value']

export const dailyPolicy: LifecyclePolicy = {
  subject: {type: 'AWS::DLM::LifecyclePolicy', id: 'policy-0123456789abcdef0', logicalId: null, location: null},
  id: 'policy-0123456789abcdef0',
  state: 'ENABLED',
  statusMessage: 'ENABLED',
  isDefault: false,
  type: 'EBS_SNAPSHOT_MANAGEMENT',
  resourceTypes: ['INSTANCE'],
  locations: ['CLOUD'],
  targetTags: [1, 2, 3, 4].map(slot => ({key: 'Name', value: `video - OpenVidu HA - Master Node ${slot}`})),
  excludesRoot: false,
  excludedTags: [],
  excludedVolumeTypes: [],
  schedules: ['rate(24 hours)'],
}

function volumeSubject(id: string): Subject {
  return {type: 'AWS::EC2::Volume', id, logicalId: null, location: null}
}

function volume(id: string, node: string, group: 'master' | 'media'): FactMap['volumes'][number] {
  const subject = volumeSubject(id)
  return {
    subject,
    nodes: [node],
    group,
    root: true,
    sizeGiB: {subject, value: known(group === 'master' ? 100 : 50)},
    encryption: known('on'),
    deleteOnTermination: {subject, value: known(group === 'media')},
  }
}

function masterVolume(id: string, node: string, slot: number): FactMap['masterVolumes'][number] {
  return {
    subject: volumeSubject(id),
    id,
    details: {
      arn: arn(`volume/${id}`),
      node: {
        id: node,
        name: `OpenViduMasterNode${slot}`,
        arn: arn(`instance/${node}`),
        tags: [{key: 'Name', value: `video - OpenVidu HA - Master Node ${slot}`}],
      },
      root: true,
      type: 'gp3',
      createdAt: madeAt,
      tags: [],
    },
  }
}

function placed(subject: Subject): Subject {
  return {...subject, id: `video-${subject.logicalId?.toLowerCase()}`, location: null}
}
