import {createHash} from 'node:crypto'
import {expect, test} from 'vitest'
import type {Part} from '../../../../src/derive/node-answers.ts'
import {configuration} from '../../../../src/nodes/probe/parts/configuration.ts'
import {plantedSecrets} from '../../healthy-node-files.ts'
import type {NodeDirectory} from '../../node-directory.ts'
import {nodeWith, partIn, probeInputs, type RunOptions, shells} from '../../run-probe.ts'

const folder = 'opt/openvidu/config'
const env = `${folder}/cluster/openvidu.env`
const {redis} = plantedSecrets
const hashOf = (content: string | Buffer) =>
  createHash('sha256').update(probeInputs('master').key).update(content).digest('hex').slice(0, 16)

async function configurationIn(node: NodeDirectory, options: RunOptions = {}): Promise<Part<'configuration'>> {
  const seen = await partIn(configuration, node, options)
  if (seen.state === 'unknown') throw new Error(seen.detail)
  return seen.value as Part<'configuration'>
}

test.each(shells)('the files of a master by folder, and the keys, all with keyed hashes, %s', async shell => {
  const content = 'DOMAIN_NAME=a.example.com\n# API_SECRET=old\nAPI_SECRET=a b"$(id)\'\\n\nDOMAIN_NAME=b.example.com'
  const {files, keys} = await configurationIn(nodeWith('master', {[env]: content}), {shell})
  expect(files[0]).toEqual({path: `/${env}`, hash: hashOf(content), bytes: content.length})
  expect(files.map(({path}) => path)).toEqual(
    expect.arrayContaining([
      `/${folder}/cluster/master_node/caddy.yaml`,
      `/${folder}/cluster/master_node/grafana`,
      `/${folder}/cluster/media_node/livekit.yaml`,
      `/${folder}/node/master_node.env`,
    ]),
  )
  expect(files).toHaveLength(20)
  expect(keys).toEqual([
    {path: `/${env}`, key: 'DOMAIN_NAME', hash: hashOf('DOMAIN_NAME=b.example.com')},
    {path: `/${env}`, key: 'API_SECRET', hash: hashOf('API_SECRET=a b"$(id)\'\\n')},
    {path: `/${folder}/node/master_node.env`, key: 'REDIS_PASSWORD', hash: hashOf(`REDIS_PASSWORD=${redis}`)},
  ])
})

test.each(shells)("of what is a node's own the password of Redis alone, however it is written, %s", async shell => {
  const name = `${folder}/node/media-node.env`
  const written = [redis, `"${redis}"`, `'${redis}'`, `${redis}\r`].map(async value => {
    const settings = `MEDIA_NODE_PRIVATE_IP=10.0.1.7\nREDIS_PASSWORD=${value}\nREDIS_PASSWORD_FILE=x\n`
    const node = nodeWith('media', {[`${folder}/node/media_node.env`]: null, [name]: settings})
    return (await configurationIn(node, {shell})).keys
  })
  const own = {path: `/${name}`, key: 'REDIS_PASSWORD', hash: hashOf(`REDIS_PASSWORD=${redis}`)}
  expect(await Promise.all(written)).toEqual([[own], [own], [own], [own]])
})

test('another key makes other hashes', async () => {
  const node = nodeWith('master')
  const one = await configurationIn(node)
  const other = await configurationIn(node, {inputs: {key: 'f'.repeat(32)}})
  expect(one.keys.map(({hash}) => hash)).not.toContain(other.keys[0]?.hash)
  expect(await configurationIn(node)).toEqual(one)
})

test('a folder changes with any file in it', async () => {
  const grafana = `${folder}/cluster/master_node/grafana`
  const hashes = new Set<string | null | undefined>()
  for (const changes of [{}, {[`${grafana}/datasources.yaml`]: 'x'}, {[`${grafana}/deeper/x.yaml`]: 'x'}]) {
    const {files} = await configurationIn(nodeWith('master', changes))
    hashes.add(files.find(({path}) => path === `/${grafana}`)?.hash)
  }
  expect(hashes.size).toBe(3)
  expect(hashes).not.toContain(undefined)
})

test('bytes of every kind are content', async () => {
  const content = Buffer.from([0, 1, 0xff, 10, 0, 13])
  const path = `${folder}/cluster/media_node/livekit.yaml`
  const {files} = await configurationIn(nodeWith('master', {[path]: content}))
  expect(files).toContainEqual({path: `/${path}`, hash: hashOf(content), bytes: content.length})
})

test('what else lies in the folder is told, and what is missing is not', async () => {
  const {files} = await configurationIn(
    nodeWith('master', {[`${folder}/cluster/old copy.env`]: 'x', [`${folder}/cluster/media_node`]: null, [env]: null}),
  )
  expect(files[0]?.path).toBe(`/${folder}/cluster/old?copy.env`)
  expect(files.filter(({path}) => path.includes('media_node'))).toEqual([])
})

test('a node without configuration', async () => {
  expect(await configurationIn(nodeWith('master', {[folder]: null}))).toEqual({files: [], keys: []})
})

test('more than fits is unknown, not shortened', async () => {
  const many = Object.fromEntries(
    Array.from({length: 120}, (_, index) => [`${folder}/cluster/master_node/file-${index}.yaml`, '']),
  )
  expect(await partIn(configuration, nodeWith('master', many))).toMatchObject({state: 'unknown', cause: 'truncated'})
})

test('without sha256sum nothing is told', async () => {
  expect(await partIn(configuration, nodeWith('master'), {without: ['sha256sum']})).toMatchObject({state: 'unknown'})
})
