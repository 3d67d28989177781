import {expect, test} from 'vitest'
import {installation} from '../../../../src/nodes/probe/parts/installation.ts'
import {masterAddresses, plantedSecrets} from '../../node-directory.ts'
import {nodeWith, partIn, shells} from '../../run-probe.ts'

const info = 'opt/openvidu/deployment-info.yaml'
const cluster = 'opt/openvidu/config/cluster/openvidu.env'
const value = (key: string, value: string) => ({file: `/${cluster}`, key, value})

test.each(shells)('version, environment and the settings that are no secret, %s', async shell => {
  expect(await partIn(installation, nodeWith('master'), {shell})).toEqual({
    state: 'known',
    value: {
      version: '3.8.0',
      environment: 'aws',
      settings: [
        value('DOMAIN_NAME', 'video.example.com'),
        value('ENABLED_MODULES', 'observability,v2compatibility,openviduMeet'),
        ...masterAddresses.map((address, index) => value(`MASTER_NODE_${index + 1}_PRIVATE_IP`, address)),
        value('OPENVIDU_RTC_ENGINE', 'pion'),
        {file: '/opt/openvidu/config/node/master_node.env', key: 'MASTER_NODE_PRIVATE_IP', value: '10.0.1.11'},
      ],
    },
  })
  expect(await partIn(installation, nodeWith('media'), {shell, role: 'media'})).toMatchObject({
    value: {
      settings: [
        {key: 'MASTER_NODE_PRIVATE_IP_LIST', value: masterAddresses.join(',')},
        {key: 'MEDIA_NODE_PRIVATE_IP'},
      ],
    },
  })
})

test.each(shells)('values as env files spell them, the last one counts, %s', async shell => {
  const content = [
    'DOMAIN_NAME=old.example.com',
    ' export DOMAIN_NAME="new.example.com"  # ours\r',
    "OPENVIDU_RTC_ENGINE='mediasoup'",
    'ENABLED_MODULES=',
    '#MASTER_NODE_1_PRIVATE_IP=10.9.9.9',
    'XDOMAIN_NAME=x.example.com',
    '',
  ].join('\n')
  expect(await partIn(installation, nodeWith('master', {[cluster]: content}), {shell})).toMatchObject({
    value: {
      settings: [
        value('DOMAIN_NAME', 'new.example.com'),
        value('ENABLED_MODULES', ''),
        value('OPENVIDU_RTC_ENGINE', 'mediasoup'),
        {key: 'MASTER_NODE_PRIVATE_IP'},
      ],
    },
  })
})

test.each(shells)('a value that has not its form is not told, %s', async shell => {
  const content = [
    `DOMAIN_NAME=${plantedSecrets.redis}`,
    `ENABLED_MODULES=${plantedSecrets.livekit}`,
    `OPENVIDU_RTC_ENGINE=${plantedSecrets.short}`,
    `MASTER_NODE_1_PRIVATE_IP=10.0.1.11 REDIS_PASSWORD=${plantedSecrets.redis}`,
    `MASTER_NODE_2_PRIVATE_IP=none`,
    '',
  ].join('\n')
  const seen = await partIn(installation, nodeWith('master', {[cluster]: content}), {shell})
  const told = '(not of its form)'
  expect(seen).toMatchObject({
    value: {
      settings: [
        value('DOMAIN_NAME', told),
        value('ENABLED_MODULES', told),
        value('MASTER_NODE_1_PRIVATE_IP', told),
        value('MASTER_NODE_2_PRIVATE_IP', told),
        value('OPENVIDU_RTC_ENGINE', told),
        {key: 'MASTER_NODE_PRIVATE_IP'},
      ],
    },
  })
})

test.each([
  [{[info]: null}, {version: null, environment: null}],
  [
    {[info]: null, 'opt/openvidu/deployment-info.yml': 'version: "3.7.0"\n'},
    {version: '3.7.0', environment: null},
  ],
  [{[info]: "  version: '3.7.0' # x\r\nenvironment: on-premise\n"}, {version: '3.7.0', environment: 'on-premise'}],
  [{[info]: 'version:\nenvironment: $(id)\n'}, {version: null, environment: null}],
  [{opt: null}, {version: null, environment: null, settings: []}],
])('%j', async (changes, expected) => {
  expect(await partIn(installation, nodeWith('master', changes))).toMatchObject({state: 'known', value: expected})
})
