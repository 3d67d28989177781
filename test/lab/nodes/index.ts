export type {NodeBehaviour, Order, Result} from './behaviour.ts'
export {type Canned, type LabCommand, LabFleet, type LabInvocation} from './fleet.ts'
export {LabNode} from './lab-node.ts'
