import {bySubject} from '../../src/derive/by-subject.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {type Subject, subjectName} from '../../src/model/subject.ts'
import {volumeEncryption} from '../../src/openvidu/pages.ts'

const template: Subject = {type: 'Template', id: null, logicalId: null, location: null}

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
    deployed: 'The volumes themselves tell.',
  },
  needs: ['volumes'],
  phrases: {
    off: ({
      observed,
      expected,
    }: {
      observed: {owner: string; volumes: readonly string[]; encryption: string}
      expected: {encryption: string}
    }) =>
      `${observed.owner} has encryption of its disks (${observed.volumes.join(', ')}) ${observed.encryption}; it should be ${expected.encryption}`,
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
  judge({volumes}, {fail, see}) {
    if (volumes.length === 0) see(unknown('unresolved', 'no disk of the nodes is known'), template)
    for (const {subject, items} of bySubject(volumes, volume => volume.subject)) {
      const seen = items.map(volume => ({
        name: volume.subject.id ?? (volume.root ? 'root' : 'data'),
        encryption: see(volume.encryption, subject),
      }))
      const named = (state: 'off' | 'account-default') =>
        seen.flatMap(({name, encryption}) => (encryption === state ? [name] : []))
      const [off, left] = [named('off'), named('account-default')]
      const owner = subjectName(subject)
      const expected = {encryption: 'on'}
      if (off.length > 0) {
        fail('off', subject, {observed: {owner, volumes: [...off, ...left], encryption: 'off'}, expected})
      } else if (left.length > 0) {
        fail('notAsked', subject, {observed: {owner, volumes: left}, expected}, {defect: 'D22'})
      }
    }
  },
})
