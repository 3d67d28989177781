import {bytesInWords} from '../../src/derive/byte-size.ts'
import {answersOf, nodesToJudge} from '../../src/derive/node-answers.ts'
import {defineCheck} from '../../src/model/check.ts'
import {externalStorage} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'egress-backlog',
  area: 'nodes',
  title: 'No recordings wait on the media nodes for a storage that did not take them',
  severity: 'medium',
  sources: ['nodes'],
  requirements: ['R29'],
  why: 'A recording that the storage did not take stays on the disk of its media node, and is lost with the node: the group ends it at the next scale-in.',
  how: {
    nodes:
      'The backup folder of egress on each media node must be empty, or not there. Files in its folder for unfinished recordings belong to recordings that run as well as to such that crashed, which a look at the folder does not tell apart: they are told beside a backlog, and not judged.',
  },
  needs: ['nodeProbes'],
  phrases: {
    waiting: ({
      observed,
      expected,
    }: {
      observed: {node: string; files: number; size: string; unfinished: number | null}
      expected: {files: number}
    }) =>
      `${observed.files} ${observed.files === 1 ? 'file' : 'files'} (${observed.size}) of recordings that the storage did not take wait on ${observed.node}${observed.unfinished === null || observed.unfinished === 0 ? '' : `, beside ${observed.unfinished} in its folder for unfinished ones`}; expected ${expected.files}`,
  },
  remedy: {
    text: 'Keep the node until the files are safe: protect it from scale-in, copy them into the bucket of the application data, then delete them. Then find out why the storage refused them: bucket, its policy, role of the media nodes, way to S3.',
    commands: [
      'aws autoscaling set-instance-protection --protected-from-scale-in --auto-scaling-group-name MEDIA_GROUP --instance-ids INSTANCE_ID',
      'aws ssm start-session --target INSTANCE_ID',
      'sudo find /opt/openvidu/egress_data/home/egress/backup_storage -type f -ls',
      'sudo aws s3 cp --recursive /opt/openvidu/egress_data/home/egress/backup_storage s3://APP_DATA_BUCKET/',
      'cd /opt/openvidu && sudo docker compose logs --since 24h egress',
    ],
    url: externalStorage,
  },
  judge({nodeProbes}, {fail, see}) {
    for (const {node, name, part} of answersOf(nodesToJudge(nodeProbes, see, 'media'), 'egress', see)) {
      const {backup, unfinished} = part
      if (backup === null || backup.files === 0) continue
      const observed = {
        node: name,
        files: backup.files,
        size: bytesInWords(backup.bytes),
        unfinished: unfinished?.files ?? null,
      }
      fail('waiting', node.subject, {observed, expected: {files: 0}})
    }
  },
})
