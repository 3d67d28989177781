import type {CauseId} from '../../../../src/openvidu/failure-causes.ts'
import type {SignatureId} from '../../../../src/openvidu/signatures.ts'
import type {IncidentCase} from '../incident-case.ts'

/** One failure in realistic surroundings. */
export interface Trouble {
  readonly id: SignatureId
  readonly name: string
  readonly change: (incident: IncidentCase) => void
  /** What must be ranked first. */
  readonly first: CauseId
  /** What it must be told to explain, and must be no cause itself. */
  readonly explains: readonly CauseId[]
}
