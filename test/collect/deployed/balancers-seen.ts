import {balancersCollectors} from '../../../src/collect/deployed/balancers/index.ts'
import {mediaGroup} from '../../../src/collect/deployed/media/media-group.ts'
import {nodes} from '../../../src/collect/deployed/nodes/nodes.ts'
import {type Deployed, type DeployedOptions, deployed} from '../../support/deployed.ts'

/** The balancers of a stack of the lab as their collectors see them, with those that they follow. */
export async function balancersSeen(options: DeployedOptions = {}): Promise<Deployed> {
  return deployed({collectors: [nodes, mediaGroup, ...balancersCollectors], ...options})
}
