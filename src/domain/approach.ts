import * as z from 'zod';

/** Where two approaches part: one question of design, and how this one answers it. */
export const DesignAxis = z.object({
  /** "How shall events travel to the clients?" */
  question: z.string(),
  /** This side of it: "Server-sent events". */
  side: z.string(),
  /** Choices that make it, by question id; empty where a model named the axis. */
  picks: z.record(z.string(), z.string()),
});
export type DesignAxis = z.infer<typeof DesignAxis>;
