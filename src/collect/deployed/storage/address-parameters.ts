import {GetParametersCommand, SSMClient} from '@aws-sdk/client-ssm'
import {required} from '../../../aws/errors.ts'
import {absent} from '../../../model/fact.ts'
import {MASTER_SLOTS} from '../../../openvidu/placement.ts'
import {addressParameterName} from '../../../openvidu/secret-keys.ts'
import {defineCollector, observe} from '../../collector.ts'
import {addressOf} from './read-secret.ts'

/** The addresses of the masters in SSM parameters, where the announced generation keeps them. */
export const addressParameters = defineCollector({
  id: 'address-parameters',
  title: 'Stored addresses',
  tier: 'check',
  provides: ['addressParameters'],
  follows: ['template', 'stackName'],
  iam: ['ssm:GetParameters'],
  async collect({session, known: {template, stackName}}) {
    if (template.generation !== 'next') {
      return {addressParameters: absent('this generation keeps the addresses of the masters in the secret')}
    }
    const slots = Array.from({length: MASTER_SLOTS}, (_, index) => ({
      slot: index + 1,
      name: addressParameterName(stackName, index + 1),
    }))
    return {
      addressParameters: await observe('ssm:GetParameters', async () => {
        const command = new GetParametersCommand({Names: slots.map(({name}) => name)})
        const {Parameters, InvalidParameters} = await session.client(SSMClient).send(command, session.options)
        const found = new Map((Parameters ?? []).map(({Name, Value}) => [Name, required(Value, 'parameter value')]))
        // AWS says of each name that it has no parameter for; what it does not say is not known to be missing.
        for (const {name} of slots)
          if (!found.has(name))
            required(
              InvalidParameters?.find(one => one === name),
              name,
            )
        return slots.map(({slot, name}) => ({
          subject: {type: 'AWS::SSM::Parameter', id: name, logicalId: null, location: null},
          name,
          slot,
          address: addressOf(found.get(name)),
        }))
      }),
    }
  },
})
