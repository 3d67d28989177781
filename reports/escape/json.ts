/** A document that is harmless to print. Cases are written with it, too. */
export {jsonDocument} from '../../src/model/json-document.ts'
