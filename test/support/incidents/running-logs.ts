import {dockerTime, journalTime} from './clock.ts'

/** Logs of services that are well, with the words and the passing troubles that sound logs have. Seconds count from the creation. */

const everyMinutes = (
  from: number,
  count: number,
  line: (seconds: number, index: number) => string,
): readonly string[] => Array.from({length: count}, (_, index) => line(from + index * 300, index))

export function journalLog(start: number): readonly string[] {
  return [
    `${journalTime(start)} systemd[1]: Starting openvidu.service - OpenVidu Service...`,
    ...['caddy', 'mongo', 'redis-server', 'redis-sentinel', 'operator'].flatMap((name, index) => [
      `${journalTime(start + index)} docker[2101]:  Container ${name}  Creating`,
      `${journalTime(start + index + 1)} docker[2101]:  Container ${name}  Started`,
    ]),
    `${journalTime(start + 8)} docker[2101]: time="2026-11-12T10:14:08Z" level=warning msg="the attribute version is obsolete, it will be ignored"`,
    `${journalTime(start + 9)} systemd[1]: Finished openvidu.service - OpenVidu Service.`,
  ]
}

export function dockerLog(start: number): readonly string[] {
  return [
    `${journalTime(start)} systemd[1]: Starting docker.service - Docker Application Container Engine...`,
    `${journalTime(start + 1)} dockerd[1900]: level=info msg="Loading containers: start."`,
    `${journalTime(start + 2)} systemd[1]: Started docker.service - Docker Application Container Engine.`,
    `${journalTime(start + 30)} dockerd[1900]: level=error msg="Handler for GET /v1.51/images/openvidu/json returned error: No such image: openvidu"`,
    ...everyMinutes(
      start + 60,
      40,
      (at, index) =>
        `${journalTime(at)} dockerd[1900]: level=info msg="health check passed" failures=0 errors=${index % 2}`,
    ),
  ]
}

export function caddyLog(start: number): readonly string[] {
  return [
    `${dockerTime(start)} {"level":"info","ts":1794478500.1,"msg":"serving initial configuration"}`,
    `${dockerTime(start + 2)} {"level":"error","logger":"http.log.error","msg":"dial tcp 10.0.1.10:5000: connect: connection refused","status":502}`,
    ...everyMinutes(
      start + 5,
      150,
      (at, index) =>
        `${dockerTime(at)} {"level":"info","logger":"http.log.access","msg":"handled request","request":{"method":"GET","uri":"/health/caddy"},"status":200,"size":${index}}`,
    ),
  ]
}

export function mongoLog(start: number): readonly string[] {
  const line = (at: number, text: string) =>
    `${dockerTime(at)} {"t":{"$date":"2026-11-12T10:14:00Z"},"s":"I","c":"REPL","msg":"${text}"}`
  return [
    line(start, 'Waiting for connections'),
    line(start + 3, 'replSetInitiate admin command received from client'),
    line(start + 5, 'Starting an election, since we have seen no PRIMARY in election timeout period'),
    `${dockerTime(start + 6)} {"s":"I","c":"COMMAND","msg":"command failed","attr":{"error":"NotWritablePrimary: not primary"}}`,
    line(start + 9, 'Transition to primary complete'),
    ...everyMinutes(
      start + 60,
      120,
      (at, index) =>
        `${dockerTime(at)} {"s":"I","c":"NETWORK","msg":"connection accepted","attr":{"connectionId":${index},"errors":0}}`,
    ),
  ]
}

export function redisLog(start: number): readonly string[] {
  return [
    `${dockerTime(start)} 1:M 12 Nov 2026 10:14:00.001 * Ready to accept connections tcp`,
    ...everyMinutes(
      start + 60,
      80,
      (at, index) => `${dockerTime(at)} 1:M 12 Nov 2026 10:15:00.001 * ${index} changes in 300 seconds. Saving...`,
    ),
  ]
}

export function operatorLog(start: number): readonly string[] {
  return [
    // Before the password is read, twice; never again.
    `${dockerTime(start)} level=error msg="redis not ready" error="NOAUTH Authentication required."`,
    `${dockerTime(start + 2)} level=error msg="redis not ready" error="NOAUTH Authentication required."`,
    `${dockerTime(start + 4)} level=info msg="connected to redis, retries succeeded after 2 failed attempts"`,
    ...everyMinutes(
      start + 60,
      120,
      (at, index) => `${dockerTime(at)} level=info msg="configuration in sync" node=media-${index % 2} errors=0`,
    ),
  ]
}

export function openviduLog(start: number): readonly string[] {
  return [
    `${dockerTime(start)} INFO openvidu service/server.go:297 starting LiveKit server {"portHttp": 7880}`,
    `${dockerTime(start + 1)} INFO openvidu license/check.go:20 license is valid until 2027-01-31`,
    ...everyMinutes(
      start + 60,
      150,
      (at, index) =>
        `${dockerTime(at)} INFO openvidu rtc/room.go:88 participant joined {"room": "daily-${index}", "error": null, "reconnects": ${index % 3}}`,
    ),
    `${dockerTime(start + 46_000)} WARN openvidu rtc/transport.go:412 ICE failed, retrying over TCP {"attempt": 1}`,
  ]
}

export function ingressLog(start: number): readonly string[] {
  return everyMinutes(
    start,
    60,
    (at, index) =>
      `${dockerTime(at)} INFO ingress service/service.go:101 ${index === 0 ? 'starting ingress' : 'healthy'} {"sessions": ${index % 4}, "failed": 0}`,
  )
}

export function egressLog(start: number): readonly string[] {
  return everyMinutes(
    start,
    60,
    (at, index) =>
      `${dockerTime(at)} INFO egress server/server.go:77 ${index === 0 ? 'service ready' : 'egress completed'} {"egressID": "EG_${index}", "error": ""}`,
  )
}

export function drainLog(): readonly string[] {
  return [
    'Stopping media node services and waiting for termination...',
    'Waiting for containers to stop...',
    '/usr/local/bin/stop_media_node.sh: line 21: [: ==: unary operator expected',
    'Waiting for containers to stop...',
  ]
}
