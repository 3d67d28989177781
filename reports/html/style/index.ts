import {base} from './base.ts'
import {checks} from './checks.ts'
import {drawing} from './drawing.ts'
import {head} from './head.ts'
import {print} from './print.ts'
import {tables} from './tables.ts'

/** The whole style sheet; what is for paper comes last. */
export const style = [base, head, drawing, checks, tables, print].join('')
