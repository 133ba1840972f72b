namespace KServe.Runtime.Generative.Models.Blocks;

/// <summary>Names how a model normalizes.</summary>
internal enum NormKind
{
    /// <summary>By the root mean square.</summary>
    Rms,

    /// <summary>By the root mean square, with weights stored less 1, as in Gemma.</summary>
    RmsPlusOne,

    /// <summary>By mean and standard deviation.</summary>
    Layer,
}
