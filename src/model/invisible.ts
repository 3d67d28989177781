/**
 * Characters that show nothing, or act on what surrounds them: C0 and C1 controls, ESC, DEL, bidi controls, line and
 * paragraph separators, zero-width and other ignorable characters, lone surrogates, and what is no
 * character at all. Text that holds them can move the cursor, reorder a line or hide half of a name.
 */
export const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu
