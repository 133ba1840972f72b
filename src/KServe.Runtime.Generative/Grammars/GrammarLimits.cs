namespace KServe.Runtime.Generative.Grammars;

/// <summary>The bounds of what a client's grammar may cost.</summary>
internal static class GrammarLimits
{
    /// <summary>How deep definitions may nest.</summary>
    public const int Depth = 128;

    /// <summary>The states of a compiled grammar.</summary>
    public const int States = 200_000;

    /// <summary>The rules of a grammar.</summary>
    public const int Rules = 10_000;

    /// <summary>The largest number in a repetition.</summary>
    public const int Repeat = 10_000;

    /// <summary>The ways of derivation that are followed side by side.</summary>
    public const int Items = 4096;

    /// <summary>The positions whose masks are remembered for one grammar.</summary>
    public const int Sets = 8192;

    /// <summary>The derivations of all positions that are remembered for one grammar.</summary>
    public const int KeptItems = 1 << 20;

    /// <summary>The bytes of masks that are remembered for one grammar.</summary>
    public const long MaskBytes = 64L << 20;

    /// <summary>The compiled grammars that are kept.</summary>
    public const int Compiled = 64;

    /// <summary>The characters of a definition.</summary>
    public const int DefinitionLength = 1 << 20;

    public static InferenceException Wrong(string message) =>
        InferenceException.InvalidArgument("response_format", message);

    public static InferenceException TooAmbiguous(int derivations) =>
        Wrong($"The grammar is too ambiguous: its texts have more than {derivations} derivations.");

    public static InferenceException TooLarge() =>
        Wrong($"The grammar is too large: it has more than {States} states, such as nested repetitions make.");
}
