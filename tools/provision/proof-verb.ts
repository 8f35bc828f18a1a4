/** A command that no node knows. The account that is being replaced may not read it, so an answer proves that the node uses the other one. */
export const PROOF_VERB = 'new-account'
