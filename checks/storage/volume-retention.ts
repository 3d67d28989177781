import {bySubject} from '../../src/derive/by-subject.ts'
import {isLive, volumeInWords} from '../../src/derive/live-volumes.ts'
import {holdingVolumes, lostWithDisks, templateDeletesDisks} from '../../src/derive/volume-loss.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName, templateAsWhole} from '../../src/model/subject.ts'
import {backup, deleteOnTermination, deletionPolicies, firstGuide} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'volume-retention',
  area: 'storage',
  title: 'What the masters hold outlives the stack and a terminated master',
  severity: 'high',
  sources: ['plan', 'deployed'],
  requirements: ['R20'],
  why: 'Deleting the stack, or an update that replaces the masters, takes their disks along. Without a snapshot nothing of the deployment is left then.',
  how: {
    plan: 'In the first generation RetainVolumes must be true. Since 3.2 the disks of the masters must have DeleteOnTermination off, and buckets that the stack makes a deletion policy that keeps them; buckets of your own are yours to keep.',
    deployed:
      'DeleteOnTermination is read from the volumes as they are attached, deletion policies from the template of the stack. A volume that the stack made and that EC2 has no more is lost already.',
  },
  needs: ['volumes'],
  uses: ['retainVolumes', 'dataBuckets', 'intended', 'masterVolumes'],
  phrases: {
    notRetained: ({
      observed,
      expected,
    }: {
      observed: {parameter: string; retained: boolean; lost: string}
      expected: {retained: boolean}
    }) =>
      `${observed.parameter} is ${observed.retained}, so that deleting the stack loses ${observed.lost}; it should be ${expected.retained}`,
    deletedWithNode: ({
      observed,
      expected,
    }: {
      observed: {owner: string; volumes: readonly string[]; deleteOnTermination: boolean; lost: string}
      expected: {deleteOnTermination: boolean}
    }) =>
      `${observed.owner} gives masters disks (${observed.volumes.join(', ')}) with DeleteOnTermination ${observed.deleteOnTermination}, so that deleting the stack or terminating a master loses ${observed.lost}; it should be ${expected.deleteOnTermination}`,
    deletedWithMaster: ({
      observed,
      expected,
    }: {
      observed: {volume: string; deleteOnTermination: boolean; lost: string}
      expected: {deleteOnTermination: boolean}
    }) =>
      `${observed.volume} has DeleteOnTermination ${observed.deleteOnTermination}, so that deleting the stack or terminating the master loses ${observed.lost}; it should be ${expected.deleteOnTermination}`,
    gone: ({observed, expected}: {observed: {volume: string}; expected: {state: string}}) =>
      `the volume ${observed.volume}, which the stack made for the data of a master, does not exist; expected it ${expected.state}`,
    bucketDeleted: ({
      observed,
      expected,
    }: {
      observed: {bucket: string; deletionPolicy: string; lost: string}
      expected: {deletionPolicy: string}
    }) =>
      `${observed.bucket} has the deletion policy ${observed.deletionPolicy}, so that deleting the stack loses ${observed.lost}; it should be ${expected.deletionPolicy}`,
  },
  remedy: {
    text: 'Set DeleteOnTermination to false on the disks of every master after the deployment (in the launch template before it), have a snapshot policy, and turn termination protection of the stack on.',
    commands: [
      `aws ec2 modify-instance-attribute --instance-id INSTANCE_ID --block-device-mappings '[{"DeviceName":"/dev/sda1","Ebs":{"DeleteOnTermination":false}}]'`,
      'aws cloudformation update-termination-protection --enable-termination-protection --stack-name STACK',
    ],
    url: deleteOnTermination,
  },
  remedies: {
    gone: {
      text: 'Make a volume from its last snapshot, in the zone of its master, and attach it in its place.',
      commands: ['aws ec2 create-volume --snapshot-id SNAPSHOT_ID --availability-zone ZONE'],
      url: backup,
    },
    notRetained: {text: 'Set RetainVolumes to true before the stack is made.', url: firstGuide},
    bucketDeleted: {
      text: 'Give the bucket DeletionPolicy and UpdateReplacePolicy Retain, or name a bucket of your own.',
      url: deletionPolicies,
    },
  },
  judge({volumes, retainVolumes, dataBuckets, intended, masterVolumes}, {fail, see, look}) {
    for (const {subject, id, details} of masterVolumes.state === 'known' ? masterVolumes.value : []) {
      if (details === null) fail('gone', subject, {observed: {volume: id}, expected: {state: 'to be kept'}})
    }
    const retention = look('retainVolumes', retainVolumes)
    if (retention !== undefined && see(retention.value, retention.subject) === false) {
      const observed = {parameter: subjectName(retention.subject), retained: false, lost: lostWithDisks('on disks')}
      fail('notRetained', retention.subject, {observed, expected: {retained: true}})
    }
    const holding = holdingVolumes(volumes, retention !== undefined)
    if (holding.length === 0) {
      if (retention !== undefined) return
      see(unknown('unresolved', 'the image decides about the disks of the masters'), templateAsWhole)
    }
    const buckets = look('dataBuckets', dataBuckets) ?? []
    // Where the buckets were not seen nobody says that recordings are lost.
    const lost = lostWithDisks(buckets.length > 0 || dataBuckets.state === 'unknown' ? 'in buckets' : 'on disks')
    for (const {subject, items} of bySubject(holding, volume => volume.subject)) {
      const doomed = items.filter(volume => see(volume.deleteOnTermination.value, subject) === true)
      const [first] = doomed
      if (first === undefined) continue
      if (isLive(first)) {
        const asked = intended.state === 'known' ? (intended.value.volumes ?? []) : []
        const observed = {volume: volumeInWords(first), deleteOnTermination: true, lost}
        const evidence = {observed, expected: {deleteOnTermination: false}}
        fail('deletedWithMaster', subject, evidence, templateDeletesDisks(asked) ? {defect: 'D22'} : {})
        continue
      }
      const observed = {
        owner: subject.logicalId ?? subjectName(subject),
        volumes: doomed.map(volume => volume.subject.id ?? (volume.root ? 'root' : 'data')),
        deleteOnTermination: true,
        lost,
      }
      // The line that says so, where one does: it is what a fork has to change.
      const place = {...subject, location: first.deleteOnTermination.subject.location ?? subject.location}
      fail('deletedWithNode', place, {observed, expected: {deleteOnTermination: false}}, {defect: 'D22'})
    }
    for (const {purpose, made} of buckets) {
      // Snapshot is not for buckets; both kinds of Retain keep one whose stack is deleted.
      if (made === null || made.deletionPolicy.startsWith('Retain')) continue
      const held = purpose === 'application' ? 'every recording' : 'the data of the cluster'
      const observed = {bucket: subjectName(made.subject), deletionPolicy: made.deletionPolicy, lost: held}
      fail('bucketDeleted', made.subject, {observed, expected: {deletionPolicy: 'Retain'}})
    }
  },
})
