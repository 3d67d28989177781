import {unknown} from '../../../src/model/fact.ts'
import {dockerTime} from './clock.ts'
import type {IncidentCase} from './incident-case.ts'
import {leftStopped, neverSignalled, replacedMedia} from './ways-to-fail.ts'

/** Incidents as a whole, each with its page and its timeline in golden files. */
export const namedIncidents: readonly {readonly name: string; readonly change: (incident: IncidentCase) => void}[] = [
  {
    name: 'a master that never signalled',
    change: incident => {
      neverSignalled(incident, 3)
      incident.endInstallation(
        'master-3',
        'boot',
        [
          'Err:1 http://eu-west-1.ec2.archive.ubuntu.com/ubuntu noble InRelease',
          "  Temporary failure resolving 'eu-west-1.ec2.archive.ubuntu.com'",
          'W: Some index files failed to download. They have been ignored, or old ones used instead.',
          '/usr/bin/python3: No module named pip',
        ],
        {seconds: 60},
      )
    },
  },
  {
    name: 'an empty installer download',
    change: incident => {
      incident.madeAt = 3_600
      incident.withoutProbes()
      for (const {name, role} of incident.nodes) {
        const script = `+ exec bash -c 'sh <(curl -fsSL http://get.openvidu.io/pro/ha/3.8.0/install_ov_${role}_node.sh) --no-tty'`
        const fetched = [script, 'curl: (6) Could not resolve host: get.openvidu.io']
        if (role === 'master')
          incident.endInstallation(name, 'waiting', [
            ...fetched,
            "sed: can't read /opt/openvidu/config/cluster/openvidu.env: No such file or directory",
            '[OpenVidu] error configuring S3 bucket',
          ])
        else
          incident.endInstallation(name, 'secret', [
            ...fetched,
            'Failed to start openvidu.service: Unit openvidu.service not found.',
            '[OpenVidu] error starting OpenVidu',
          ])
        incident.unhealthy(name)
      }
    },
  },
  {
    name: 'the pull limit of Docker Hub',
    change: incident =>
      replacedMedia(incident, 'docker', [
        ' openvidu Pulling',
        ' openvidu Error toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit',
        'Job for openvidu.service failed because the control process exited with error code.',
        '[OpenVidu] error starting OpenVidu',
      ]),
  },
  {
    name: 'an expired certificate',
    change: incident => {
      incident.fact('certificates', certificates =>
        certificates.map(one => ({
          ...one,
          details: one.details && {
            ...one.details,
            status: 'EXPIRED',
            type: 'IMPORTED',
            notAfter: '2026-11-12T20:00:00.000Z',
          },
        })),
      )
      incident.more(
        'media-1',
        'egress',
        Array.from(
          {length: 12},
          (_, index) =>
            `${dockerTime(36_100 + index * 900)} ERROR egress webhook/send.go:52 delivery failed {"error": "tls: failed to verify certificate: x509: certificate has expired or is not yet valid"}`,
        ),
      )
    },
  },
  {
    name: 'a reboot that left OpenVidu stopped',
    change: incident => {
      leftStopped(incident, false)
      incident.fact('secretReview', review => ({
        ...review,
        keys: review.keys.map(one => (one.name === 'DASHBOARD_ADMIN_PASSWORD' ? {...one, breaking: ['/']} : one)),
      }))
    },
  },
  {
    name: 'nothing that is known',
    change: incident => {
      incident.change('master-4', {
        clockAhead: null,
        unseen: {
          cause: 'unreachable',
          detail: 'Systems Manager does not know the node',
          action: 'ssm:DescribeInstanceInformation',
        },
      })
      incident.without('master-4')
      incident.files.delete('nodes/master-4/logs/cloud-init-output.file.log')
      incident.snapshot = {
        ...incident.snapshot,
        facts: {
          ...incident.snapshot.facts,
          secretReview: unknown('not-requested', 'the value of the secret is read only with --verify-secret'),
        },
      }
    },
  },
]
