import {expect, test} from 'vitest'
import {egress} from '../../../../src/nodes/probe/parts/egress.ts'
import {nodeWith, partIn, shells} from '../../run-probe.ts'

const home = 'opt/openvidu/egress_data/home/egress'

test.each(shells)('files and bytes, in folders below too, %s', async shell => {
  const node = nodeWith('media', {
    [`${home}/backup_storage/room/a b\nc.mp4`]: 'x'.repeat(1000),
    [`${home}/backup_storage/$(touch x).mp4`]: 'x'.repeat(24),
    [`${home}/tmp/EG_1/segment.ts`]: 'yy',
  })
  expect(await partIn(egress, node, {shell})).toEqual({
    state: 'known',
    value: {backup: {files: 2, bytes: 1024}, unfinished: {files: 1, bytes: 2}},
  })
})

test('an empty folder is no missing one', async () => {
  expect(await partIn(egress, nodeWith('media', {[`${home}/tmp/`]: null}))).toEqual({
    state: 'known',
    value: {backup: {files: 0, bytes: 0}, unfinished: null},
  })
  expect(await partIn(egress, nodeWith('media', {'opt/openvidu': null}))).toEqual({
    state: 'known',
    value: {backup: null, unfinished: null},
  })
})
