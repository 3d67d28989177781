import * as z from 'zod'
import {seen, subject} from './shared.ts'

/* What Elastic Load Balancing, DNS and a TLS connection tell of the balancers, their targets and their domains. */

const role = z.enum(['main', 'turn'])

export const deployedBalancerFacts = {
  /** The balancers that the stack declares, also one that AWS no longer has. */
  balancerStates: z.array(
    z.object({
      subject,
      balancer: role,
      /** Null where AWS has no such balancer. */
      details: z
        .object({
          /** `provisioning`, `active`, `active_impaired`, `failed`. */
          state: z.string(),
          reason: z.string().nullable(),
          dnsName: z.string(),
          /** The zones it is enabled in; each has one of its subnets. */
          zones: z.array(z.object({zone: z.string(), subnetId: z.string()})),
          /** ARNs of every target group that its listeners forward to. */
          targetGroups: seen(z.array(z.string())),
        })
        .nullable(),
    }),
  ),
  /** The targets of each target group that AWS has, of those the stack declares and those that listeners forward to. */
  targetHealth: z.array(
    z.object({
      /** The target group. */
      subject,
      /** The group's name in `targetGroups`. */
      name: z.string(),
      targets: z.array(
        z.object({
          /** Instance id. */
          id: z.string(),
          port: z.int(),
          /** `healthy`, `unhealthy`, `initial`, `draining`, `unused`, `unavailable`, `unhealthy.draining`. */
          state: z.string(),
          /** Such as `Target.FailedHealthChecks`; null where it is healthy. */
          reason: z.string().nullable(),
        }),
      ),
    }),
  ),
  /** What DNS tells of the deployment's domains, and of the balancer that each should lead to. */
  domainAddresses: z.array(
    z.object({
      /** The parameter that gives the domain. */
      subject,
      role,
      domain: z.string(),
      answer: seen(
        z.object({
          /** False where DNS says that there is no such name. */
          exists: z.boolean(),
          /** Where its CNAME records lead, one after the other. */
          aliases: z.array(z.string()),
          /** IPv4 and IPv6. */
          addresses: z.array(z.string()),
        }),
      ),
      /** Null where AWS has no such balancer. */
      balancer: z.object({dnsName: z.string(), addresses: seen(z.array(z.string()))}).nullable(),
    }),
  ),
  /** What the deployment's domains show to whoever connects with TLS. */
  endpoints: z.array(
    z.object({
      /** The parameter that gives the domain. */
      subject,
      role,
      domain: z.string(),
      /** The address that was connected to, null where none was found. */
      address: z.string().nullable(),
      port: z.int(),
      answer: seen(
        z.object({
          /** What it shows for the domain; null where it speaks no TLS. */
          certificate: z
            .object({
              /** Hexadecimal, upper case, without separators. */
              serial: z.string(),
              /** SHA-256, as OpenSSL writes it. */
              fingerprint: z.string(),
              names: z.array(z.string()),
              issuer: z.string(),
              notAfter: z.iso.datetime(),
            })
            .nullable(),
          /** Why a client would not go on, such as `CERT_HAS_EXPIRED`; null where it would. */
          fault: z.string().nullable(),
        }),
      ),
    }),
  ),
} as const
