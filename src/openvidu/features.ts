/** What of a generation's network depends on the parameters given, not on the template alone. */
export interface Features {
  /** A Turn* parameter is set: the stack has a second, dedicated balancer for TURN (3.2 to 3.5). */
  readonly turnDomain: boolean
  /** The experimental flag that carries TURN over the main domain is given (3.3 to 3.5; from 3.6 it always does). */
  readonly mainDomainTurn: boolean
}

/** The flag looked for in AdditionalInstallFlags; template 3.3.0, condition ExperimentalTurnTLSWithMainDomain. */
export const mainDomainTurnFlag = '--experimental-turn-tls-with-main-domain'

/**
 * The features that these parameter values switch on. Follows the template's own conditions: one of the two Turn parameters
 * is enough (an OR, defect D18), and the flag counts wherever it stands in the text. Generations that declare neither
 * parameter ignore both answers.
 */
export function featuresOf(parameters: ReadonlyMap<string, string>): Features {
  const given = (name: string) => (parameters.get(name) ?? '') !== ''
  return {
    turnDomain: given('TurnDomainName') || given('TurnCertificateARN'),
    mainDomainTurn: (parameters.get('AdditionalInstallFlags') ?? '').includes(mainDomainTurnFlag),
  }
}
