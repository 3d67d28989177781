import {fewOf, nodeName, standingMasters, standingMedia} from '../../src/derive/live-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {administration} from '../../src/openvidu/pages.ts'
import {tolerance} from '../../src/openvidu/placement.ts'

export default defineCheck({
  id: 'start-order',
  area: 'masters',
  title: 'No media node runs while masters are stopped',
  severity: 'high',
  sources: ['deployed'],
  requirements: ['R30'],
  why: 'Media nodes take configuration and state from the masters. Those that run without them serve nobody, are paid for, and do not come back by themselves once the masters do.',
  how: {
    deployed:
      'Where masters are stopped or stopping, no media node may run or start. With one or two masters stopped the deployment still works, and the finding weighs medium.',
  },
  needs: ['nodes', 'masterCount'],
  phrases: {
    mediaWithoutMasters: ({
      observed,
      expected,
    }: {
      observed: {stopped: readonly string[]; masters: number; media: number}
      expected: {media: number}
    }) =>
      `${observed.media} media ${observed.media === 1 ? 'node runs' : 'nodes run'} while ${observed.stopped.length} of ${observed.masters} masters ${observed.stopped.length === 1 ? 'is' : 'are'} stopped (${fewOf(observed.stopped)}); expected ${expected.media} until all masters run`,
  },
  remedy: {
    text: 'Start the masters first. To shut the deployment down set the bounds of the media group to zero, wait until it is empty, and stop the masters then; to start it go the other way round.',
    // Nothing that ends media nodes: with one master stopped they serve all the same.
    commands: ['aws ec2 start-instances --instance-ids MASTER_INSTANCE_IDS'],
    url: administration,
  },
  judge({nodes, masterCount}, {fail}) {
    const masters = standingMasters(nodes)
    const stopped = masters.filter(({state}) => state === 'stopped' || state === 'stopping')
    const media = standingMedia(nodes).filter(({state}) => state === 'running' || state === 'pending')
    if (stopped.length === 0 || media.length === 0) return
    const observed = {stopped: stopped.map(nodeName), masters: masters.length, media: media.length}
    const severity = tolerance(stopped.length) === 'outage' ? 'high' : 'medium'
    fail('mediaWithoutMasters', masterCount.subject, {observed, expected: {media: 0}}, {severity})
  },
})
