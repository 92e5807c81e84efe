// A declared attribute of a procedure as a field: what decides the case, its limit and its papers.
import { RadioField, SelectField, TextField } from '../parts/form';
import { words } from '../words';

export interface Attribute { id: string; kind: string; name: string; default?: string; choices?: { id: string; name: string }[] }

export function AttributeField({ attribute, value, onChange, wrong }: { attribute: Attribute; value: string; onChange: (value: string) => void; wrong?: string | undefined }) {
  const w = words.value.intake;
  const id = `attribute-${attribute.id}`;
  if (attribute.kind === 'yes_no') return <RadioField id={id} label={attribute.name} value={value} onChange={onChange} wrong={wrong} choices={[{ value: 'yes', label: w.yes }, { value: 'no', label: w.no }]} />;
  if (attribute.kind === 'choice') return <SelectField id={id} label={attribute.name} required value={value} onChange={onChange} wrong={wrong} {...(value === '' ? { empty: words.value.form.choose } : {})} choices={(attribute.choices ?? []).map((one) => ({ value: one.id, label: one.name }))} />;
  return <TextField id={id} label={attribute.name} value={value} onChange={onChange} wrong={wrong} numeric />;
}
