import {chmodSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import type {AnyPart} from '../../../src/nodes/probe/part.ts'
import {cloudInit} from '../../../src/nodes/probe/parts/cloud-init.ts'
import {configuration} from '../../../src/nodes/probe/parts/configuration.ts'
import {egress} from '../../../src/nodes/probe/parts/egress.ts'
import {installation} from '../../../src/nodes/probe/parts/installation.ts'
import {nodesErrors} from '../../../src/nodes/probe/parts/nodes-errors.ts'
import {signatures} from '../../../src/nodes/probe/parts/signatures.ts'
import {nodeWith, partIn} from '../run-probe.ts'

const nobody = 65_534

/** The probe runs as root; whoever runs the script by hand may not. Only root can become somebody else. */
describe.skipIf(process.getuid?.() !== 0)('what may not be looked into is neither absent nor empty', () => {
  test.each([
    ['var/log/openvidu', nodesErrors],
    ['var/log/openvidu/nodes_errors.log', nodesErrors],
    ['opt/openvidu/egress_data/home', egress],
    ['opt/openvidu/egress_data/home/egress/tmp', egress],
    ['opt/openvidu/egress_data/home/egress/tmp/EG_1', egress],
    ['opt', installation],
    ['opt/openvidu/deployment-info.yaml', installation],
    ['opt/openvidu/config', installation],
    ['opt/openvidu/config', configuration],
    ['opt/openvidu/config/node', configuration],
    ['opt/openvidu/config/cluster/master_node/grafana', configuration],
    ['var/log', cloudInit],
    ['var/log/cloud-init-output.log', signatures],
  ] as const)('%s', async (path, part: AnyPart) => {
    const node = nodeWith(part.roles[0] ?? 'master', {
      'var/log/openvidu/nodes_errors.log': '',
      ...(part === egress ? {'opt/openvidu/egress_data/home/egress/tmp/EG_1/x.ts': 'x'} : {}),
    })
    chmodSync(node.root, 0o755)
    chmodSync(join(node.root, 'var/log/cloud-init-output.log'), 0o644)
    const readable = await partIn(part, node, {uid: nobody})
    chmodSync(join(node.root, path), 0)
    const denied = await partIn(part, node, {uid: nobody})
    chmodSync(join(node.root, path), 0o755)
    expect([readable.state, denied.state]).toEqual(['known', 'unknown'])
  })

  test('a file of the configuration that may not be read has no hash', async () => {
    const node = nodeWith('media')
    chmodSync(node.root, 0o755)
    const path = 'opt/openvidu/config/node/media_node.env'
    chmodSync(join(node.root, path), 0)
    expect(await partIn(configuration, node, {uid: nobody, role: 'media'})).toEqual({
      state: 'known',
      value: {files: [{path: `/${path}`, hash: null, bytes: expect.any(Number)}], keys: []},
    })
  })
})
