import {defineCheck} from '../../src/model/check.ts'
import {backup} from '../../src/openvidu/pages.ts'
import {MASTER_SLOTS} from '../../src/openvidu/placement.ts'
import {replacedMasterKey} from '../../src/openvidu/secret-keys.ts'

export default defineCheck({
  id: 'master-slots',
  area: 'masters',
  title: 'No master was replaced after the installation',
  severity: 'high',
  sources: ['deployed'],
  requirements: ['R26'],
  why: 'A master that is replaced, or bootstrapped again, finds all four slots taken: it is a fifth to the others, which go on looking for the one that is gone.',
  how: {
    deployed: `With \`--verify-secret\` the secret must have no ${replacedMasterKey}, which a master writes only when every slot is taken.`,
  },
  needs: ['fifthAddress'],
  phrases: {
    fifth: ({observed, expected}: {observed: {key: string}; expected: {slots: number}}) =>
      `the secret has ${observed.key}: a master was replaced after the ${expected.slots} slots were taken; expected the addresses of ${expected.slots} masters only`,
  },
  remedy: {
    text: 'Find the replaced master (master-addresses names it), give it the address of the one it replaces by restoring that one from its snapshot, then remove the fifth address from the secret.',
    url: backup,
  },
  judge({fifthAddress: {subject, present}}, {fail}) {
    if (present) fail('fifth', subject, {observed: {key: replacedMasterKey}, expected: {slots: MASTER_SLOTS}})
  },
})
