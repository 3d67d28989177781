import type {Report, Result} from '../../src/model/report.ts'
import {sampleReport} from './sample-report.ts'

/*
 * Reports to hold the sample against: the same stack a week before, and the plan that it was made from.
 */

const waivers: Readonly<Record<string, NonNullable<Result['waiver']>>> = {
  'four-masters': {reason: 'its disk is being replaced', owner: 'night shift', expires: '2026-11-20'},
}

const otherwise: Readonly<Record<string, (result: Result) => Result>> = {
  // Was waived, and the waiver ended.
  'four-masters': result => {
    const waiver = waivers[result.check] ?? null
    return {
      ...result,
      status: 'waived',
      waiver,
      unknown: null,
      findings: result.findings.map(one => ({...one, waiver})),
    }
  },
  // One of the two findings is new, the other one weighed more.
  'ssh-exposure': result => ({
    ...result,
    findings: result.findings.slice(1).map(one => ({...one, severity: 'medium', waiver: null})),
  }),
  // Nobody could look.
  'certificate-expiry': result => ({
    ...result,
    status: 'unknown',
    findings: [],
    waiver: null,
    unknown: {
      facts: ['certificates'],
      cause: 'throttled',
      action: 'acm:DescribeCertificate',
      actions: ['acm:DescribeCertificate'],
      detail: 'AWS refused the call for its rate',
    },
  }),
  'public-ip-auto-assign': result => ({...result, status: 'pass', unknown: null}),
  // Failed, and is mended.
  'master-disk-size': result => ({
    ...result,
    status: 'fail',
    findings: [
      {
        subject: {type: 'AWS::EC2::Volume', id: 'vol-0abc1', logicalId: null, location: null},
        severity: 'medium',
        message: 'The disk of OpenViduMasterNode1 has 40 GB.',
        observed: {gigabytes: 40},
        expected: {gigabytes: 50},
        defect: null,
        fingerprint: '3434343434343434',
        waiver: null,
      },
    ],
  }),
  // Failed, and nobody can tell any more.
  'services-running': result => ({
    ...result,
    status: 'fail',
    unknown: null,
    findings: [
      {
        subject: {type: 'AWS::EC2::Instance', id: 'i-0abc1', logicalId: 'OpenViduMasterNode1', location: null},
        severity: 'critical',
        message: 'caddy of OpenViduMasterNode1 restarts over and over.',
        observed: {state: 'restarting'},
        expected: {state: 'running'},
        defect: null,
        fingerprint: '5656565656565656',
        waiver: null,
      },
    ],
  }),
}

export const earlierReport: Report = {
  ...sampleReport,
  generatedAt: '2026-11-15T10:00:00.000Z',
  target: {...sampleReport.target, replayed: false, takenAt: '2026-11-15T10:00:00.000Z'},
  results: sampleReport.results.map(result => otherwise[result.check]?.(result) ?? result),
}

const ofNodes = ['services-running', 'certificate-expiry']

export const plannedReport: Report = {
  ...sampleReport,
  target: {...sampleReport.target, kind: 'planned', replayed: false, takenAt: '2026-11-15T10:00:00.000Z'},
  results: sampleReport.results.map(result => {
    if (result.check === 'four-masters') return {...result, status: 'pass', findings: [], unknown: null}
    if (ofNodes.includes(result.check)) {
      const why = 'judged on a deployed stack'
      return {...result, status: 'not-applicable', findings: [], unknown: null, waiver: null, notApplicable: {why}}
    }
    return result.check === 'master-disk-size' ? (otherwise[result.check]?.(result) ?? result) : result
  }),
}
