import {dockerTime, journalTime} from '../clock.ts'
import {inService, leftStopped} from '../ways-to-fail.ts'
import type {Trouble} from './trouble.ts'

/** Services that fail once they run. */
export const runningTroubles: readonly Trouble[] = [
  {
    id: 'F23',
    name: 'a disk that is full',
    change: incident => {
      inService(
        'master-4',
        'mongo',
        '{"s":"E","msg":"WiredTiger error","attr":{"error":"No space left on device"}}',
      )(incident)
      incident.more(
        'master-4',
        'docker.journal',
        Array.from(
          {length: 10},
          (_, index) =>
            `${journalTime(incident.madeAt - 900 + index * 60)} dockerd[1900]: level=error msg="write /var/lib/docker/tmp/x: no space left on device"`,
        ),
      )
      incident.fact('nodeProbes', probes =>
        probes.map(one =>
          one.slot !== 4 || one.answer.state === 'unknown'
            ? one
            : {
                ...one,
                answer: {
                  ...one.answer,
                  value: {
                    ...one.answer.value,
                    health: {
                      state: 'known',
                      value: [
                        {service: 'caddy', url: 'http://127.0.0.1:7880/health/caddy', status: 502, trouble: null},
                      ],
                    },
                  },
                },
              },
        ),
      )
    },
    first: 'F23',
    explains: ['F40', 'node-unhealthy'],
  },
  {
    id: 'F25',
    name: 'a configuration file with a syntax error',
    change: incident => {
      incident.log(
        'media-1',
        'openvidu-init',
        Array.from({length: 20}, (_, index) => [
          `${dockerTime(incident.madeAt - 1_200 + index * 60)} Processing config file /config/livekit.yaml`,
          `${dockerTime(incident.madeAt - 1_199 + index * 60)} Failed to process config file /config/livekit.yaml: yaml: line 14: mapping values are not allowed`,
        ]).flat(),
      )
      incident.log('master-1', 'nodes_errors.file', ["Error in Media Node - 10.0.1.20: Container 'openvidu' error"])
      incident.unhealthy('media-1')
    },
    first: 'F25',
    explains: ['F26', 'F40'],
  },
  {
    id: 'F26',
    name: 'a media node whose configuration fails',
    change: incident => {
      incident.log('master-1', 'nodes_errors.file', ["Error in Media Node - 10.0.1.20: Container 'ingress' error"])
    },
    first: 'F26',
    explains: [],
  },
  {
    id: 'F27',
    name: 'a reboot that left OpenVidu stopped',
    change: incident => leftStopped(incident, true),
    first: 'F27',
    explains: ['left-stopped', 'F40'],
  },
  {
    id: 'F41',
    name: 'a password of Redis that differs',
    change: inService(
      'master-3',
      'operator',
      'level=error msg="redis" error="WRONGPASS invalid username-password pair or user is disabled."',
    ),
    first: 'F41',
    explains: ['F40'],
  },
  {
    id: 'F42',
    name: 'a restore on a secondary',
    change: inService(
      'master-2',
      'mongo',
      '{"s":"I","c":"COMMAND","msg":"command failed","attr":{"type":"insert","error":"NotWritablePrimary: not primary","appName":"mongorestore"}}',
      {health: false},
    ),
    first: 'F42',
    explains: [],
  },
  {
    id: 'F43',
    name: 'a licence that has expired',
    change: inService(
      'media-1',
      'openvidu',
      'ERROR openvidu license/check.go:31 license check failed {"error": "license is expired"}',
    ),
    first: 'F43',
    explains: ['F40'],
  },
]
