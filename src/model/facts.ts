import * as z from 'zod'
import {unknownCauses} from './fact.ts'

/*
 * What can be known of a deployment, as zod schemas: the TypeScript types, the validation of a saved snapshot
 * and its JSON Schema all come from here. A planned and a deployed stack give the same facts; whatever differs
 * between them stays in the source that produced them.
 */

const location = z.object({file: z.string(), line: z.int().positive()})

const subject = z
  .object({
    type: z.string(),
    id: z.string().nullable(),
    logicalId: z.string().nullable(),
    location: location.nullable(),
  })
  .meta({id: 'Subject', description: 'What something is said about: a resource, a parameter, a node.'})

const unseen = z
  .object({
    state: z.literal('unknown'),
    cause: z.enum(unknownCauses),
    detail: z.string(),
    action: z.string().optional(),
  })
  .meta({id: 'Unknown', description: 'Something that could not be seen, and what would make it visible.'})

function seen<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('state', [z.object({state: z.literal('known'), value}), unseen])
}

/** A value and the place that set it: a finding about it points there. */
function setting<T extends z.ZodType>(value: T) {
  return z.object({subject, value: seen(value)})
}

const nodeGroup = z.enum(['master', 'media', 'load-balancer', 'turn-load-balancer'])

const image = z.object({
  subject,
  /** An AMI id, or the name of the public SSM parameter that holds one. */
  reference: seen(z.string()),
  architecture: seen(z.enum(['x86_64', 'arm64'])),
})

const volume = z.object({
  subject,
  /** Names of the nodes that have it; several where one launch template describes the volume of each. */
  nodes: z.array(z.string()),
  group: z.enum(['master', 'media']),
  root: z.boolean(),
  sizeGiB: setting(z.number()),
  /** `account-default`: not asked for, so on only where the account encrypts by default in its region. */
  encryption: seen(z.enum(['on', 'off', 'account-default'])),
  deleteOnTermination: setting(z.boolean()),
})

const ingressRule = z.object({
  subject,
  protocol: seen(z.string()),
  fromPort: seen(z.number()),
  toPort: seen(z.number()),
  source: seen(
    z.discriminatedUnion('kind', [
      z.object({kind: z.literal('group'), group: nodeGroup}),
      z.object({kind: z.literal('cidr'), cidr: z.string()}),
      z.object({kind: z.literal('other'), id: z.string()}),
    ]),
  ),
})

const healthCheck = z.object({
  protocol: seen(z.string()),
  port: seen(z.string()),
  path: seen(z.string()),
  matcher: seen(z.string()),
})

/** Every fact by its key. Order is that of the snapshot. */
export const factSchemas = {
  template: z.object({
    subject,
    /** `internal-tls` is the unofficial variant that shipped once beside the official template. */
    kind: z.enum(['high-availability', 'internal-tls']),
    /** What the template says it installs: a release, `main`, or null where it does not say. */
    version: z.string().nullable(),
    versionSubject: subject,
    /** Id of the template generation, by version where it is a known one, by shape otherwise. */
    generation: z.string().nullable(),
    /** Id of the generation whose parameters and resources it has, whatever version it names. */
    shape: z.string().nullable(),
    /** Against the official text of that version; `unverifiable` where no official text is known. */
    official: z.enum(['unmodified', 'modified', 'unverifiable']),
  }),
  features: z.object({turnDomain: z.boolean(), mainDomainTurn: z.boolean()}),
  parameters: z.array(
    z.object({
      subject,
      name: z.string(),
      type: z.string(),
      origin: z.enum(['default', 'file', 'command-line', 'previous', 'missing', 'undeclared']),
      /** The value is never kept of a parameter that is secret by declaration or by name. */
      secret: z.boolean(),
      violations: z.array(
        z.object({
          rule: z.enum([
            'undeclared',
            'required',
            'type',
            'allowed-values',
            'allowed-pattern',
            'min-length',
            'max-length',
            'min-value',
            'max-value',
          ]),
          observed: z.string(),
          expected: z.string(),
        }),
      ),
      /** Why a constraint could not be tried, null where all were. */
      unchecked: z.string().nullable(),
    }),
  ),
  stackName: z.string(),
  region: z.string(),
  license: z.object({subject, blank: seen(z.boolean())}),
  rtcEngine: setting(z.string()),
  domainName: setting(z.string()),
  certificate: setting(z.string()),
  turn: z.object({domainName: setting(z.string()), certificate: setting(z.string())}),
  vpcId: setting(z.string()),
  keyName: setting(z.string()),
  masterSubnets: setting(z.array(z.string())),
  mediaSubnets: setting(z.array(z.string())),
  balancerSubnets: setting(z.array(z.string())),
  masterCount: z.object({
    subject,
    arrangement: z.enum(['instances', 'group']),
    min: seen(z.number()),
    desired: seen(z.number()),
    max: seen(z.number()),
  }),
  masters: z.array(
    z.object({
      subject,
      slot: z.int().nullable(),
      subnetId: seen(z.string()),
      instanceType: setting(z.string()),
      image,
    }),
  ),
  volumes: z.array(volume),
  retainVolumes: setting(z.boolean()),
  mediaGroup: z.object({
    subject,
    min: setting(z.number()),
    desired: setting(z.number()),
    max: setting(z.number()),
    healthCheckType: seen(z.string()),
    instanceType: setting(z.string()),
    image,
  }),
  scalingPolicies: z.array(
    z.object({subject, policyType: seen(z.string()), metric: seen(z.string()), target: setting(z.number())}),
  ),
  mediaDrain: z.object({
    subject,
    hook: z.object({subject, transition: seen(z.string())}).nullable(),
    rule: z.object({subject, namesGroup: seen(z.boolean()), enabled: seen(z.boolean())}).nullable(),
    document: z.object({subject}).nullable(),
    /** The event rule's role, with the ARNs on which it may start an automation; unresolved parts as `${Name}`. */
    starter: z.object({subject, resources: seen(z.array(z.string()))}).nullable(),
  }),
  securityGroups: z.array(z.object({subject, group: nodeGroup, ingress: z.array(ingressRule)})),
  balancers: z.array(
    z.object({
      subject,
      balancer: z.enum(['main', 'turn']),
      /** `internet-facing` or `internal`. */
      scheme: seen(z.string()),
      deletionProtection: seen(z.boolean()),
      crossZone: seen(z.boolean()),
      listeners: z.array(
        z.object({
          subject,
          port: seen(z.number()),
          protocol: seen(z.string()),
          /** Null where none is set and AWS chooses its default. */
          securityPolicy: seen(z.string().nullable()),
          /** Its first certificate, null where it has none. */
          certificate: setting(z.string()).nullable(),
          /** Name of the target group in `targetGroups`, null where it forwards to none. */
          targetGroup: seen(z.string().nullable()),
        }),
      ),
    }),
  ),
  targetGroups: z.array(
    z.object({
      subject,
      name: z.string(),
      members: seen(z.enum(['masters', 'some-masters', 'media', 'none'])),
      port: seen(z.number()),
      protocol: seen(z.string()),
      healthCheck,
    }),
  ),
  dataBuckets: z.array(
    z.object({
      purpose: z.enum(['application', 'cluster']),
      /** The bucket named by its user; empty where the stack makes one. */
      given: setting(z.string()),
      /** The bucket the stack makes, null where it makes none. */
      made: z.object({subject, deletionPolicy: z.string(), publicAccessBlocked: seen(z.boolean())}).nullable(),
    }),
  ),
  nodeRoles: z.array(
    z.object({
      subject,
      group: z.enum(['master', 'media']),
      managedPolicies: seen(z.array(z.string())),
      /** Actions that its inline policies allow, on whatever resource. */
      allowedActions: seen(z.array(z.string())),
    }),
  ),
  /*
   * What only AWS knows about the things that parameters or resources name. A plan without look-ups has none of them.
   */
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
        })
        .nullable(),
    }),
  ),
  /** The default route of each subnet, through its own or its VPC's main route table. */
  routes: z.array(
    z.object({
      subject,
      subnetId: z.string(),
      default: z.enum(['internet-gateway', 'nat-gateway', 'other', 'blackhole', 'none']),
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
      details: z
        .object({
          status: z.string(),
          type: z.string(),
          names: z.array(z.string()),
          notAfter: z.iso.datetime().nullable(),
          keyAlgorithm: z.string(),
          renewalEligible: z.boolean(),
          renewalStatus: z.string().nullable(),
          failureReason: z.string().nullable(),
        })
        .nullable(),
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

export type FactKey = keyof typeof factSchemas
export type FactMap = {readonly [K in FactKey]: DeepReadonly<z.infer<(typeof factSchemas)[K]>>}

type DeepReadonly<T> = T extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : T extends object
    ? {readonly [K in keyof T]: DeepReadonly<T[K]>}
    : T

export const factKeys = Object.keys(factSchemas) as readonly FactKey[]
export {subject as subjectSchema, unseen as unknownSchema}
