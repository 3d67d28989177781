import {readFileSync} from 'node:fs'
import {describe, expect, it} from 'vitest'
import {redis} from '../../../../src/nodes/probe/parts/redis.ts'
import {MadeUpNode, runPart, shells} from '../run-part.ts'

const password = 'p1a$n"t\'ed`x`'
const info =
  'printf "# Replication\\r\\nrole:slave\\r\\nmaster_host:10.0.1.10\\r\\nmaster_link_status:up\\r\\nconnected_slaves:0\\r\\n"'
const masters = (flags = 'master') =>
  `printf '%s\\n' name openvidu ip 10.0.1.10 port 7000 runid x flags ${flags} num-slaves 3 num-other-sentinels 3 quorum 2`
const sentinelSeen = {masterAddress: '10.0.1.10', status: 'ok', replicas: 3, sentinels: 4, quorum: 2}

describe.each(shells)('the part redis in $name', ({words: shell}) => {
  async function look(
    commands: {readonly info?: string; readonly masters?: string; readonly quorum?: string},
    settings: string | null = `REDIS_PASSWORD=${password}\n`,
    seconds?: number,
    file = 'opt/openvidu/config/node/master_node.env',
  ) {
    using node = new MadeUpNode()
    if (settings !== null) node.file(file, settings)
    node.command(
      'docker',
      `printf '%s\\n' "$*" >> "${node.folder}/arguments"
printf '%s' "$REDISCLI_AUTH" > "${node.folder}/password"
cat /proc/[0-9]*/cmdline >> "${node.folder}/processes" 2>/dev/null
case "$*" in
*INFO*) ${commands.info ?? info} ;;
*MASTERS*) ${commands.masters ?? masters()} ;;
*CKQUORUM*) ${commands.quorum ?? "echo 'OK 4 usable Sentinels'"} ;;
esac`,
    )
    const run = await runPart(redis, {shell, path: node.path, root: node.root, ...(seconds && {seconds})})
    const [given, passed] = ['arguments', 'password'].map(name => readFileSync(`${node.folder}/${name}`, 'utf8'))
    expect(run.printed).not.toContain('p1a$n')
    expect(given).not.toContain('p1a$n')
    const processes = readFileSync(`${node.folder}/processes`, 'utf8')
    expect(processes).toContain('redis-cli')
    expect(processes).not.toContain('p1a$n')
    return {answer: run.answer, given, passed}
  }

  it('tells role, link and what the sentinel sees; the password goes by environment alone', async () => {
    const {answer, given, passed} = await look({})
    expect(answer).toEqual({
      state: 'known',
      value: {
        role: 'slave',
        trouble: null,
        connectedReplicas: 0,
        masterAddress: '10.0.1.10',
        masterLink: 'up',
        sentinel: sentinelSeen,
      },
    })
    expect(passed).toBe(password)
    expect(given?.split('\n').slice(0, 3)).toEqual([
      'exec -e REDISCLI_AUTH redis-server timeout -s KILL 3 redis-cli -p 7000 INFO replication',
      'exec -e REDISCLI_AUTH redis-sentinel timeout -s KILL 3 redis-cli -p 7001 SENTINEL MASTERS',
      'exec -e REDISCLI_AUTH redis-sentinel timeout -s KILL 3 redis-cli -p 7001 SENTINEL CKQUORUM openvidu',
    ])
  })

  it.each([
    ['in quotes', `REDIS_PASSWORD="${password}"\r\n`],
    ['in single quotes', `REDIS_PASSWORD='${password}'\n`],
    ['the last of several', `REDIS_PASSWORD=old\nOTHER=1\nREDIS_PASSWORD=${password}\n`],
  ])('reads the password %s', async (_, settings) => {
    expect((await look({}, settings)).passed).toBe(password)
  })

  it.each(['cluster/openvidu.env', 'node/master-node.env'])('reads the password in %s, too', async name => {
    expect((await look({}, undefined, undefined, `opt/openvidu/config/${name}`)).passed).toBe(password)
  })

  it.each([
    ["echo 'Error response from daemon: No such container: redis-server' >&2; exit 1", 'no container'],
    ["echo 'Error response from daemon: Container abc is not running' >&2; exit 1", 'not running'],
    ["echo 'Error response from daemon: Container abc is restarting, wait' >&2; exit 1", 'restarting'],
    ["echo 'Error response from daemon: Container abc is paused' >&2; exit 1", 'paused'],
    ["echo 'Could not connect to Redis at 127.0.0.1:7000: Connection refused' >&2; exit 1", 'refused'],
    ["echo 'AUTH failed: WRONGPASS invalid' >&2; echo 'NOAUTH Authentication required.'", 'WRONGPASS'],
    ["echo 'NOAUTH Authentication required.'", 'NOAUTH'],
    ["echo 'LOADING Redis is loading the dataset in memory'", 'LOADING'],
    ["echo 'MASTERDOWN p1a' >&2", 'MASTERDOWN'],
    ["echo 'OCI runtime exec failed: redis-cli: executable file not found' >&2; exit 127", 'no redis-cli'],
    ['exit 137', 'timed-out'],
    ["printf '\\033[2J$(x)'", 'failed'],
  ])('tells the trouble of the server by a word, and the sentinel still: %s', async (script, trouble) => {
    expect((await look({info: script})).answer).toEqual({
      state: 'known',
      value: {
        role: null,
        trouble,
        connectedReplicas: null,
        masterAddress: null,
        masterLink: null,
        sentinel: sentinelSeen,
      },
    })
  })

  it.each([null, 'OTHER=1\n'])('a server that wants the password that the node has not: %s', async settings => {
    const {answer, given} = await look({info: "echo 'NOAUTH Authentication required.'"}, settings)
    expect(answer).toMatchObject({value: {trouble: 'no password'}})
    expect(given).not.toContain('REDISCLI_AUTH')
  })

  it.each([
    ['s_down,master', 'true', 'sdown'],
    ['s_down,o_down,master', 'true', 'odown'],
    ['master,disconnected', 'true', 'master,disconnected'],
    ['master', "echo 'NOQUORUM 1 usable Sentinels' >&2; exit 1", 'no quorum'],
  ])('the sentinel sees %s (%s) as %s', async (flags, quorum, status) => {
    expect((await look({masters: masters(flags), quorum})).answer).toMatchObject({value: {sentinel: {status}}})
  })

  it('a sentinel that does not answer is none seen', async () => {
    const {answer} = await look({
      masters: "echo 'Could not connect to Redis at 127.0.0.1:7001: Connection refused' >&2; exit 1",
    })
    expect(answer).toMatchObject({value: {role: 'slave', sentinel: null}})
  })

  it.each([
    ['a role that there is not', {info: 'printf "role:king\\nconnected_slaves:0\\n"'}],
    ['a master that is no address', {info: 'printf "role:slave\\nconnected_slaves:0\\nmaster_host:a b\\n"'}],
    ['a sentinel without flags', {masters: "printf '%s\\n' name openvidu ip 10.0.1.10"}],
  ])('is unknown for %s', async (_, commands) => {
    expect((await look(commands)).answer).toMatchObject({state: 'unknown', cause: 'failed'})
  })

  it('an engine that hangs or denies is no trouble of Redis', async () => {
    expect((await look({info: 'exec sleep 30'}, null, 1)).answer).toMatchObject({state: 'unknown', cause: 'timed-out'})
    const denied = "echo 'permission denied while trying to connect to the Docker daemon socket' >&2; exit 1"
    expect((await look({info: denied})).answer).toMatchObject({state: 'unknown', cause: 'failed'})
  })
})
