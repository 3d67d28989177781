import {ACMClient} from '@aws-sdk/client-acm'
import {AutoScalingClient} from '@aws-sdk/client-auto-scaling'
import {BackupClient} from '@aws-sdk/client-backup'
import {DLMClient} from '@aws-sdk/client-dlm'
import {EC2Client} from '@aws-sdk/client-ec2'
import {ElasticLoadBalancingV2Client} from '@aws-sdk/client-elastic-load-balancing-v2'
import {EventBridgeClient} from '@aws-sdk/client-eventbridge'
import {IAMClient} from '@aws-sdk/client-iam'
import {S3Client} from '@aws-sdk/client-s3'
import {SecretsManagerClient} from '@aws-sdk/client-secrets-manager'
import {ServiceQuotasClient} from '@aws-sdk/client-service-quotas'
import {SSMClient} from '@aws-sdk/client-ssm'
import type {AwsSession} from '../../aws/session.ts'
import type {AnyCollector} from '../collector.ts'
import {namedBuckets} from '../plan/buckets.ts'
import {certificates} from '../plan/certificates.ts'
import {keyPair} from '../plan/key-pair.ts'
import {listenerCertificates} from '../plan/listener-certificates.ts'
import {networkAcls} from '../plan/network-acls.ts'
import {routes} from '../plan/routes.ts'
import {subnets} from '../plan/subnets.ts'
import {vcpuQuota} from '../plan/vcpu-quota.ts'
import {vpc} from '../plan/vpc.ts'
import {zones} from '../plan/zones.ts'
import {balancersCollectors} from './balancers/index.ts'
import {mediaCollectors} from './media/index.ts'
import {nodesCollectors} from './nodes/index.ts'
import {stackCollectors} from './stack/index.ts'
import {storageCollectors} from './storage/index.ts'

/** What a deployed stack shares with a plan: the things that its parameters name. */
const named: readonly AnyCollector[] = [
  zones,
  vpc,
  subnets,
  routes,
  networkAcls,
  certificates,
  listenerCertificates,
  keyPair,
  vcpuQuota,
  namedBuckets,
]

/** Everything that is looked up of a deployed stack, once CloudFormation has told what it is. */
export const deployedCollectors: readonly AnyCollector[] = [
  ...stackCollectors,
  ...nodesCollectors,
  ...mediaCollectors,
  ...balancersCollectors,
  ...storageCollectors,
  ...named,
]

/** Makes the clients that every run needs, so that this is done when they are needed. */
export function makeClients(session: AwsSession): void {
  session.client(ACMClient)
  session.client(AutoScalingClient)
  session.client(BackupClient)
  session.client(DLMClient)
  session.client(EC2Client)
  session.client(ElasticLoadBalancingV2Client)
  session.client(EventBridgeClient)
  session.client(IAMClient)
  session.client(S3Client)
  session.client(SecretsManagerClient)
  session.client(ServiceQuotasClient)
  session.client(SSMClient)
}
