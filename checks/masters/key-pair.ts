import {defineCheck} from '../../src/model/check.ts'
import {keyPairs} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'key-pair',
  area: 'masters',
  title: 'The key pair exists in the region',
  severity: 'high',
  sources: ['lookup', 'deployed'],
  requirements: ['R9'],
  why: 'CloudFormation refuses the stack without it. Later it is the way into a master that Systems Manager does not reach, and into every node that is launched anew.',
  how: {
    lookup: 'EC2 is asked for the key pair that the parameter names, in the region of the stack.',
    deployed: 'EC2 is asked for the key pair of the launch templates.',
  },
  needs: ['keyPair'],
  phrases: {
    missing: ({observed, expected}: {observed: {keyPair: string}; expected: {keyPair: string}}) =>
      `the key pair "${observed.keyPair}" does not exist; expected ${expected.keyPair}`,
  },
  remedy: {
    text: 'Make or import a key pair of that name in this region; key pairs of other regions do not count. Before the deployment the name of another one does as well; on a running deployment it would make a new launch template, and the update replaces all masters.',
    commands: [
      'aws ec2 describe-key-pairs --region REGION --query "KeyPairs[].KeyName"',
      'aws ec2 create-key-pair --region REGION --key-name KEY_NAME --query KeyMaterial --output text > KEY_NAME.pem',
    ],
    url: keyPairs,
  },
  judge({keyPair: {subject, name, exists}}, {fail}) {
    if (exists) return
    fail('missing', subject, {observed: {keyPair: name}, expected: {keyPair: 'a key pair of the region of the stack'}})
  },
})
