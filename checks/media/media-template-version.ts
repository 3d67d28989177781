import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {instanceRefresh} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'media-template-version',
  area: 'media',
  title: 'All media nodes are of the newest version of their launch template',
  severity: 'medium',
  sources: ['deployed'],
  requirements: [],
  why: 'Nodes of another version have another type, image or installation than those that start next. An update of the stack that never reaches the nodes looks as if it had been made.',
  how: {
    deployed:
      'The version of the launch template that the group comes to ($Latest and $Default resolved) must exist with its image and be the newest, and every node that is not about to end must have been started from it.',
  },
  needs: ['mediaFleet', 'mediaTemplate'],
  phrases: {
    gone: ({observed, expected}: {observed: {group: string; missing: string}; expected: {template: string}}) =>
      `${observed.group} can start no media node, since AWS has no ${observed.missing} any more; expected version ${expected.template}`,
    notNewest: ({
      observed,
      expected,
    }: {
      observed: {template: string; asked: string; version: string}
      expected: {version: string}
    }) =>
      `the group takes version ${observed.version} (${observed.asked}) of ${observed.template}; expected the newest, ${expected.version}`,
    outdated: ({
      observed,
      expected,
    }: {
      observed: {group: string; nodes: number; all: number; versions: readonly string[]}
      expected: {version: string}
    }) =>
      `${observed.nodes} of ${observed.all} nodes of ${observed.group} were started from version ${observed.versions.join(', ')}; expected version ${expected.version}, which the group takes now`,
  },
  remedy: {
    text: 'Give the group the newest version, then replace its nodes; each drains its rooms before it ends.',
    commands: [
      'aws autoscaling update-auto-scaling-group --auto-scaling-group-name MEDIA_GROUP --launch-template "LaunchTemplateId=LAUNCH_TEMPLATE_ID,Version=NEWEST"',
      'aws autoscaling start-instance-refresh --auto-scaling-group-name MEDIA_GROUP',
    ],
    url: instanceRefresh,
  },
  remedies: {
    outdated: {
      text: 'Replace the nodes of the other version; each drains its rooms before it ends.',
      commands: ['aws autoscaling start-instance-refresh --auto-scaling-group-name MEDIA_GROUP'],
      url: instanceRefresh,
    },
    gone: {
      text: 'Give the group a version of a launch template that exists, with an image that exists.',
      commands: [
        'aws autoscaling update-auto-scaling-group --auto-scaling-group-name MEDIA_GROUP --launch-template "LaunchTemplateId=LAUNCH_TEMPLATE_ID,Version=VERSION"',
      ],
      url: instanceRefresh,
    },
  },
  judge({mediaFleet, mediaTemplate: {subject, id, asked, version, newest, image}}, {fail, see}) {
    const group = subjectName(mediaFleet.subject)
    const template = subjectName(subject)
    if (version === null) {
      const missing = newest === null ? `launch template ${id}` : `version ${asked} of ${template}`
      const evidence = {observed: {group, missing}, expected: {template: `${asked} of ${template}`}}
      fail('gone', subject, evidence, {severity: 'high'})
      return
    }
    if (image !== null && see(image.exists, subject) === false) {
      const evidence = {
        observed: {group, missing: `image ${image.id}`},
        expected: {template: `${version} of ${template}`},
      }
      fail('gone', subject, evidence, {severity: 'high'})
    }
    if (newest !== null && version !== newest) {
      fail('notNewest', subject, {observed: {template, asked, version}, expected: {version: newest}}, {defect: 'D9'})
    }
    const staying = mediaFleet.members.filter(({lifecycleState}) => !lifecycleState.startsWith('Terminating'))
    const others = staying.filter(node => node.templateId !== id || node.templateVersion !== version)
    if (others.length === 0) return
    const named = others.map(node => (node.templateId === id ? node.templateVersion : node.templateId) ?? 'none')
    const observed = {group, nodes: others.length, all: staying.length, versions: [...new Set(named)].toSorted()}
    fail('outdated', mediaFleet.subject, {observed, expected: {version}})
  },
})
