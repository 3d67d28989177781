import * as z from 'zod'
import {nodeGroup, seen, setting, subject} from './shared.ts'

/* What a template and its parameters tell, or what AWS tells of the same things in a deployed stack. */

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

export const plannedFacts = {
  template: z.object({
    subject,
    /** `internal-tls` is the unofficial variant that shipped once beside the official template. */
    kind: z.enum(['high-availability', 'internal-tls']),
    /** What the template says it installs: a release, `main`, or null where it does not say. */
    version: seen(z.string().nullable()),
    versionSubject: subject,
    /** Id of the template generation, by version where it is a known one, by shape otherwise; null where that tells none. */
    generation: z.string().nullable(),
    /** Id of the newest generation whose parameters and resources it has, whatever version it names. */
    shape: z.string().nullable(),
    /** Against the official text of that version; `unverifiable` where no official text is known. */
    official: seen(z.enum(['unmodified', 'modified', 'unverifiable'])),
  }),
  features: z.object({turnDomain: z.boolean(), mainDomainTurn: z.boolean()}),
  parameters: z.array(
    z.object({
      subject,
      name: z.string(),
      type: z.string(),
      origin: z.enum(['default', 'file', 'command-line', 'previous', 'stack', 'missing', 'undeclared']),
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
    /** Found is what a plan always says: the template makes it. */
    document: z.object({subject, found: seen(z.boolean())}).nullable(),
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
          /** ARNs of the certificates besides it, which clients are shown that name a domain of theirs (SNI). */
          furtherCertificates: seen(z.array(z.string())),
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
} as const
