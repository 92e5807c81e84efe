// The contract's schemas under the names that screens use.
import type { components } from './contract';

type Schemas = components['schemas'];
export type Me = Schemas['Me'];
export type WorkPage = Schemas['WorkPage'];
export type WorkItem = Schemas['WorkItem'];
export type Due = Schemas['RowDue'];
export type Dossier = Schemas['Dossier'];
export type Action = Schemas['Action'];
export type Explanation = Schemas['Explanation'];
export type TimelineEvent = Schemas['TimelineEvent'];
export type Receipt = Schemas['Receipt'];
export type Rows = Schemas['Rows'];
export type Timeliness = Schemas['Timeliness'];
export type Colleague = Schemas['ColleagueName'];
export type BoardNumber = Schemas['BoardNumber'];
