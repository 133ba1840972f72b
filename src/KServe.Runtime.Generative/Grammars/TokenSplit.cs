namespace KServe.Runtime.Generative.Grammars;

/// <summary>The tokens of a vocabulary by whether they hold one of some bytes.</summary>
/// <remarks>
/// Free text can only be left by one of a few bytes, which most tokens do not hold: those may always come, and only the
/// others have to be followed.
/// </remarks>
/// <param name="Without">The tokens that hold none of the bytes, those that no text spells among them.</param>
/// <param name="With">The tokens that hold one.</param>
internal sealed record TokenSplit(ulong[] Without, int[] With);
