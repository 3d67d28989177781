import {expect, test} from 'vitest'
import {signatures} from '../../../../src/nodes/probe/parts/signatures.ts'
import {signatures as table} from '../../../../src/openvidu/signatures.ts'
import {plantedSecrets} from '../../node-directory.ts'
import {nodeWith, partIn, probeInputs, shells} from '../../run-probe.ts'
import {signatureLines} from '../../signature-lines.ts'
import {MadeUpNode, runPart} from '../run-part.ts'

const install = 'var/log/cloud-init-output.log'
const errors = 'var/log/openvidu/nodes_errors.log'
const drain = 'var/log/stop_media_node.log'
const restart = 'var/log/openvidu-restart.log'
const journal = 'stand-ins/journalctl.d/openvidu.service'
const logs = 'stand-ins/docker.d/logs'
const down = {'stand-ins/docker.d/down': ''}

test.each(shells)('which, where, how often, the last line, and what matched, %s', async shell => {
  const node = nodeWith('master', {
    [install]: `fine\ncurl: (28) Failed to connect to x\nfine\n\rCURL: (6) Could not resolve\u0000 host\nfine\n`,
    [errors]: `${signatureLines.F26}\n`,
    [restart]: `${signatureLines.F27}\n`,
    [journal]: 'write /var/lib/docker: no space left on device\n',
    [`${logs}/openvidu-init`]: 'Errors found: livekit.yaml\n',
    [`${logs}/redis-server`]: 'NOAUTH Authentication required.\nNOAUTH Authentication required.\n',
    [`${logs}/caddy`]: 'Errors found: nothing of ours\n',
  })
  expect(await partIn(signatures, node, {shell})).toEqual({
    state: 'known',
    value: [
      {signature: 'F15', where: `/${install}`, lines: 2, last: 4, text: 'CURL: (6)'},
      {
        signature: 'F26',
        where: `/${errors}`,
        lines: 1,
        last: 1,
        text: "Error in Media Node - 10.0.1.23: Container 'ingress' error",
      },
      {signature: 'F27', where: `/${restart}`, lines: 1, last: 1, text: "unknown option to `s'"},
      {signature: 'F23', where: 'journal', lines: 1, last: null, text: 'no space left on device'},
      {signature: 'F25', where: 'container openvidu-init', lines: 1, last: null, text: 'Errors found:'},
      {signature: 'F41', where: 'container redis-server', lines: 2, last: null, text: 'NOAUTH'},
    ],
  })
})

test('the licence counts only in the log of the server, the drain only on media nodes', async () => {
  const node = nodeWith('media', {
    [`${logs}/openvidu`]: `license ${plantedSecrets.license} is invalid, ask for a licence\n`,
    [`${logs}/egress`]: 'license expired\n',
    [drain]: `${signatureLines.F28}\n`,
  })
  expect(await partIn(signatures, node, {role: 'media'})).toEqual({
    state: 'known',
    value: [
      {signature: 'F28', where: `/${drain}`, lines: 1, last: 1, text: 'unary operator expected'},
      {signature: 'F43', where: 'container openvidu', lines: 1, last: null, text: 'license invalid licence'},
    ],
  })
})

const ofFiles = table.filter(({where}) => where.includes('cloud-init'))

/** As many as fit into an answer. */
const fewOfFiles = Array.from({length: Math.ceil(ofFiles.length / 5)}, (_, index) => {
  const ids = ofFiles.slice(index * 5, index * 5 + 5).map(({id}) => id)
  return {ids, names: ids.join(', ')}
})

test.each(fewOfFiles)('$names: each is found in the installation log, where it stands', async ({ids}) => {
  const lines = ids.map(id => signatureLines[id])
  const node = nodeWith('master', {[install]: `first\n${lines.join('\n')}\n`, ...down})
  const {value} = (await partIn(signatures, node, {inputs: {generation: null}})) as {value: readonly unknown[]}
  expect(value).toEqual(
    ids.map((signature, index) =>
      expect.objectContaining({signature, where: `/${install}`, lines: 1, last: index + 2}),
    ),
  )
})

test('a generation is asked for its own signatures', async () => {
  const node = nodeWith('master', {[install]: `${signatureLines.F5}\n${signatureLines.F8}\n`})
  const found = async (generation: '3.3.0' | '3.8.0') => {
    const seen = await partIn(signatures, node, {inputs: {...probeInputs('master'), generation}})
    return (seen as {value: readonly {signature: string}[]}).value.map(({signature}) => signature)
  }
  expect(await found('3.3.0')).toEqual(['F5', 'F8'])
  expect(await found('3.8.0')).toEqual(['F8'])
})

test('what stands around and within a match stays on the node', async () => {
  const {redis, license, minio, short} = plantedSecrets
  const node = nodeWith('master', {
    [install]: [
      `AccessDenied --password ${short} ${minio} for secretsmanager`,
      `bitnami/${redis} ${license} not found`,
      `REDIS_PASSWORD=${redis} no space left on device ${license}`,
      `Docker version REDIS_PASSWORD=${redis} is older than required version`,
      '',
    ].join('\n'),
  })
  const seen = await partIn(signatures, node, {inputs: {generation: null}})
  expect(seen).toMatchObject({
    value: [
      {text: 'AccessDenied secretsmanager'},
      {text: 'Docker version REDIS_PASSWORD=***'},
      {text: 'bitnami/ not found'},
      {text: 'no space left on device'},
    ],
  })
})

test.each([
  ['stand-ins/docker.d/down', 'containers'],
  ['stand-ins/journalctl.d/denied', 'journal'],
])('%s: no failure is claimed absent, what was found counts', async (path, what) => {
  expect(await partIn(signatures, nodeWith('master', {[path]: ''}))).toEqual({
    state: 'unknown',
    cause: 'failed',
    detail: `signatures: logs could not all be read: ${what}`,
  })
  expect(await partIn(signatures, nodeWith('master', {[path]: '', [install]: signatureLines.F8}))).toMatchObject({
    state: 'known',
    value: [{signature: 'F8'}],
  })
  const benign = {[path]: '', [drain]: signatureLines.F28}
  expect(await partIn(signatures, nodeWith('media', benign), {role: 'media'})).toMatchObject({state: 'unknown'})
})

test('a node without Docker has no logs of containers', async () => {
  expect(await partIn(signatures, nodeWith('master'), {without: ['docker']})).toEqual({state: 'known', value: []})
})

test('a node without any log', async () => {
  const node = nodeWith('master', {'var/log': null, [journal]: null, [logs]: null})
  expect(await partIn(signatures, node)).toEqual({state: 'known', value: []})
})

test('more than fits: the first are told, and that there are more is no reason to lose them', async () => {
  const all = Object.values(signatureLines).join('\n')
  const many = Object.fromEntries(Array.from({length: 20}, (_, index) => [`${logs}/container-${index}`, `${all}\n`]))
  const node = nodeWith('master', {...many, [install]: `${all}\n`, [journal]: `${all}\n`})
  const seen = await partIn(signatures, node, {inputs: {generation: null}})
  const {value} = seen as {value: readonly {where: string}[]}
  expect(value.filter(({where}) => where === `/${install}`).length).toBe(ofFiles.length)
})

test('long logs of several containers are all told, with every line counted', async () => {
  const names = ['caddy', 'loki', 'mongo', 'redis-server']
  const line = `no space left on device ${'x'.repeat(1_900)}\n`
  const node = nodeWith('master', Object.fromEntries(names.map(name => [`${logs}/${name}`, line.repeat(1_000)])))
  const {value} = (await partIn(signatures, node)) as {value: readonly {where: string; lines: number}[]}
  const full = value.filter(({where}) => names.some(name => where === `container ${name}`))
  expect(full.map(({where, lines}) => [where, lines])).toEqual(names.map(name => [`container ${name}`, 1_000]))
})

test.each(['tr', 'cut', 'grep', 'awk', 'sort'])(
  'logs of containers that %s does not let through have not been seen',
  async command => {
    using node = new MadeUpNode({without: [command]})
    node.command('docker', 'case $1 in ps) echo caddy ;; logs) echo no space left on device ;; esac')
    node.command('journalctl', 'exit 0')
    // As where no further process can be started.
    node.command(command, 'exit 1')
    const {answer} = await runPart(signatures, {shell: ['dash'], path: node.path, root: node.root})
    expect(answer.state).toBe('unknown')
  },
)
