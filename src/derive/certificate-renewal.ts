import type {CertificateDetails} from './used-certificates.ts'

export interface Renewal {
  /** In words that follow `and`. */
  readonly renewal: string
  readonly underWay: boolean
}

/** Whether ACM will see to it. Source: ACM, RenewalEligibility and RenewalStatus. */
export function renewalOf({type, renewalEligible, renewalStatus}: CertificateDetails): Renewal {
  if (type === 'IMPORTED') return {renewal: 'ACM never renews an imported one', underWay: false}
  switch (renewalStatus) {
    case 'FAILED':
      return {renewal: 'ACM tried to renew it and failed', underWay: false}
    case 'PENDING_VALIDATION':
      return {renewal: 'ACM cannot renew it before the domain is validated again', underWay: false}
    case 'PENDING_AUTO_RENEWAL':
      return {renewal: 'ACM is renewing it', underWay: true}
    case 'SUCCESS':
      return {renewal: 'ACM has renewed it', underWay: true}
    default:
      return renewalEligible
        ? {renewal: 'ACM can renew it but has not begun to', underWay: false}
        : {renewal: 'ACM will not renew it (only what an AWS service uses is eligible)', underWay: false}
  }
}
