/** What the evidence of an event is called as a file, wherever it is saved. */
export function evidenceName(organization: string, { sequence, id }: { sequence?: number | undefined; id?: string | undefined }): string {
  return `${organization}-${sequence ?? id ?? 'event'}-evidence.zip`;
}
