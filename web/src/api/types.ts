// The contract's schemas under the names that screens use.
import type { components } from './contract';

type Schemas = components['schemas'];
export type Me = Schemas['Me'];
export type Nonconformity = Schemas['Nonconformity'];
export type Audit = Schemas['Audit'];
export type AuditTrace = Schemas['AuditTrace'];
export type WorkPage = Schemas['WorkPage'];
export type WorkItem = Schemas['WorkItem'];
export type Due = Schemas['RowDue'];
export type Dossier = Schemas['Dossier'];
export type Action = Schemas['Action'];
export type Explanation = Schemas['Explanation'];
export type TimelineEvent = Schemas['TimelineEvent'];
export type Receipt = Schemas['Receipt'];
export type DuePaper = Schemas['DuePaper'];
export type PrintedPaper = Schemas['Paper'];
export type Rows = Schemas['Rows'];
export type Timeliness = Schemas['Timeliness'];
export type Colleague = Schemas['ColleagueName'];
export type Flow = Schemas['Flow'];
export type Procedure = Schemas['Procedure'];
export type Wall = Schemas['Wall'];
export type Waiting = Schemas['Waiting'];
export type Proofs = Schemas['Proofs'];
export type Law = Schemas['Law'];
export type LawEffects = Schemas['LawEffects'];
export type Readiness = Schemas['Readiness'];
export type Letter = Schemas['Letter'];
/** What hands events on; nulls when nothing is set. */
export type Outbox = Schemas['OutboxState'];
/** The same of the witness who keeps checkpoints. */
export type Outboxes = Outbox & { checkpoints: Outbox };
export type Person = Schemas['Colleague'];
export type Session = NonNullable<Schemas['Session']>;
export type BoardNumber = Schemas['BoardNumber'];
export type KnownApplicant = Schemas['KnownApplicant'];
export type DueFee = Schemas['DueFee'];
export type TakenFee = Schemas['TakenFee'];
export type AwaitedOpinion = Schemas['AwaitedOpinion'];
export type File = Schemas['File'];
export type Report = Schemas['Report'];
export type ReportRow = Schemas['ReportRow'];
export type IssuedReport = Schemas['IssuedReport'];
export type Outage = Schemas['Outage'];
export type Reservation = Schemas['Reservation'];
export type ReservedCode = Schemas['ReservedCode'];
