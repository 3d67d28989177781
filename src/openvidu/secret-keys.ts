import type {GenerationId, Span} from './generations.ts'
import {inSpan} from './generations.ts'

/** One key of the deployment's secret (OpenViduSharedInfo), a flat JSON object of strings. */
export interface SecretKey {
  readonly name: string
  /** What the template puts there before master 1 fills the secret in. */
  readonly initialValue: 'none' | 'false'
  /** The value after installation where it is the same in every deployment. */
  readonly fixedValue: string | null
  /** The value is a credential and must never be shown or kept. */
  readonly credential: boolean
  /** `none` is no fault here: nothing was asked for. Any other leftover `none` after the installation is one. */
  readonly mayStayNone: boolean
  readonly mayBeEmpty: boolean
  readonly span: Span
}

const whole: Span = {since: '3.2.0'}
const meet: Span = {since: '3.4.0'}
const app: Span = {since: '3.2.0', until: '3.3.0'}

const plain = {
  initialValue: 'none',
  fixedValue: null,
  credential: false,
  mayStayNone: false,
  mayBeEmpty: false,
  span: whole,
} as const satisfies Omit<SecretKey, 'name'>
const credential = {...plain, credential: true} as const

/** The name under which the template makes the secret: openvidu-ha-<region>-<stack> (template 3.8.0, line 1216). */
export function secretName(region: string, stackName: string): string {
  return `openvidu-ha-${region}-${stackName}`
}

/** Every key that a generation's template writes (template 3.8.0, lines 1221 to 1250). */
export const secretKeys: readonly SecretKey[] = [
  {...plain, name: 'OPENVIDU_URL', span: meet},
  {...plain, name: 'MEET_INITIAL_ADMIN_USER', fixedValue: 'admin', span: meet},
  {...credential, name: 'MEET_INITIAL_ADMIN_PASSWORD', span: meet},
  {...credential, name: 'MEET_INITIAL_API_KEY', mayBeEmpty: true, span: meet}, // empty unless InitialMeetApiKey is given
  {...plain, name: 'LIVEKIT_URL', span: meet},
  {...credential, name: 'LIVEKIT_API_KEY'},
  {...credential, name: 'LIVEKIT_API_SECRET'},
  {...plain, name: 'DASHBOARD_URL'},
  {...plain, name: 'GRAFANA_URL'},
  {...plain, name: 'MINIO_URL'},
  {...plain, name: 'DOMAIN_NAME'},
  {...plain, name: 'LIVEKIT_TURN_DOMAIN_NAME', mayStayNone: true, span: {since: '3.2.0', until: '3.5.0'}},
  {...credential, name: 'OPENVIDU_PRO_LICENSE'},
  {...plain, name: 'OPENVIDU_RTC_ENGINE'},
  {...credential, name: 'REDIS_PASSWORD'},
  {...plain, name: 'MONGO_ADMIN_USERNAME', fixedValue: 'mongoadmin'},
  {...credential, name: 'MONGO_ADMIN_PASSWORD'},
  {...credential, name: 'MONGO_REPLICA_SET_KEY'},
  {...plain, name: 'MINIO_ACCESS_KEY', fixedValue: 'minioadmin'},
  {...credential, name: 'MINIO_SECRET_KEY'},
  {...plain, name: 'DASHBOARD_ADMIN_USERNAME', fixedValue: 'dashboardadmin'},
  {...credential, name: 'DASHBOARD_ADMIN_PASSWORD'},
  {...plain, name: 'GRAFANA_ADMIN_USERNAME', fixedValue: 'grafanaadmin'},
  {...credential, name: 'GRAFANA_ADMIN_PASSWORD'},
  {...plain, name: 'DEFAULT_APP_USERNAME', fixedValue: 'calluser', span: app},
  {...credential, name: 'DEFAULT_APP_PASSWORD', span: app},
  {...plain, name: 'DEFAULT_APP_ADMIN_USERNAME', fixedValue: 'calladmin', span: app},
  {...credential, name: 'DEFAULT_APP_ADMIN_PASSWORD', span: app},
  {...plain, name: 'ENABLED_MODULES'},
  // The next generation keeps the addresses in SSM parameters instead (change note of the developers).
  ...[1, 2, 3, 4].map(
    (slot): SecretKey => ({
      ...plain,
      name: addressKey(slot),
      span: {since: '3.2.0', until: '3.8.0'},
    }),
  ),
  {...plain, name: 'OPENVIDU_VERSION'},
  {...plain, name: 'ALL_SECRETS_GENERATED', initialValue: 'false'}, // 'true' once master 1 has filled the rest in
]

/**
 * A fifth address: a master found all four slots taken, which happens only to one that was replaced or bootstrapped again
 * (template 3.8.0, lines 1587 to 1603).
 */
export const replacedMasterKey = 'MASTER_NODE_5_PRIVATE_IP'

/** Where a master's private address is in the secret. */
export function addressKey(slot: number): string {
  return `MASTER_NODE_${slot}_PRIVATE_IP`
}

/** The SSM parameter that holds it in the next generation (change note of the developers). */
export function addressParameterName(stackName: string, slot: number): string {
  return `/openvidu/${stackName}/master-node-${slot}-private-ip`
}

/** The keys whose values are URLs on the domain: masters write them, and no script copies them into a configuration. */
export const urlKeys = ['OPENVIDU_URL', 'LIVEKIT_URL', 'DASHBOARD_URL', 'GRAFANA_URL', 'MINIO_URL'] as const

/** The keys that the secret of a deployment of this generation has. Empty before 3.2.0, whose templates were not seen. */
export function secretKeysOf(generation: GenerationId): readonly SecretKey[] {
  return secretKeys.filter(({span}) => inSpan(span, generation))
}

/**
 * Characters in a secret's value that break the scripts which copy it to and from the configuration files: `/` ends the sed
 * expression, `&` repeats the match, `=` and `#` cut the value (template 3.8.0, update_config_from_secret.sh and
 * get_value_from_config.sh).
 */
export const breakingCharacters = ['/', '&', '=', '#'] as const
