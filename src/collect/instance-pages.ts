import {DescribeInstancesCommand, EC2Client, type Filter, type Instance} from '@aws-sdk/client-ec2'
import {beforeReading} from '../aws/before-reading.ts'
import {required} from '../aws/errors.ts'
import type {AwsSession} from '../aws/session.ts'

/** The most that EC2 gives: what it tells of an instance is long, but the more of them an answer holds, the fewer calls. */
const pageSize = 1_000

/**
 * What no look-up reads of an instance, with its element: most of what EC2 tells. The SDK reads XML letter by letter, and to take these
 * out of it first is done in a hundredth of the time.
 */
export const unread = {
  AmiLaunchIndex: 'amiLaunchIndex',
  BlockDeviceMappings: 'blockDeviceMapping',
  CapacityReservationSpecification: 'capacityReservationSpecification',
  ClientToken: 'clientToken',
  EbsOptimized: 'ebsOptimized',
  EnaSupport: 'enaSupport',
  EnclaveOptions: 'enclaveOptions',
  HibernationOptions: 'hibernationOptions',
  Hypervisor: 'hypervisor',
  KeyName: 'keyName',
  MaintenanceOptions: 'maintenanceOptions',
  MetadataOptions: 'metadataOptions',
  Monitoring: 'monitoring',
  NetworkInterfaces: 'networkInterfaceSet',
  NetworkPerformanceOptions: 'networkPerformanceOptions',
  Operator: 'operator',
  PlatformDetails: 'platformDetails',
  PrivateDnsName: 'privateDnsName',
  PrivateDnsNameOptions: 'privateDnsNameOptions',
  PublicDnsName: 'dnsName',
  RootDeviceName: 'rootDeviceName',
  RootDeviceType: 'rootDeviceType',
  SecondaryInterfaces: 'secondaryInterfaceSet',
  SourceDestCheck: 'sourceDestCheck',
  UsageOperation: 'usageOperation',
  UsageOperationUpdateTime: 'usageOperationUpdateTime',
  VirtualizationType: 'virtualizationType',
} as const satisfies {readonly [K in keyof Instance]: string}

/** No further than to the next of the same name: an answer full of elements without an end would be looked through for each of them. */
const unreadElements = new RegExp(`<(${Object.values(unread).join('|')})>(?:(?!<\\1>)[^])*?</\\1>`, 'g')

/** An instance as far as it is read. */
export type ReadInstance = Omit<Instance, keyof typeof unread>

export interface InstancePage {
  readonly instances: readonly ReadInstance[]
  /** Of the page after it; null where this was the last. */
  readonly nextToken: string | null
}

export interface InstanceQuestion {
  readonly filters: Filter[]
  /** Of the page that is wanted; null for the first. */
  readonly token: string | null
}

export async function instancePage(session: AwsSession, question: InstanceQuestion): Promise<InstancePage> {
  return ask(session, question).page
}

/** Pages from one on, to the last. The next is on its way before one is read, which takes the SDK about as long as a call takes. */
export async function* instancePages(
  session: AwsSession,
  {filters, token}: InstanceQuestion,
): AsyncGenerator<InstancePage> {
  let asked = ask(session, {filters, token})
  let ahead: AskedPage | null = null
  try {
    for (;;) {
      const next = await asked.glimpsed
      ahead = next === null ? null : ask(session, {filters, token: next})
      const page = await asked.page
      yield page
      if (page.nextToken === null) return
      asked = ahead?.token === page.nextToken ? ahead : ask(session, {filters, token: page.nextToken})
    }
  } finally {
    // Nothing is asked once a look-up has ended.
    await ahead?.page.catch(() => {})
  }
}

interface AskedPage {
  readonly token: string | null
  /** The token of the page after it, seen before the page is read; null where it was not seen. */
  readonly glimpsed: Promise<string | null>
  readonly page: Promise<InstancePage>
}

function ask(session: AwsSession, {filters, token}: InstanceQuestion): AskedPage {
  const command = new DescribeInstancesCommand({
    Filters: filters,
    MaxResults: pageSize,
    ...(token === null ? {} : {NextToken: token}),
  })
  const glimpsed = Promise.withResolvers<string | null>()
  beforeReading(command, text => {
    glimpsed.resolve(tokenIn(text))
    return text.replace(unreadElements, '')
  })
  const page = session
    .client(EC2Client)
    .send(command, session.options)
    .then(({Reservations, NextToken}) => {
      // Nothing found is an empty list; no list at all would read as instances that nobody saw to be gone.
      const instances = required(Reservations, 'reservations').flatMap(({Instances}) =>
        required(Instances, 'instances'),
      )
      return {instances, nextToken: NextToken || null}
    })
  // Without an answer, or where one of another status was taken as it is.
  const unseen = () => glimpsed.resolve(null)
  page.then(unseen, unseen)
  return {token, glimpsed: glimpsed.promise, page}
}

/** Only where it stands as it is: what is escaped in XML is for the SDK to read. */
function tokenIn(answer: string): string | null {
  return /<nextToken>([\w+/=-]+)<\/nextToken>/.exec(answer)?.[1] ?? null
}
