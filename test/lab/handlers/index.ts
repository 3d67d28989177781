import type {LabAccount} from '../account/account.ts'
import {elsewhere} from '../account/build.ts'
import type {LabFleet} from '../nodes/fleet.ts'
import type {HandlerMap} from '../protocol/handlers.ts'
import type {ServiceName} from '../protocol/services.ts'
import {acm} from './acm.ts'
import {named} from './answers.ts'
import {autoScaling} from './auto-scaling.ts'
import {backup, dlm} from './backups.ts'
import {cloudFormation} from './cloudformation.ts'
import {ec2Machines} from './ec2-machines.ts'
import {ec2Network} from './ec2-network.ts'
import {ec2Running} from './ec2-running.ts'
import {ec2Security} from './ec2-security.ts'
import {events, logs} from './events-and-logs.ts'
import {iam} from './iam.ts'
import {loadBalancing} from './load-balancing.ts'
import {runCommand} from './run-command.ts'
import {s3} from './s3.ts'
import {secretsManager} from './secrets.ts'
import {serviceQuotas} from './service-quotas.ts'
import {ssm} from './ssm.ts'
import {sts} from './sts.ts'

const tables: readonly (readonly [ServiceName, object])[] = [
  ['acm', acm],
  ['autoscaling', autoScaling],
  ['backup', backup],
  ['cloudformation', cloudFormation],
  ['dlm', dlm],
  ['ec2', ec2Network],
  ['ec2', ec2Security],
  ['ec2', ec2Machines],
  ['ec2', ec2Running],
  ['elasticloadbalancing', loadBalancing],
  ['events', events],
  ['iam', iam],
  ['logs', logs],
  ['s3', s3],
  ['secretsmanager', secretsManager],
  ['servicequotas', serviceQuotas],
  ['ssm', ssm],
  ['ssm', runCommand],
  ['sts', sts],
]

/** Services whose world is one, whatever region signs. */
const everywhere: readonly string[] = ['iam', 's3', 'sts'] satisfies readonly ServiceName[]

const all = new Map(tables.flatMap(([service, answers]) => [...named(service, answers)]))

/** Every operation that the lab models, `service.Operation`. */
export const modelledOperations: readonly string[] = [...all.keys()].sort()

/** The handlers over an account. A call that is signed for another region finds nothing there. */
export function handlersOf(account: LabAccount, fleet: LabFleet): HandlerMap {
  return new Map(
    [...all].map(([name, answer]) => [
      name,
      (input, call) => {
        const here = call.region === account.region || everywhere.includes(call.service)
        return answer(input, {...call, fleet, account: here ? account : elsewhere(account, call.region)})
      },
    ]),
  )
}
