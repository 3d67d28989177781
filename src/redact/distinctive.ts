/** Shorter values stand by chance in words and numbers. */
const shortest = 6

/** Up to this length one kind of characters is a word or a number of somebody. */
const longestWord = 7

/** A passphrase without a capital, a digit or a sign is a word of every log up to this length. */
const longestProse = 15

/** What says that there is no secret, or where it is. */
const harmless = [
  /^(none|null|true|false|undefined|default|empty|admin|[*x.]+|[0-9]{1,6})$/i,
  /^\$[A-Z_]+$|^\$\{[^}]*\}$|^<[a-z _-]+>$|^\{\{.*\}\}$/i,
  /^\/(etc|opt|var|usr|run|tmp|root|home|dev|proc|mnt|srv)\/[\w./-]+$/,
]

/** Names of users, images and products that logs of OpenVidu say everywhere, whatever else they were made to be. */
const everywhere = new Set(
  'openvidu livekit mongoadmin minioadmin dashboardadmin grafanaadmin password changeme secret username'.split(' '),
)

/**
 * Whether a value that is known to be a secret can be searched for: everywhere it stands, it is that secret. One of six or seven
 * characters has to have two kinds of them, such as `hunter2`: else `stream` or `123456` would take words out of every log, and
 * stop every bundle.
 */
export function distinctive(value: string): boolean {
  if (value.length < shortest || harmless.some(form => form.test(value)) || everywhere.has(value.toLowerCase()))
    return false
  return value.length > longestWord || kindsOf(value) >= 2
}

/**
 * The same of a value that only looks like a secret, because it stands behind the name of one: `password: incorrect` is a
 * sentence. So it has to have two kinds of characters, or be longer than words are.
 */
export function distinctiveByItself(value: string): boolean {
  return distinctive(value) && (kindsOf(value) >= 2 || value.length > longestProse)
}

function kindsOf(value: string): number {
  return [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/].filter(kind => kind.test(value)).length
}
