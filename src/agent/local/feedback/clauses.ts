/** A clause of feedback as it was typed. */
export interface Clause {
  readonly text: string;
  /** It ends in a question mark. */
  readonly asks: boolean;
}

/** Sentences, lines and list items of a text; a dot inside a name, a number or an abbreviation ends nothing. */
export function sentencesOf(text: string): readonly Clause[] {
  return text
    .split(/\n+|;\s+|(?<![\s(](?:e\.g|i\.e|etc|vs|no|approx|ca|incl))(?<=[.!?][)"'”’]?)\s+/i)
    .map(part => part.replace(/^\s*(?:[-*•]|\d+[.)](?=\s+[a-z]))\s*/i, '').trim())
    .filter(part => /[\p{L}\p{N}]/u.test(part))
    .map(part => ({ text: part.replace(/[\s.!?;,]+$/, ''), asks: /\?["'”’)]*$/.test(part) }));
}

/** Where a sentence may be two wishes: behind a comma, or before "and", "but", "then". The right half begins there. */
export function joints(
  text: string,
): readonly { readonly left: string; readonly right: string; readonly comma: boolean }[] {
  const at =
    /\s*,\s*(?:and |but |then |so |also )*|\s+(?:and|but|then|plus|while|&)\s+(?:then |also )?|\s+[-–—]+\s+/gi;
  return [...text.matchAll(at)].flatMap(m => {
    const left = text.slice(0, m.index).trim();
    const right = text.slice(m.index + m[0].length).trim();
    return left && right ? [{ left, right, comma: m[0].includes(',') }] : [];
  });
}

/** A half that only says why: "because …", "since we have one already", "it is covered elsewhere". */
export function isReason(text: string): boolean {
  return /^(?:because|since|as (?:we|it|they|i)|it(?:'s| is| was| has)|they(?:'re| are)|that(?:'s| is)|this is|(?:i|we) (?:already|have|know|own|had|run|never|can't|don't have)|there(?:'s| is| are)|so that|which|for that|thanks|thank you|i already)\b/i.test(
    text,
  );
}

/** A half without a verb of its own: "the client guide", "socket.io". */
export function isBareNoun(text: string): boolean {
  return !/\b(?:is|are|was|be|should|must|may|might|can|could|would|will|shall|has|have|had|use|take|go|want|need|needs|prefer|fine|ok|okay|please|enough|drop|remove|skip|keep|move|merge|split|add|make|put|leave|do|don't|no|not|without|only|just|also|instead|replace|let|include|test|cover|give|set|fits?|stays?|first|last|before|after|yes)\b/i.test(
    text,
  );
}
