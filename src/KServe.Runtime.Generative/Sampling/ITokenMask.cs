namespace KServe.Runtime.Generative.Sampling;

/// <summary>Says token after token which ones may come next, as a grammar does.</summary>
/// <remarks>
/// One for each answer, called by the step loop alone. What it throws fails its request and no other. An answer whose
/// mask allows no token fails.
/// </remarks>
internal interface ITokenMask
{
    /// <summary>Gets the tokens that may come next: bit i of word i / 64 is token i.</summary>
    /// <param name="allowed">The bits, for the whole vocabulary; valid until the next token is accepted.</param>
    /// <returns>False when every token may.</returns>
    bool TryGetAllowed(out ReadOnlySpan<ulong> allowed);

    /// <summary>Learns which token was chosen.</summary>
    void Accept(int token);
}
