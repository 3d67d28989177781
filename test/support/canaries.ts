import {createHash} from 'node:crypto'

/*
 * Canaries: made-up secrets of every kind, written as logs, documents and commands of a deployment write them. Each has a value of
 * its own, the same in every run, so that whatever comes out of redaction can be searched for it. Plant `text` where lines or
 * documents are read; then no `value` may be found, in any form (`SecretSearch` knows the forms).
 */

export interface Canary {
  /** Kind, then where and how it stands: `redis-password in shell trace`. */
  readonly id: string
  readonly value: string
  /** Lines without a last line break. */
  readonly text: string
  /**
   * Who can tell that it is a secret: `node`, the rules that nodes and this machine share; `here`, only what this machine does
   * besides; `known`, nobody who has not seen the value elsewhere.
   */
  readonly told: 'node' | 'here' | 'known'
}

type Writing = (value: string, name: string) => string

/** Characters of a value, by chance that is the same in every run. */
function chance(seed: string, length: number, alphabet: string): string {
  let bytes = Buffer.alloc(0)
  for (let round = 0; bytes.length < length; round += 1) {
    bytes = Buffer.concat([bytes, createHash('sha512').update(`${seed} ${round}`).digest()])
  }
  return [...bytes.subarray(0, length)].map(byte => alphabet[byte % alphabet.length]).join('')
}

const digits = '0123456789'
const hex = '0123456789abcdef'
const small = 'abcdefghijklmnopqrstuvwxyz'
const letters = small + small.toUpperCase()
const alphanumeric = letters + digits
const base64 = `${alphanumeric}+/`
const base64url = `${alphanumeric}-_`

/** Settings that hold a secret, each with how its values look. */
const settings: Readonly<Record<string, (seed: string) => string>> = {
  REDIS_PASSWORD: seed => chance(seed, 20, alphanumeric),
  MONGO_ADMIN_PASSWORD: seed => chance(seed, 32, hex),
  DASHBOARD_ADMIN_PASSWORD: seed => `${chance(seed, 9, alphanumeric)}7+${chance(`${seed}b`, 6, alphanumeric)}/x`,
  OPENVIDU_PRO_LICENSE: seed => `OVPRO-${[1, 2, 3].map(part => chance(seed + part, 4, alphanumeric)).join('-')}`,
  LIVEKIT_API_SECRET: seed => chance(seed, 43, alphanumeric),
  LIVEKIT_API_KEY: seed => `API${chance(seed, 12, alphanumeric)}`,
  MONGO_REPLICA_SET_KEY: seed => `${chance(seed, 42, base64)}7a`,
  EXTERNAL_S3_SECRET_KEY: seed => `${chance(seed, 37, alphanumeric)}aZ7`,
  GRAFANA_ACCESS_TOKEN: seed => chance(seed, 36, base64url).replace(/^[-_]/, 'x'),
}

const inLower = (name: string) => name.toLowerCase()
const withHyphens = (name: string) => name.toLowerCase().replaceAll('_', '-')
const inBase64 = (text: string) => Buffer.from(text, 'utf8').toString('base64')

/** Where a setting and its value stand. */
const places: Readonly<Record<string, Writing>> = {
  'on its own line': (value, name) => `${name}=${value}`,
  'on its own line, in quotes': (value, name) => `${name}="${value}"`,
  'in JSON': (value, name) => JSON.stringify({level: 'info', [name]: value, room: 'room-1'}),
  'in JSON in JSON': (value, name) => JSON.stringify({msg: JSON.stringify({[inLower(name)]: value, status: 200})}),
  'in JSON in JSON in JSON': (value, name) =>
    JSON.stringify({log: JSON.stringify({msg: JSON.stringify({[name]: value, status: 200})})}),
  'in JSON of several lines': (value, name) => JSON.stringify({a: {[name]: value}}, null, 2),
  'in YAML': (value, name) => `services:\n  - ${inLower(name)}: ${value}\n    port: 7880`,
  'in YAML, in quotes': (value, name) => `  ${inLower(name)}: '${value}'`,
  'in a list of YAML': (value, name) => `    environment:\n      - ${name}=${value}\n      - PORT=7880`,
  'in a shell trace': (value, name) => `+ export ${name}=${value}`,
  'in a trace of sed': (value, name) =>
    `+ sed -i 's|${name}=.*|${name}=${value}|' /opt/openvidu/config/cluster/openvidu.env`,
  'in a trace of arguments': (value, name) => `++ /usr/local/bin/store_secret.sh save ${name} ${value}`,
  'in a trace behind a console': (value, name) => `[   61.204417] cloud-init[1432]: + ${name}=${value}`,
  'in docker run': (value, name) => `docker run -d -e ${name}=${value} -p 7880:7880 docker.io/openvidu/caddy:3.8.0`,
  'in a flag': (value, name) =>
    `sh install.sh --no-tty '--${withHyphens(name)}=${value}' --domain-name=video.example.com`,
  'in a flag and its argument': (value, name) => `install --${withHyphens(name)} ${value} --verbose`,
  'in a list of arguments': (value, name) => `"Cmd":["install","--${withHyphens(name)}","${value}","--verbose"]`,
  'in a query': (value, name) =>
    `GET /api/rooms?page=2&${inLower(name)}=${encodeURIComponent(value)}&sort=asc HTTP/1.1 200`,
  'in an error': (value, name) => `Error: cannot parse "${name}: ${value}": yaml: line 3`,
  'in a Go map': (value, name) => `config={Host:10.0.1.11 Port:7000 ${name}:${value} TLS:false}`,
}

/** Where a secret stands that no setting names, and that what stands before it gives away. */
const surroundings: Readonly<Record<string, Writing>> = {
  'header authorization': value => `> Authorization: Bearer ${value}`,
  'header authorization in JSON': value => `{"headers":{"Authorization":["Bearer ${value}"]},"status":401}`,
  'header basic': value => `Authorization: Basic ${inBase64(`admin:${value}`)}`,
  'header cookie': value => `Cookie: session=${value}; theme=dark`,
  'header set-cookie': value => `"Set-Cookie":["sid=${value}; Path=/; HttpOnly"]`,
  'header api key': value => `X-Api-Key: ${value}`,
  'header api key in JSON': value => `{"X-Api-Key":["${value}"],"Host":["video.example.com"]}`,
  'curl with a header': value => `+ curl -fsS -H 'Authorization: Bearer ${value}' http://127.0.0.1:7880/`,
  'curl with a user': value => `+ curl -sS -u admin:${value} https://video.example.com/grafana/api/health`,
  'URL with a user': value => `git clone https://deploy:${encodeURIComponent(value)}@git.example.com/x.git`,
  'URL of MongoDB': value => `mongodb://mongoadmin:${value}@10.0.1.11:20000/openvidu?replicaSet=rs0`,
  'URL of Redis': value => `dialing redis://:${value}@10.0.1.11:7000/0`,
  'redis-cli': value => `+ redis-cli -h 10.0.1.11 -p 7000 -a ${value} --no-auth-warning ping`,
  'configuration of Redis': value => `requirepass ${value}\nmasterauth ${value}`,
  'docker login': value => `+ docker login -u openvidu -p ${value} docker.io`,
  'keys of LiveKit': value => `keys:\n  APIx7hQm2LzK: ${value}`,
  RTMP: value => `publishing to rtmp://video.example.com:1935/live/${value}`,
  'RTMPS of another': value => `"urls":["rtmps://a.rtmps.example.com/live2/${value}"]`,
  'stream key': value => `{"ingressID":"IN_x7hQm2LzK","streamKey":"${value}","inputType":"RTMP_INPUT"}`,
  WHIP: value => `"uri":"/whip/${value}","status":201`,
  'presigned URL': value =>
    `https://appdata.s3.eu-west-1.amazonaws.com/a.mp4?X-Amz-Date=20261112T101500Z&X-Amz-Signature=${value}`,
  'presigned URL in Go JSON': value =>
    `"url":"https://x.example.com/a?X-Amz-Expires=900\\u0026X-Amz-Security-Token=${value}\\u0026a=1"`,
  'signature of Azure': value => `https://x.blob.example.com/a?sv=2024-01-01&sig=${value}&se=2026`,
  'returned by a function': value => `++ echo ${value}7a8b9c0d1`,
}

/** Secrets that tell themselves, wherever they stand. */
const shaped: Readonly<Record<string, (seed: string) => string>> = {
  'JSON web token': seed =>
    `eyJ${chance(seed, 17, base64url)}.eyJ${chance(`${seed}b`, 60, base64url)}.${chance(`${seed}c`, 43, base64url)}`,
  'access key of AWS': seed => `AKIA${chance(seed, 16, small.toUpperCase() + digits.slice(2, 8))}`,
  'temporary key of AWS': seed => `ASIA${chance(seed, 16, small.toUpperCase() + digits.slice(2, 8))}`,
  'session token of AWS': seed => `IQoJb3JpZ2luX2VjE${chance(seed, 180, base64)}==`,
  'token of GitHub': seed => `ghp_${chance(seed, 36, alphanumeric)}`,
  'token of GitLab': seed => `glpat-${chance(seed, 20, base64url)}`,
  'token of Slack': seed => `xoxb-${chance(seed, 12, digits)}-${chance(`${seed}b`, 24, alphanumeric)}`,
  'key of Stripe': seed => `sk_live_${chance(seed, 24, alphanumeric)}`,
  'key of OpenAI': seed => `sk-proj-${chance(seed, 40, alphanumeric)}`,
  'key of Google': seed => `AIza${chance(seed, 35, base64url)}`,
  'token of npm': seed => `npm_${chance(seed, 36, alphanumeric)}`,
  'token of Docker Hub': seed => `dckr_pat_${chance(seed, 27, base64url)}`,
  'key of SendGrid': seed => `SG.${chance(seed, 22, base64url)}.${chance(`${seed}b`, 43, base64url)}`,
  'token of Grafana': seed => `glsa_${chance(seed, 32, alphanumeric)}_${chance(`${seed}b`, 8, hex)}`,
  'token of Vault': seed => `hvs.${chance(seed, 90, base64url)}`,
  'address of somebody': seed => `${chance(seed, 8, small)}.${chance(`${seed}b`, 9, small)}@customer.example.org`,
}

const anywhere: Readonly<Record<string, Writing>> = {
  alone: value => value,
  'in a sentence': value => `refused ${value}, tried again`,
  'in JSON': value => JSON.stringify({level: 'warn', detail: `refused (${value})`, status: 403}),
  'in JSON in JSON': value => JSON.stringify({msg: JSON.stringify({detail: value})}),
  'in YAML': value => `detail: "${value}"`,
  'in a query': value => `GET /x?v=${value}&page=2`,
  'in a shell trace': value => `+ '[' ${value} = none ']'`,
}

const keyKinds = ['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ', 'DSA ']

/** As logs write keys of several lines. */
const keyPlaces: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  'in lines': lines => lines.join('\n'),
  'in lines of a log': lines => lines.map(line => `2026-11-12T10:15:00.123456789Z ${line}`).join('\n'),
  'in YAML': lines => ['tls_key: |', ...lines.map(line => `  ${line}`), 'port: 443'].join('\n'),
  'in JSON': lines => JSON.stringify({tls: {pem: lines.join('\n')}, port: 443}),
  'in JSON in JSON': lines => JSON.stringify({msg: JSON.stringify({pem: lines.join('\n')})}),
  'cut off': lines => `pem: ${lines.slice(0, -1).join('\\n')}`,
}

/** Where a value that was seen elsewhere stands with nothing that would give it away. */
const bare: Readonly<Record<string, (written: string) => string>> = {
  alone: written => written,
  'in a sentence': written => `got ${written} instead`,
  'in the name of a file': written => `Writing to /var/lib/openvidu/backup-${written}.tar.gz`,
  'in a tag': written => `{"ResourceARN":"arn:aws:ec2:eu-west-1:123456789012:instance/i-0abc","Value":"x-${written}"}`,
  'in an error': written => `WRONGPASS invalid username-password pair: ${written} [10.0.1.11:7000]`,
  'in an argument': written => `+ jq --arg value ${written} '.[$key] = $value'`,
}

/** How it is written there. */
const encodings: Readonly<Record<string, (value: string) => string>> = {
  'as it is': value => value,
  'in base64': value => inBase64(value),
  'in base64 behind one byte': value => inBase64(`:${value}:`),
  'in base64 behind two bytes': value => inBase64(`a:${value}@host`),
  'in base64 of URLs': value => Buffer.from(`a:${value}`, 'utf8').toString('base64url'),
  'in a URL': value => encodeURIComponent(value),
  'in a URL, in small letters': value => encodeURIComponent(value).replaceAll(/%../g, code => code.toLowerCase()),
  'in a form': value => encodeURIComponent(value).replaceAll('%20', '+'),
  'escaped for JSON': value => JSON.stringify(value).slice(1, -1),
  'escaped for JSON twice': value => JSON.stringify(JSON.stringify(value).slice(1, -1)).slice(1, -1),
  'in code units': value => value.replaceAll(/./gsu, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'in HTML': value =>
    value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
}

const known: Readonly<Record<string, (seed: string) => string>> = {
  'letters and digits': seed => chance(seed, 16, alphanumeric),
  'hexadecimal digits': seed => chance(seed, 32, hex),
  signs: seed => `${chance(seed, 6, alphanumeric)}"&<\\ ${chance(`${seed}b`, 5, alphanumeric)}/+=%`,
  'letters beyond ASCII': seed => `${chance(seed, 6, alphanumeric)}öß€${chance(`${seed}b`, 6, alphanumeric)}`,
}

/** What this machine knows and sed can not be told: what is in base64, and the looks of a key of AWS. */
const decoded: Readonly<Record<string, Writing>> = {
  'in JSON in base64': (value, name) => `payload ${inBase64(JSON.stringify({[name]: value, region: 'eu-west-1'}))}`,
  'in variables in base64': (value, name) => inBase64(`DOMAIN_NAME=video.example.com\n${name}=${value}\n`),
  'in YAML in base64': (value, name) => `{"content":"${inBase64(`livekit:\n  ${inLower(name)}: ${value}\n`)}"}`,
}

/** All of them: some seven hundred. */
export function canaries(): readonly Canary[] {
  return [
    ...crossed(settings, places, 'node', (make, write, id, name) => {
      const value = make(id)
      return {value, text: write(value, name)}
    }),
    ...crossed(settings, decoded, 'here', (make, write, id, name) => {
      const value = make(id)
      return {value, text: write(value, name)}
    }),
    ...crossed({secret: (seed: string) => chance(seed, 24, alphanumeric)}, surroundings, 'node', (make, write, id) => {
      const value = make(id)
      return {value, text: write(value, '')}
    }),
    ...crossed(shaped, anywhere, 'node', (make, write, id) => {
      const value = make(id)
      return {value, text: write(value, '')}
    }),
    ...crossed(
      {'secret key of AWS': (seed: string) => `${chance(seed, 37, alphanumeric)}aZ7`},
      anywhere,
      'here',
      (make, write, id) => {
        const value = make(id)
        return {value, text: write(value, '')}
      },
    ),
    ...privateKeys(),
    ...Object.entries(known).flatMap(([kind, make]) =>
      crossed(encodings, bare, 'known', (encode, write, id) => {
        const value = make(`${kind} ${id}`)
        return {value, text: write(encode(value))}
      }).map(canary => ({...canary, id: `${kind} ${canary.id}`})),
    ),
  ]
}

function crossed<Made, Written>(
  kinds: Readonly<Record<string, Made>>,
  ways: Readonly<Record<string, Written>>,
  told: Canary['told'],
  plant: (made: Made, written: Written, id: string, name: string) => Pick<Canary, 'value' | 'text'>,
): readonly Canary[] {
  return Object.entries(kinds).flatMap(([name, made]) =>
    Object.entries(ways).map(([way, written]) => {
      const id = `${name} ${way}`
      return {id, told, ...plant(made, written, id, name)}
    }),
  )
}

/** Of a key, its second line is the value: the first ones of all keys of a kind are alike. */
function privateKeys(): readonly Canary[] {
  return keyKinds.flatMap(kind =>
    Object.entries(keyPlaces).map(([way, write]): Canary => {
      const id = `${kind}private key ${way}`
      const body = [0, 1, 2, 3].map(line => chance(`${id} ${line}`, 64, base64))
      const lines = [
        `-----BEGIN ${kind}PRIVATE KEY-----`,
        ...body,
        `${chance(id, 22, base64)}==`,
        `-----END ${kind}PRIVATE KEY-----`,
      ]
      return {id, value: body[1] ?? '', text: write(lines), told: 'node'}
    }),
  )
}

/** The bytes in blocks whose borders cut through whatever stands there. */
export function inBlocks(bytes: Buffer, size: number): readonly Buffer[] {
  return Array.from({length: Math.ceil(bytes.length / size)}, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  )
}
