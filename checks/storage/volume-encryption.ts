import {bySubject} from '../../src/derive/by-subject.ts'
import {isLive, someOf, volumeInWords} from '../../src/derive/live-volumes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {type Subject, subjectName, templateAsWhole} from '../../src/model/subject.ts'
import {volumeEncryption} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'volume-encryption',
  area: 'storage',
  title: 'The disks of all nodes are encrypted',
  severity: 'medium',
  sources: ['plan', 'deployed'],
  requirements: [],
  why: 'The disks hold passwords, the licence and what participants said. Whoever gets a snapshot of an unencrypted one can read all of it.',
  how: {
    plan: 'Encryption must be asked for on every disk of masters and media nodes. Where the template says nothing, the default of the account in the region decides, which a plan does not see.',
    deployed: 'The volumes themselves tell: each of the masters, and those of all media nodes together.',
  },
  needs: ['volumes'],
  uses: ['intended', 'parts'],
  phrases: {
    off: ({
      observed,
      expected,
    }: {
      observed: {owner: string; volumes: readonly string[]; encryption: string}
      expected: {encryption: string}
    }) =>
      `${observed.owner} has encryption of its disks (${observed.volumes.join(', ')}) ${observed.encryption}; it should be ${expected.encryption}`,
    unencrypted: ({
      observed,
      expected,
    }: {
      observed: {volumes: string; encryption: string}
      expected: {encryption: string}
    }) => `${observed.volumes} has encryption ${observed.encryption}; it should be ${expected.encryption}`,
    notAsked: ({
      observed,
      expected,
    }: {
      observed: {owner: string; volumes: readonly string[]}
      expected: {encryption: string}
    }) =>
      `${observed.owner} does not ask for encryption of its disks (${observed.volumes.join(', ')}), which are encrypted only if the account encrypts by default; it should be ${expected.encryption}`,
  },
  remedy: {
    text: 'Turn encryption by default on in the region before the deployment. Disks that exist stay as they are: they are replaced through an encrypted snapshot.',
    commands: ['aws ec2 enable-ebs-encryption-by-default --region REGION'],
    url: volumeEncryption,
  },
  judge({volumes, intended, parts}, {fail, see}) {
    if (volumes.length === 0) see(unknown('unresolved', 'no disk of the nodes is known'), templateAsWhole)
    const group = parts.state === 'known' ? parts.value.mediaGroup : null
    // Media nodes come and go by the hundred, and are of one kind.
    const subjectOf = (volume: (typeof volumes)[number]): Subject =>
      isLive(volume) && volume.group === 'media' && group !== null
        ? {type: 'AWS::AutoScaling::AutoScalingGroup', ...group, location: null}
        : volume.subject
    for (const {subject, items} of bySubject(volumes, subjectOf)) {
      const seen = items.map(volume => ({
        name: volume.subject.id ?? (volume.root ? 'root' : 'data'),
        encryption: see(volume.encryption, volume.subject),
      }))
      const named = (state: 'off' | 'account-default') =>
        seen.flatMap(({name, encryption}) => (encryption === state ? [name] : []))
      const [off, left] = [named('off'), named('account-default')]
      const owner = subjectName(subject)
      const expected = {encryption: 'on'}
      if (off.length > 0 && isLive(items[0])) {
        const single = items.length === 1 ? volumeInWords(items[0]) : `${owner} with ${someOf(off).join(', ')}`
        // What the official template left to the account is the template's doing.
        const asked = intended.state === 'known' ? (intended.value.volumes ?? []) : []
        const left = asked.some(
          ({group: of, encryption}) =>
            of === items[0].group && encryption.state === 'known' && encryption.value === 'account-default',
        )
        const evidence = {observed: {volumes: single, encryption: 'off'}, expected}
        fail('unencrypted', subject, evidence, left ? {defect: 'D22'} : {})
      } else if (off.length > 0) {
        fail('off', subject, {observed: {owner, volumes: [...off, ...left], encryption: 'off'}, expected})
      } else if (left.length > 0) {
        fail('notAsked', subject, {observed: {owner, volumes: left}, expected}, {defect: 'D22'})
      }
    }
  },
})
