/** With a capital: what begins a sentence, or stands alone. */
export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
