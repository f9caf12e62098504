import type { MessageKey } from './index';
import { en } from './en';
export const de: Record<MessageKey, string> = { ...en };
