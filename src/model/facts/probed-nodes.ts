import * as z from 'zod'
import {seen, subject} from './shared.ts'

/*
 * What the probe saw inside the running nodes. Each part has a time limit of its own on the node: where one could not be seen,
 * the others still are.
 */

const bytes = z.int().nonnegative()
const count = z.int().nonnegative()
/** A moment by the clock of the node. */
const moment = z.iso.datetime()

/** The operating system. */
const system = z.object({
  /** `ID` and `VERSION_ID` of /etc/os-release, such as `ubuntu 24.04`. */
  name: z.string(),
  kernel: z.string(),
  uptimeSeconds: z.number().nonnegative(),
  bootedAt: moment,
})

/** The clock, and how it stands to the clock that the node follows and to that of the caller. */
const clock = z.object({
  /** When the probe ran, by the node's clock. */
  now: moment,
  /** Whether the kernel holds it for synchronised; null where nothing on the node tells. */
  synchronised: z.boolean().nullable(),
  /** How far it is from its time server, milliseconds, positive when it is ahead; null where no time service tells. */
  offsetMilliseconds: z.number().nullable(),
  /** `chrony`, `systemd-timesyncd`, `ntpd`; null for none. */
  service: z.string().nullable(),
  /** Between these moments of the caller's clock the probe ran. */
  between: z.tuple([moment, moment]),
})

const memory = z.object({
  totalBytes: bytes,
  /** What can be had without swapping, /proc/meminfo MemAvailable. */
  availableBytes: bytes,
  swapTotalBytes: bytes,
  swapFreeBytes: bytes,
  /** Processes that the kernel killed for want of memory since boot, /proc/vmstat oom_kill; null on kernels that don't count. */
  oomKills: count.nullable(),
})

/** One file system that holds a path of interest. */
const disk = z.object({
  /** Of the paths that OpenVidu lives on, those on this file system. */
  paths: z.array(z.string()),
  mount: z.string(),
  totalBytes: bytes,
  /** Without what is kept for root. */
  availableBytes: bytes,
  /** As df counts: used of used and available, rounded up. */
  usedPercent: z.number(),
  /** Null where the file system does not count inodes. */
  inodes: z.object({total: count, free: count}).nullable(),
})

/** A failure signature of `openvidu/signatures.ts` that a log holds. */
const match = z.object({
  /** `F13`. */
  signature: z.string(),
  /** File, `journal` of the unit, or `container NAME`. */
  where: z.string(),
  /** How many lines match. */
  lines: count,
  /** Number of the last of them in the file; null where lines have no numbers. */
  last: count.nullable(),
  /** What matched in the last of them, shortened, secrets out. */
  text: z.string(),
})

const cloudInit = z.object({
  /** `done`, `running`, `error`, `disabled`, `not started`, or what else it says. */
  status: z.string(),
  /** Errors that cloud-init itself tells of, shortened. */
  errors: z.array(z.string()),
  /** Whether the installation log is there and how long it is; null where there is none. */
  outputBytes: bytes.nullable(),
})

/** The systemd unit of OpenVidu. */
const unit = z.object({
  /** `loaded`, `not-found`, `masked`. */
  load: z.string(),
  /** `active`, `inactive`, `failed`, `activating`, `deactivating`, `reloading`. */
  active: z.string(),
  /** Such as `exited`, `running`, `dead`, `auto-restart`. */
  sub: z.string(),
  /** `enabled`, `disabled`, `masked`, or empty where there is no unit. */
  enabled: z.string(),
  /** Such as `success`, `exit-code`, `timeout`. */
  result: z.string(),
  /** How often systemd started it again by itself. */
  restarts: count,
  /** Since when it is in this state; null where systemd does not tell. */
  since: moment.nullable(),
})

const container = z.object({
  name: z.string(),
  /** Service of docker compose; null for a container that no compose file made. */
  service: z.string().nullable(),
  /** As it was asked for, such as `docker.io/openvidu/openvidu-operator:3.8.0`. */
  image: z.string(),
  /** `sha256:…` of the image that it runs. */
  imageId: z.string(),
  /** `created`, `running`, `paused`, `restarting`, `removing`, `exited`, `dead`. */
  state: z.string(),
  /** `healthy`, `unhealthy`, `starting`; null for a container without health check. */
  health: z.string().nullable(),
  /** How often Docker started it again since it was created. */
  restarts: count,
  oomKilled: z.boolean(),
  /** Of its last end; 0 while it has not ended. */
  exitCode: z.int(),
  /** Null for one that never started. */
  startedAt: moment.nullable(),
  /** Null for one that never ended. */
  finishedAt: moment.nullable(),
  /** An agent of a room, as its label tells. */
  agent: z.boolean(),
  /** Of the log that Docker keeps of it as JSON lines, all its files; null where it keeps it elsewhere. */
  logBytes: bytes.nullable(),
})

const docker = z.object({
  /** Of the engine; null where none answers. */
  version: z.string().nullable(),
  /** Of the compose plugin; null where there is none. */
  compose: z.string().nullable(),
  /** Whether the engine keeps container logs where others can read them: `json-file`, `local`, `journald`… */
  logDriver: z.string().nullable(),
})

/** One local endpoint of `openvidu/services.ts`. */
const healthAnswer = z.object({
  service: z.string(),
  url: z.string(),
  /** HTTP status; null where nothing answered. */
  status: z.int().nullable(),
  /** Why nothing answered: `refused`, `timed-out`, `failed`; null where something did. */
  trouble: z.string().nullable(),
})

/** What the node says it is a node of. */
const installation = z.object({
  /** `version` of deployment-info.yaml; null where the file or the line is missing. */
  version: z.string().nullable(),
  environment: z.string().nullable(),
  /**
   * Settings that are no secret, by `FILE:KEY`: addresses of masters, own address, modules, domain, engine. A value that has not
   * the form of its key is told as `(not of its form)`, for it may be anything.
   */
  settings: z.array(z.object({file: z.string(), key: z.string(), value: z.string()})),
})

/** Configuration, without its contents: the hashes are keyed anew in each run and compare only within it. */
const configuration = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      /** Null where it could not be read. */
      hash: z.string().nullable(),
      bytes,
    }),
  ),
  /** Of the env files of the cluster, each key with the keyed hash of its value. */
  keys: z.array(z.object({path: z.string(), key: z.string(), hash: z.string()})),
})

/** The addresses of the node's interfaces, without loopback and those of container networks. */
const addresses = z.object({ipv4: z.array(z.string()), ipv6: z.array(z.string())})

/** Whether something could be reached from the node. */
const reach = z.object({
  /** `master` for a master's port, `host` for a host of `openvidu/node-files.ts` or an endpoint of AWS. */
  kind: z.enum(['master', 'host']),
  /** Host name, or private address of the master. */
  host: z.string(),
  port: z.int(),
  protocol: z.enum(['tcp', 'udp']),
  /**
   * `open`; `refused`; `timed-out`; `unresolved`: its name has no address; `resolved`: its name has one, and nothing more can be
   * told (UDP); `failed` for what else went wrong.
   */
  state: z.enum(['open', 'refused', 'timed-out', 'unresolved', 'resolved', 'failed']),
})

const redis = z.object({
  /** `master` or `slave`; null where the server did not answer. */
  role: z.string().nullable(),
  /** Why it did not: `no container`, `refused`, `NOAUTH`, `WRONGPASS`, …; null where it did. */
  trouble: z.string().nullable(),
  connectedReplicas: count.nullable(),
  /** Address of the master that a replica follows. */
  masterAddress: z.string().nullable(),
  /** `up` or `down` for a replica. */
  masterLink: z.string().nullable(),
  /** What the sentinel of this node sees; null where it did not answer. */
  sentinel: z
    .object({
      masterAddress: z.string(),
      /** `ok`, or `sdown`, `odown`. */
      status: z.string(),
      replicas: count,
      /** Itself included. */
      sentinels: count,
      /** How many must agree. */
      quorum: count.nullable(),
    })
    .nullable(),
})

/** What the MongoDB server of this node says in answer to `hello`, which needs no password. */
const mongo = z.object({
  /** `primary`, `secondary`, `arbiter`, `other`; null where the server did not answer. */
  state: z.string().nullable(),
  /** Why it did not; null where it did. */
  trouble: z.string().nullable(),
  set: z.string().nullable(),
  /** `address:port`. */
  me: z.string().nullable(),
  primary: z.string().nullable(),
  hosts: z.array(z.string()),
})

const nodesErrors = z.object({
  /** Null where there is no such file. */
  bytes: bytes.nullable(),
  /** The newest entries that name a media node and its container. */
  entries: z.array(z.object({address: z.string(), container: z.string()})),
})

/** What recordings still wait on the disk of a media node. */
const egress = z.object({
  /** Null where there is no such folder. */
  backup: z.object({files: count, bytes}).nullable(),
  unfinished: z.object({files: count, bytes}).nullable(),
})

/** The job of root's crontab that brings OpenVidu up after a reboot. */
const rebootJob = z.object({
  /** The crontab of root holds it. */
  present: z.boolean(),
  /** `active`, or what else systemd says of the cron service. */
  cron: z.string(),
  /** The unit was started since the last boot; null where that can't be told. */
  startedSinceBoot: z.boolean().nullable(),
})

const answer = z.object({
  system: seen(system),
  clock: seen(clock),
  memory: seen(memory),
  disks: seen(z.array(disk)),
  cloudInit: seen(cloudInit),
  unit: seen(unit),
  docker: seen(docker),
  containers: seen(z.array(container)),
  health: seen(z.array(healthAnswer)),
  installation: seen(installation),
  configuration: seen(configuration),
  addresses: seen(addresses),
  reach: seen(z.array(reach)),
  /** Of masters; elsewhere unknown as not requested. */
  redis: seen(redis),
  mongo: seen(mongo),
  nodesErrors: seen(nodesErrors),
  rebootJob: seen(rebootJob),
  /** Of media nodes; elsewhere unknown as not requested. */
  egress: seen(egress),
  signatures: seen(z.array(match)),
})

export const probedNodeFacts = {
  /** Every running node, and what it answered, or why it did not. Empty where no node runs. */
  nodeProbes: z.array(
    z.object({
      subject,
      /** Instance id. */
      id: z.string(),
      group: z.enum(['master', 'media']),
      slot: z.int().nullable(),
      privateAddress: z.string().nullable(),
      answer: seen(answer),
    }),
  ),
  /** What the consoles of running nodes that did not answer the probe show; of a few of them where many did not. */
  consoleOutputs: z.array(
    z.object({
      subject,
      /** Instance id. */
      id: z.string(),
      group: z.enum(['master', 'media']),
      /** When EC2 took it, null where it does not tell. */
      takenAt: z.iso.datetime().nullable(),
      /** Failure signatures in it: EC2 keeps the last 64 KiB. Null where there is no output. */
      matches: seen(z.array(match).nullable()),
    }),
  ),
} as const
