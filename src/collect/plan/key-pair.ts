import {DescribeKeyPairsCommand, EC2Client} from '@aws-sdk/client-ec2'
import {required} from '../../aws/errors.ts'
import type {Subject} from '../../model/subject.ts'
import {defineCollector, observe} from '../collector.ts'

/** Whether the key pair that the plan names is there. */
export const keyPair = defineCollector({
  id: 'key-pair',
  title: 'Key pair',
  tier: 'plan',
  provides: ['keyPair'],
  follows: ['keyName'],
  iam: ['ec2:DescribeKeyPairs'],
  async collect({session, known: {keyName}}) {
    if (keyName.value.state === 'unknown') return {keyPair: keyName.value}
    const name = keyName.value.value
    const subject: Subject = keyName.subject
    return {
      keyPair: await observe('ec2:DescribeKeyPairs', async () => {
        const command = new DescribeKeyPairsCommand({Filters: [{Name: 'key-name', Values: [name]}]})
        const {KeyPairs} = await session.client(EC2Client).send(command, session.options)
        return {subject, name, exists: required(KeyPairs, 'list of key pairs').some(({KeyName}) => KeyName === name)}
      }),
    }
  },
})
