/** Words as they are compared: `Rotes Herz`, `rotes_herz` and `ROTES HERZ` are one, and so are أحمر and احمر. */
export function plainWords(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replaceAll('ة', 'ه')
    .replaceAll('ى', 'ي')
    .replace(/[\s_]+|(?<=[\p{L}\p{N}])-/gu, ' ')
    .replace(/[^\p{L}\p{N} +*#-]/gu, '')
    .trim()
}

/** As it stands between colons: `rotes_herz`. */
export function nameBetweenColons(label: string): string {
  return label
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\s_+*#-]/gu, '')
    .trim()
    .replace(/\s+/g, '_')
}
