import * as z from 'zod'
import {seen, subject} from './shared.ts'

/* What EC2, DLM, AWS Backup and Secrets Manager tell of disks, their copies, and the secret. */

const tags = z.array(z.object({key: z.string(), value: z.string()}))

/** A policy of Data Lifecycle Manager, as far as it decides which volumes it copies, and how often. */
const lifecyclePolicy = z.object({
  subject,
  id: z.string(),
  /** `ENABLED`, `DISABLED`, `ERROR`. */
  state: z.string(),
  statusMessage: z.string().nullable(),
  /** One for the whole region, with exclusions instead of targets. */
  isDefault: z.boolean(),
  /** `EBS_SNAPSHOT_MANAGEMENT` or `IMAGE_MANAGEMENT`. */
  type: z.string(),
  /** `VOLUME` or `INSTANCE`. */
  resourceTypes: z.array(z.string()),
  /** `CLOUD`, `OUTPOST`, `LOCAL_ZONE`; empty where AWS tells none, which means the region. */
  locations: z.array(z.string()),
  targetTags: tags,
  excludesRoot: z.boolean(),
  excludedTags: tags,
  excludedVolumeTypes: z.array(z.string()),
  /** When it makes copies: an expression such as `cron(0 3 * * ? *)` or `rate(24 hours)`. */
  schedules: z.array(z.string()),
})

const tagCondition = z.object({key: z.string(), value: z.string()})

/** Which resources a plan of AWS Backup takes in. */
const backupSelection = z.object({
  name: z.string(),
  resources: z.array(z.string()),
  notResources: z.array(z.string()),
  anyTag: z.array(tagCondition),
  conditions: z.object({
    equals: z.array(tagCondition),
    notEquals: z.array(tagCondition),
    like: z.array(tagCondition),
    notLike: z.array(tagCondition),
  }),
})

const copy = z.object({id: z.string(), at: z.iso.datetime()})

/** What can be said of a value of the secret without keeping it. */
const secretContent = z.enum(['filled', 'none', 'blank', 'not-text'])

export const deployedStorageFacts = {
  /** The volumes of the masters one by one: those that are attached, and those that the stack made for them. */
  masterVolumes: z.array(
    z.object({
      subject,
      id: z.string(),
      /** Null where EC2 has no such volume any more. */
      details: z
        .object({
          arn: z.string(),
          /** The master that has it attached, null where none has. */
          node: z.object({id: z.string(), name: z.string(), arn: z.string(), tags}).nullable(),
          root: z.boolean(),
          /** Such as `gp3`. */
          type: z.string(),
          createdAt: z.iso.datetime(),
          tags,
        })
        .nullable(),
    }),
  ),
  /** The newest completed snapshot of each volume of the masters, whoever made it; null where there is none. */
  snapshots: z.array(z.object({subject, volumeId: z.string(), newest: copy.nullable()})),
  /** The newest usable recovery point that AWS Backup has of each volume and each instance of the masters. */
  recoveryPoints: z.array(z.object({subject, arn: z.string(), newest: seen(copy.nullable())})),
  /** What makes copies of volumes by itself; each service may be seen without the other. */
  backupPolicies: z.object({
    lifecycle: seen(z.array(seen(lifecyclePolicy))),
    plans: seen(
      z.array(
        z.object({
          subject,
          id: z.string(),
          name: z.string(),
          /** Expressions of its rules. */
          schedules: seen(z.array(z.string())),
          selections: seen(z.array(seen(backupSelection))),
        }),
      ),
    ),
    /** Kinds of resource that AWS Backup may touch in the region where a selection does not name the kind itself. */
    optedIn: seen(z.object({volumes: z.boolean(), instances: z.boolean()})),
  }),
  /** The buckets that the stack made for its data. */
  madeBuckets: z.array(
    z.object({
      subject,
      purpose: z.enum(['application', 'cluster']),
      name: z.string(),
      /** Null where there is no such bucket any more. */
      details: seen(
        z
          .object({
            region: z.string(),
            publicAccessBlocked: seen(z.boolean()),
            versioned: seen(z.boolean()),
            /** Such as `AES256` or `aws:kms`, null for none. */
            encryption: seen(z.string().nullable()),
          })
          .nullable(),
      ),
    }),
  ),
  /** The secret with URLs and credentials, as it looks from outside. */
  secret: z.object({
    subject,
    name: z.string(),
    exists: z.boolean(),
    /** When it will be gone; null where its deletion is not scheduled. */
    deletionAt: z.iso.datetime().nullable(),
  }),
  /** What was found by reading the secret's value, of which nothing is kept. */
  secretReview: z.object({
    subject,
    /** `object` is what the template makes: one flat JSON object. */
    format: z.enum(['object', 'not-json', 'not-an-object', 'binary', 'too-large', 'empty']),
    /** The keys that some generation has, by name. Of others there is only the number: a name may be a value gone astray. */
    keys: z.array(
      z.object({
        name: z.string(),
        content: secretContent,
        /** Which of the characters that break the scripts on the masters it has. */
        breaking: z.array(z.string()),
      }),
    ),
    otherKeys: z.int(),
    /** Whether ALL_SECRETS_GENERATED says so. */
    allGenerated: z.boolean(),
    /** For each URL, and for DOMAIN_NAME, whether its host is the DomainName of the stack. */
    hosts: z.array(z.object({key: z.string(), is: seen(z.enum(['domain', 'another', 'unreadable']))})),
  }),
  /**
   * What nodes install and switch on by the secret; null where its text has not the form of that, so that no value gone astray is
   * kept.
   */
  secretInstallation: z.object({
    subject,
    version: z.string().nullable(),
    modules: z.array(z.string()).nullable(),
  }),
  /** Whether the secret has the address of a fifth master, which only a replaced one writes. */
  fifthAddress: z.object({subject, present: z.boolean()}),
  /** The private addresses of the masters in the secret; null where a slot has no address. */
  secretAddresses: z.array(z.object({subject, name: z.string(), slot: z.int(), address: z.string().nullable()})),
  /** The same in SSM parameters, where the announced generation keeps them. */
  addressParameters: z.array(z.object({subject, name: z.string(), slot: z.int(), address: z.string().nullable()})),
} as const
