import {createHash} from 'node:crypto'

/*
 * What the services of a healthy deployment write, with no secret in it: of each service the lines that it writes most, and those
 * that come near to a secret without being one. The same in every run.
 */

const hash = (seed: string, length: number) => createHash('sha512').update(seed).digest('hex').slice(0, length)
const uuid = (seed: string) => hash(seed, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
const sid = (kind: string, seed: string) =>
  `${kind}_${createHash('sha256').update(seed).digest('base64url').replaceAll(/[-_]/g, '').slice(0, 12)}`
const time = (n: number) => new Date(1_794_478_500_000 + n * 1_371).toISOString()
const address = (n: number) => `10.0.${1 + (n % 4)}.${11 + (n % 90)}`

type Service = (n: number) => readonly string[]

const livekit: Service = n => {
  const [room, participant, track] = [`room-${n % 17}`, sid('PA', `p${n}`), sid('TR', `t${n}`)]
  const head = `"level":"info","ts":${1_794_478_500 + n}.${n % 9}31,"logger":"livekit"`
  return [
    `{${head},"caller":"service/roommanager.go:439","msg":"starting RTC session","room":"${room}","roomID":"${sid('RM', room)}","participant":"user-${n}","pID":"${participant}","remote":false,"nodeID":"ND_${hash(`n${n}`, 12)}","reconnect":false,"clientInfo":{"sdk":"JS","version":"2.9.${n % 9}","protocol":15,"browser":"chrome","browserVersion":"131.0.0"}}`,
    `{${head},"caller":"rtc/participant.go:1204","msg":"mediaTrack published","room":"${room}","participant":"user-${n}","pID":"${participant}","trackID":"${track}","mime":"video/VP8","webrtcTrackID":"${uuid(`w${n}`)}","SSRC":${100_000 + n * 7919},"kind":"video","keyframe":true}`,
    `{${head},"msg":"participant closing","room":"${room}","pID":"${participant}","reason":"CLIENT_REQUEST_LEAVE","sendLeave":false,"duration":"1h2m${n % 60}.5s","connectionType":"udp"}`,
    `{${head.replace('info', 'debug')},"msg":"handling signal request","messageType":"*livekit.SignalRequest_Ping","room":"${room}","subscribeKey":"user-${n}","transport":"SUBSCRIBER"}`,
    `{"level":"warn","ts":${1_794_478_500 + n},"logger":"livekit.webhook","msg":"failed to send webhook","error":"Post \\"http://localhost:4443/livekit/webhook\\": dial tcp 127.0.0.1:4443: connect: connection refused","event":"room_finished","room":"${room}","queueDuration":"${n % 900}ms","qLen":${n % 5}}`,
    `{${head},"msg":"refreshing token","room":"${room}","pID":"${participant}","token_ttl":"6h","tokenExpiry":"${time(n)}","tokens":15}`,
  ]
}

const caddy: Service = n => [
  `{"level":"info","ts":${1_794_478_500 + n}.12,"logger":"http.log.access.log0","msg":"handled request","request":{"remote_ip":"${address(n)}","remote_port":"${40_000 + n}","client_ip":"203.0.113.${n % 250}","proto":"HTTP/2.0","method":"GET","host":"video.example.com","uri":"/assets/index-${hash(`a${n}`, 8)}.js?v=3.8.${n % 9}","headers":{"User-Agent":["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"],"Accept-Encoding":["gzip, deflate, br, zstd"],"Sec-Websocket-Key":["REDACTED"],"If-None-Match":["\\"${hash(`e${n}`, 16)}\\""]},"tls":{"resumed":false,"version":772,"cipher_suite":4865,"proto":"h2","server_name":"video.example.com"}},"bytes_read":0,"user_id":"","duration":0.000${n % 999},"size":${n * 13},"status":${n % 7 === 0 ? 304 : 200}}`,
  `{"level":"error","ts":${1_794_478_500 + n}.4,"logger":"http.log.error","msg":"dial tcp ${address(n)}:3000: connect: connection refused","request":{"method":"GET","uri":"/grafana/api/live/ws","host":"video.example.com"},"duration":0.0012,"status":502,"err_id":"${hash(`x${n}`, 9)}","err_trace":"reverseproxy.statusError (reverseproxy.go:1373)"}`,
  `{"level":"info","ts":${1_794_478_500 + n},"logger":"tls","msg":"certificate obtained successfully; renewal at ${time(n)}","identifier":"video.example.com"}`,
]

const mongo: Service = n => [
  `{"t":{"$date":"${time(n).slice(0, -1)}+00:00"},"s":"I",  "c":"NETWORK",  "id":22943,   "ctx":"listener","msg":"Connection accepted","attr":{"remote":"${address(n)}:${41_000 + n}","isLoadBalanced":false,"uuid":{"uuid":{"$uuid":"${uuid(`m${n}`)}"}},"connectionId":${n},"connectionCount":${n % 90}}}`,
  `{"t":{"$date":"${time(n).slice(0, -1)}+00:00"},"s":"I",  "c":"ACCESS",   "id":5286306, "ctx":"conn${n}","msg":"Successfully authenticated","attr":{"client":"${address(n)}:${41_000 + n}","isSpeculative":true,"isClusterMember":false,"mechanism":"SCRAM-SHA-256","user":"mongoadmin","db":"admin","result":0,"metrics":{"conversation_duration":{"micros":1${n % 999},"summary":{"0":{"step":1,"step_total":2,"duration_micros":${n}}}}},"extraInfo":{}}}`,
  `{"t":{"$date":"${time(n).slice(0, -1)}+00:00"},"s":"I",  "c":"INDEX",    "id":20345,   "ctx":"conn${n}","msg":"Index build: done building","attr":{"buildUUID":null,"collectionUUID":{"uuid":{"$uuid":"${uuid(`c${n}`)}"}},"namespace":"openvidu.events","index":"room_key_1","ident":"index-${n}-${hash(`i${n}`, 19)}","collectionIdent":"collection-${n}"}}`,
  `{"t":{"$date":"${time(n).slice(0, -1)}+00:00"},"s":"I",  "c":"REPL",     "id":21358,   "ctx":"ReplCoord-${n % 9}","msg":"Replica set state transition","attr":{"newState":"SECONDARY","oldState":"RECOVERING","electionTime":{"$timestamp":{"t":${1_794_478_500 + n},"i":${n % 30}}},"hash":"${hash(`r${n}`, 40).toUpperCase()}"}}`,
  `{"t":{"$date":"${time(n).slice(0, -1)}+00:00"},"s":"I",  "c":"CONTROL",  "id":21951,   "ctx":"initandlisten","msg":"Options set by command line","attr":{"options":{"net":{"bindIp":"*","port":20000},"replication":{"replSet":"rs0"},"security":{"authorization":"enabled","keyFile":"/data/mongo-keyfile/replica.key"}}}}`,
]

const redis: Service = n => [
  `1:M ${12 + (n % 10)} Nov 2026 10:15:${String(n % 60).padStart(2, '0')}.${100 + (n % 899)} * Background saving started by pid ${n + 20}`,
  `1:S 12 Nov 2026 10:15:00.${100 + (n % 899)} * MASTER <-> REPLICA sync: receiving ${n * 997} bytes from master to disk`,
  `1:S 12 Nov 2026 10:15:01.${100 + (n % 899)} * Successful partial resynchronization with master. Master replication ID: ${hash(`re${n}`, 40)}:${n * 31}`,
  `1:X 12 Nov 2026 10:15:02.120 # +slave slave ${address(n)}:7000 ${address(n)} 7000 @ openvidu 10.0.1.11 7000`,
  `1:M 12 Nov 2026 10:15:03.001 * DB loaded from disk: 0.00${n % 9} seconds, keys loaded: ${n}, keys expired: 0, monkey=1`,
]

const docker: Service = n => [
  `time="${time(n)}" level=info msg="ignoring event" container=${hash(`d${n}`, 64)} module=libcontainerd namespace=moby topic=/tasks/delete type="*events.TaskDelete"`,
  `Nov 12 10:15:${String(n % 60).padStart(2, '0')} ip-10-0-1-${n % 250} dockerd[812]: time="${time(n)}" level=warning msg="cleanup warnings time=\\"${time(n)}\\" level=info msg=\\"starting signal loop\\" namespace=moby pid=${3000 + n}"`,
  `3.8.0: Pulling from openvidu/openvidu-pro-caddy`,
  `${hash(`l${n}`, 12)}: Pull complete`,
  `Digest: sha256:${hash(`g${n}`, 64)}`,
  `Status: Downloaded newer image for docker.io/openvidu/openvidu-server-pro@sha256:${hash(`s${n}`, 64)}`,
  `CONTAINER ID   IMAGE                                   COMMAND                  CREATED        STATUS                  PORTS                    NAMES`,
  `${hash(`ps${n}`, 12)}   docker.io/grafana/mimir:2.17.${n % 9}   "/bin/mimir -config.…"   ${n} hours ago   Up ${n} hours (healthy)   0.0.0.0:9009->9009/tcp   mimir`,
]

const cloudInit: Service = n => [
  `2026-11-12 10:05:${String(n % 60).padStart(2, '0')},${100 + (n % 899)} - util.py[DEBUG]: Writing to /var/lib/cloud/instances/i-0${hash(`i${n}`, 16)}/sem/config_ssh_authkey_fingerprints - wb: [644] ${n} bytes`,
  `2026-11-12 10:05:12,001 - url_helper.py[DEBUG]: [0/1] open 'http://169.254.169.254/latest/api/token' with {'url': 'http://169.254.169.254/latest/api/token', 'stream': False, 'allow_redirects': True, 'method': 'PUT', 'timeout': 1.0, 'headers': {'User-Agent': 'Cloud-Init/25.2', 'X-aws-ec2-metadata-token-ttl-seconds': 'REDACTED'}}`,
  `Get:${n} http://eu-west-1.ec2.archive.ubuntu.com/ubuntu noble-updates/main amd64 Packages [${n % 900} kB]`,
  `Setting up python3-keyring (24.3.1-${n % 9}) ...`,
  `Selecting previously unselected package libsecret-1-0:amd64.`,
  `Unpacking libpam-passwdqc (2.0.3-${n % 9}) ...`,
  `ci-info: |   ssh-ed25519  | ${hash(`f${n}`, 64).replaceAll(/(..)(?!$)/g, '$1:')} |    -    | openvidu-keypair |`,
  `256 SHA256:${createHash('sha256').update(`k${n}`).digest('base64').replace('=', '')} root@ip-10-0-1-${n % 250} (ED25519)`,
  `Requirement already satisfied: tokenizers==0.${n % 20}.1, keyring>=24.3`,
  `+ curl -fsSLo /root/install_ov_master_node.sh https://s3.eu-west-1.amazonaws.com/get.openvidu.io/pro/ha/3.8.${n % 9}/install_ov_master_node.sh`,
  `++ curl -fsS -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' -X PUT http://169.254.169.254/latest/api/token`,
  `+ aws secretsmanager get-secret-value --secret-id openvidu-ha-eu-west-1-video --query SecretString --output text`,
  `+ PWD=/root OLDPWD=/opt/openvidu SHLVL=${n % 4} bash -c true`,
  `+ echo '[OpenVidu] waiting for master ${n % 4}: ALL_SECRETS_GENERATED=false'`,
  `+ '[' none = none ']'`,
]

const journal: Service = n => [
  `Nov 12 10:15:${String(n % 60).padStart(2, '0')} ip-10-0-1-${n % 250} systemd[1]: Started openvidu.service - OpenVidu Service.`,
  `Nov 12 10:15:00 ip-10-0-1-11 systemd[1]: Created slice system-getty.slice - Slice /system/getty; getty@tty${n % 6}.service: Deactivated successfully.`,
  `Nov 12 10:15:00 ip-10-0-1-11 sshd[${n}]: Accepted publickey for ubuntu from 203.0.113.${n % 250} port ${50_000 + n} ssh2: ED25519 SHA256:${createHash('sha256').update(`s${n}`).digest('base64').replace('=', '')}`,
  `Nov 12 10:15:00 ip-10-0-1-11 sshd[${n}]: kex algos: sntrup761x25519-sha512@openssh.com, chacha20-poly1305@openssh.com`,
  `Nov 12 10:15:00 ip-10-0-1-11 systemd-logind[711]: New session ${n} of user ubuntu.`,
  `Nov 12 10:15:01 ip-10-0-1-11 CRON[${n}]: pam_unix(cron:session): session opened for user root(uid=0) by root(uid=0)`,
  `Nov 12 10:15:01 ip-10-0-1-11 kernel: audit: type=1400 audit(1794478500.${n % 999}:${n}): apparmor="STATUS" operation="profile_load" profile="unconfined" name="docker-default" pid=${n} comm="apparmor_parser"`,
  `Nov 12 10:15:02 ip-10-0-1-11 systemd-ask-password[${n}]: no password agent is needed`,
]

const observability: Service = n => [
  `ts=${time(n)} caller=head.go:${n % 999} level=info component=tsdb msg="Head GC completed" caller=truncateMemory duration=${n % 99}.31ms`,
  `level=info ts=${time(n)} caller=main.go:103 msg="Starting Loki" version="(version=3.1.${n % 9}, branch=HEAD, revision=${hash(`v${n}`, 10)})"`,
  `ts=${time(n)} caller=ring.go:${n % 900} level=info msg="ring doesn't exist in KV store yet" key=collectors/ring tokens=${128 + n} token_count=512`,
  `logger=authn.service t=${time(n)} level=info msg="Request Completed" method=GET path=/api/health status=200 remote_addr=${address(n)} time_ms=${n % 90} duration=${n}µs size=${n} referer= handler=/api/health status_source=server`,
  `logger=infra.usagestats t=${time(n)} level=info msg="Usage stats are ready to report" password_policy=strict secretsmanager=off`,
  `ts=${time(n)} caller=client.go:419 level=warn component=client host=10.0.1.11:3100 msg="error sending batch, will retry" status=429 tenant= error="server returned HTTP status 429 Too Many Requests (429): Ingestion rate limit exceeded for user fake (limit: 4194304 bytes/sec)"`,
]

const agents: Service = n => [
  `2026-11-12 10:15:${String(n % 60).padStart(2, '0')} INFO [ssm-agent-worker] [MessageService] [MDSInteractor] Starting message polling, message ${uuid(`q${n}`)}`,
  `2026-11-12 10:15:00 INFO [amazon-ssm-agent] using named pipe channel for IPC; amazon-ssm-agent - v3.3.${n % 999}.0`,
  `2026-11-12 10:15:00.1 INFO EC2RoleProvider Successfully connected with instance profile role credentials, next rotation at ${time(n)}`,
  `2026-11-12 10:15:00 ERROR error when calling AWS APIs. error details - AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/openvidu-media-role-${hash(`o${n}`, 12)}/i-0${hash(`i${n}`, 16)} is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:123456789012:secret:openvidu-ha-eu-west-1-video-AbCdEf status code: 400, request id: ${uuid(`z${n}`)}`,
  `An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation: Secrets Manager can't find the specified secret.`,
  `{"time":"${time(n)}","level":"INFO","msg":"upload finished","bucket":"openvidu-appdata-${hash(`b${n}`, 8)}","object_key":"recordings/room-${n}/${sid('EG', `e${n}`)}.mp4","etag":"${hash(`h${n}`, 32)}","versionId":"${hash(`vv${n}`, 32)}","kms_key_id":"arn:aws:kms:eu-west-1:123456789012:key/${uuid(`kk${n}`)}"}`,
]

const services: readonly Service[] = [livekit, caddy, mongo, redis, docker, cloudInit, journal, observability, agents]

/** At least so many lines, all of them different from round to round. */
export function realisticLines(count: number): readonly string[] {
  const lines: string[] = []
  for (let round = 1; lines.length < count; round += 1) {
    for (const service of services) lines.push(...service(round))
  }
  return lines
}
