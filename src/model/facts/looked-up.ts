import * as z from 'zod'
import {seen, subject} from './shared.ts'

/* What only AWS knows about the things that parameters or resources name. A plan without look-ups has none of them. */

const certificateDetails = z.object({
  status: z.string(),
  type: z.string(),
  names: z.array(z.string()),
  notAfter: z.iso.datetime().nullable(),
  keyAlgorithm: z.string(),
  renewalEligible: z.boolean(),
  renewalStatus: z.string().nullable(),
  failureReason: z.string().nullable(),
  /** Hexadecimal, upper case, without separators; null before it is issued. */
  serial: z.string().nullable(),
})

const defaultRoute = {
  default: z.enum(['internet-gateway', 'nat-gateway', 'endpoint', 'other', 'blackhole', 'none']),
  /** Of the internet or NAT gateway, null where it leads elsewhere. */
  gatewayId: z.string().nullable(),
}

export const lookedUpFacts = {
  subnets: z.array(
    z.object({
      subject,
      id: z.string(),
      uses: z.array(z.enum(['masters', 'media', 'balancer'])),
      /** Null where AWS has no such subnet. */
      details: z
        .object({
          vpcId: z.string(),
          zone: z.string(),
          mapsPublicAddresses: z.boolean(),
          availableAddresses: z.int(),
          /** What VPC Block Public Access keeps from internet gateways: `off`, `block-ingress`, `block-bidirectional`; null in older snapshots. */
          internetBlocked: z.string().nullable().default(null),
        })
        .nullable(),
    }),
  ),
  /** The default route of each subnet, through its own or its VPC's main route table. */
  routes: z.array(
    z.object({
      subject,
      subnetId: z.string(),
      ...defaultRoute,
    }),
  ),
  /** The NAT gateways that these routes lead to. */
  natGateways: z.array(
    z.object({
      subject,
      id: z.string(),
      /** Null where AWS has no such gateway. */
      details: z
        .object({
          /** `pending`, `available`, `failed`, `deleting`, `deleted`. */
          state: z.string(),
          /** Why it failed, null where AWS tells of no failure. */
          failure: z.object({code: z.string().nullable(), message: z.string().nullable()}).nullable(),
          /** `public` or `private`. */
          connectivity: z.string(),
          vpcId: z.string(),
          /** Null for one that serves a whole region and stands in no subnet. */
          subnetId: z.string().nullable(),
          /** The default route from where it stands, null where no table was seen. */
          route: z.object(defaultRoute).nullable(),
        })
        .nullable(),
    }),
  ),
  /** The internet gateways that these routes lead to, at once or behind a NAT gateway. */
  internetGateways: z.array(
    z.object({
      subject,
      id: z.string(),
      /** Null where AWS has no such gateway; `available` or `attached` is how AWS calls one that is. */
      attachments: z.array(z.object({vpcId: z.string(), state: z.string()})).nullable(),
    }),
  ),
  networkAcls: z.array(
    z.object({
      subject,
      subnetIds: z.array(z.string()),
      entries: z.array(
        z.object({
          egress: z.boolean(),
          number: z.int(),
          allows: z.boolean(),
          /** IANA number as text; `-1` for all. */
          protocol: z.string(),
          cidr: z.string(),
          fromPort: z.int(),
          toPort: z.int(),
        }),
      ),
    }),
  ),
  vpc: z.object({subject, id: z.string(), exists: z.boolean()}),
  vpcDns: z.object({subject, supported: z.boolean()}),
  /** Zones of the region that can hold nodes: Availability Zones that are open to the account. */
  zones: z.array(z.string()),
  certificates: z.array(
    z.object({
      subject,
      role: z.enum(['main', 'turn']),
      arn: z.string(),
      /** Null where ACM has no such certificate. */
      details: certificateDetails.nullable(),
    }),
  ),
  /** Those that listeners have besides their default ones. */
  listenerCertificates: z.array(
    z.object({
      arn: z.string(),
      /** Null where ACM has no such certificate. */
      details: seen(certificateDetails.nullable()),
    }),
  ),
  /** Availability Zones that offer each instance type the stack uses. */
  typeOfferings: z.array(z.object({type: z.string(), zones: z.array(z.string())})),
  /** What an image reference comes to; null where it doesn't resolve. */
  images: z.array(
    z.object({reference: z.string(), imageId: z.string().nullable(), architecture: z.string().nullable()}),
  ),
  keyPair: z.object({subject, name: z.string(), exists: z.boolean()}),
  /** vCPUs of Standard On-Demand instances: the account's limit in the region, and how many run. */
  vcpuQuota: z.object({limit: z.number(), used: z.number()}),
  namedBuckets: z.array(
    z.object({
      subject,
      name: z.string(),
      /** Null where there is no such bucket. */
      details: seen(
        z.object({region: z.string(), publicAccessBlocked: seen(z.boolean()), versioned: seen(z.boolean())}).nullable(),
      ),
    }),
  ),
} as const
