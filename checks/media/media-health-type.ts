import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {groupHealthChecks} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'media-health-type',
  area: 'media',
  title: 'The group of media nodes replaces nodes whose services are dead',
  severity: 'low',
  sources: ['plan', 'deployed'],
  requirements: [],
  why: 'With EC2 health checks alone a media node that runs without OpenVidu stays in service: it counts as capacity, and nobody replaces it.',
  how: {
    plan: 'The health check type of the media group must include ELB; the default, EC2, sees the virtual machine only.',
    deployed: 'The health check type that the group has now is read.',
  },
  needs: ['mediaGroup'],
  phrases: {
    machineOnly: ({
      observed,
      expected,
    }: {
      observed: {group: string; healthCheckType: string}
      expected: {healthCheckType: string}
    }) =>
      `${observed.group} judges its nodes by ${observed.healthCheckType} health checks, which miss a dead service; ${expected.healthCheckType} would notice`,
  },
  remedy: {
    text: 'Set the health check type to ELB after the deployment, with a grace period longer than an installation takes.',
    commands: [
      'aws autoscaling update-auto-scaling-group --auto-scaling-group-name MEDIA_GROUP --health-check-type ELB --health-check-grace-period 900',
    ],
    url: groupHealthChecks,
  },
  judge({mediaGroup: {subject, healthCheckType}}, {fail, see}) {
    const type = see(healthCheckType, subject)
    if (type === undefined || type.split(',').some(part => part.trim().toUpperCase() === 'ELB')) return
    const observed = {group: subjectName(subject), healthCheckType: type}
    fail('machineOnly', subject, {observed, expected: {healthCheckType: 'ELB'}}, {defect: 'D10'})
  },
})
